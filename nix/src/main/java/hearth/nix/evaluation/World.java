package hearth.nix.evaluation;

import hearth.nix.source.SourceTree;
import hearth.nix.source.TextTree;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What a program sees besides its own text. Nothing of it can be changed, run or fetched.
 *
 * @param files the files it may read
 * @param searchPath where {@code <name>} is looked for
 * @param environment what {@code builtins.getEnv} answers; variables that are not in it are empty
 * @param home what {@code ~} means in a path, absolute
 * @param system {@code builtins.currentSystem}
 * @param clock for the limit of time and {@code builtins.currentTime}
 * @param messages takes what {@code builtins.trace} and {@code builtins.warn} say
 */
public record World(
        SourceTree files,
        List<SearchEntry> searchPath,
        Map<String, String> environment,
        String home,
        String system,
        InstantSource clock,
        Messages messages) {

    /**
     * One entry of the search path.
     *
     * @param prefix the name that it stands for; empty where its directory's entries are names
     * @param path an absolute path
     */
    public record SearchEntry(String prefix, String path) {}

    /** Takes messages of a running program. */
    @FunctionalInterface
    public interface Messages {
        /** Takes one message of one or several lines, without a line feed at its end. */
        void say(String message);
    }

    /** Returns the world of a declaration: some files, and nothing else. */
    public static World of(SourceTree files, Messages messages) {
        String system =
                System.getProperty("os.arch", "").equals("aarch64")
                        ? "aarch64-linux"
                        : "x86_64-linux";
        return new World(
                files,
                List.of(),
                Map.of(),
                "/homeless-shelter",
                system,
                InstantSource.system(),
                messages);
    }

    /** Returns a world without files that keeps silent. */
    public static World empty() {
        return of(TextTree.empty(), message -> {});
    }
}
