package hearth.nix.reader;

import hearth.nix.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * This machine.
 *
 * @param searchPath the directories that have programs, the first one winning
 * @param accounts finds an account by its name
 */
public record LocalMachine(
        List<Path> searchPath, Function<String, Optional<Machine.Account>> accounts)
        implements Machine {
    /** Where services find programs, whoever applies their declarations. */
    public static final List<Path> DEFAULT_SEARCH_PATH =
            List.of(
                    Path.of("/usr/local/bin"),
                    Path.of("/usr/bin"),
                    Path.of("/bin"),
                    Path.of("/usr/local/sbin"),
                    Path.of("/usr/sbin"),
                    Path.of("/sbin"));

    public LocalMachine {
        searchPath = List.copyOf(searchPath);
    }

    /** Returns this machine with programs where services find them. */
    public LocalMachine(Function<String, Optional<Machine.Account>> accounts) {
        this(DEFAULT_SEARCH_PATH, accounts);
    }

    @Override
    public Optional<Path> program(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return searchPath.stream()
                .map(directory -> directory.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public Optional<Machine.Account> account(String name) {
        return accounts.apply(name);
    }
}
