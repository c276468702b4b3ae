package hearth.cli.command.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the command was typed: what the shell has passed on, and what the kernel says of us.
 *
 * @param environment its variables
 * @param proc where the kernel tells of processes: {@code /proc}
 */
public record Shell(Map<String, String> environment, Path proc) {
    /** Copies the map. */
    public Shell {
        environment = Map.copyOf(environment);
    }

    /** Returns where this process has been started. */
    public static Shell own() {
        return new Shell(System.getenv(), Path.of("/proc"));
    }

    /** Returns a variable's value, where it has one. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /**
     * Returns the control groups that this process is in, one of each tree.
     *
     * @throws IOException where the kernel does not say
     */
    List<String> controlGroups() throws IOException {
        return Files.readAllLines(proc.resolve("self/cgroup"));
    }

    /**
     * Returns the numbers of the groups that this process has.
     *
     * @throws IOException where the kernel does not say
     */
    Set<Long> groups() throws IOException {
        return Files.readAllLines(proc.resolve("self/status")).stream()
                .filter(line -> line.startsWith("Groups:") || line.startsWith("Gid:"))
                .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).split("\\s+")))
                .filter(number -> !number.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the options with which {@code /proc} is mounted.
     *
     * @throws IOException where the kernel does not say
     */
    List<String> procOptions() throws IOException {
        return Files.readAllLines(proc.resolve("self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 3 && fields[1].equals("/proc"))
                .reduce((first, second) -> second) // the last one is what is seen
                .map(fields -> List.of(fields[3].split(",")))
                .orElse(List.of());
    }
}
