package hearth.nix;

import java.nio.file.Path;
import java.util.Optional;

/** What declarations may find out about the machine that they are for: never more than this. */
public interface Machine {

    /**
     * Returns where a program is that is looked for by its name alone, absolute; nothing where
     * there is none.
     */
    Optional<Path> program(String name);

    /** Returns whether something lies at an absolute path. */
    boolean exists(Path path);

    /** Returns the account of that name; nothing where there is none. */
    Optional<Account> account(String name);

    /**
     * An account as declarations may ask for it.
     *
     * @param name its name
     * @param uid its number
     * @param group the name of its group, or that one's number where it has none
     * @param home its directory
     */
    record Account(String name, long uid, String group, Path home) {}
}
