package hearth.cli.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a person's programs are looked for.
 *
 * @param directories absolute paths, the first one first
 */
public record Programs(List<Path> directories) {
    /** Copies the list. */
    public Programs {
        directories = List.copyOf(directories);
    }

    /** Returns those of {@code PATH}; a relative one may be anybody's and counts as none. */
    public static Programs of(Map<String, String> environment) {
        return new Programs(
                Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                        .filter(directory -> directory.startsWith("/"))
                        .map(Path::of)
                        .toList());
    }

    /** Returns where a program is, by its name or, with a slash in it, its path. */
    public Optional<Path> find(String program) {
        Stream<Path> candidates =
                program.contains("/")
                        ? Stream.of(Path.of(program).toAbsolutePath())
                        : directories.stream().map(directory -> directory.resolve(program));
        return candidates.filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
    }
}
