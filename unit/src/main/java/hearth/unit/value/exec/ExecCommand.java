package hearth.unit.value.exec;

import java.util.List;
import java.util.Set;

/**
 * One command line of {@code ExecStart=} and its like, specifiers resolved, variables not yet.
 *
 * @param path the program: absolute, or a name to be found in the search path
 * @param argv the arguments, the first being the name the program is given
 * @param flags what the prefixes said
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     COMMAND LINES</a>
 */
public record ExecCommand(String path, List<String> argv, Set<Flag> flags) {

    /** The special executable prefixes. */
    public enum Flag {
        /** {@code -}: a failure counts as success. */
        IGNORE_FAILURE("ignore-failure"),
        /** {@code :}: no variable substitution. */
        NO_ENV_EXPAND("no-env-expand"),
        /** {@code +}: full privileges. */
        FULLY_PRIVILEGED("privileged"),
        /** {@code !}: no change of user. */
        NO_SETUID("no-setuid"),
        /** {@code !!}: as {@code !} where ambient capabilities are missing. */
        AMBIENT_MAGIC("ambient");

        private final String wireName;

        Flag(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name that D-Bus properties have for this flag. */
        public String wireName() {
            return wireName;
        }
    }

    public ExecCommand {
        argv = List.copyOf(argv);
        flags = Set.copyOf(flags);
    }
}
