package hearth.unit.value;

import java.util.Optional;

/**
 * How a new transaction treats the jobs that are there.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1),
 *     --job-mode=</a>
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     OnFailureJobMode=</a>
 */
public enum JobMode implements WireName {
    FAIL("fail"),
    REPLACE("replace"),
    REPLACE_IRREVERSIBLY("replace-irreversibly"),
    ISOLATE("isolate"),
    FLUSH("flush"),
    IGNORE_DEPENDENCIES("ignore-dependencies"),
    IGNORE_REQUIREMENTS("ignore-requirements"),
    TRIGGERING("triggering"),
    RESTART_DEPENDENCIES("restart-dependencies");

    private final String wireName;

    JobMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Returns the mode of that word. */
    public static Optional<JobMode> ofWireName(String word) {
        for (JobMode mode : values()) {
            if (mode.wireName.equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
