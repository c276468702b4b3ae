package hearth.manager.host;

import java.util.Optional;

/**
 * How a process ended, with the numbers of {@code si_code}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/waitid.2.html">waitid(2)</a>
 */
public enum ExitCode {
    EXITED(1, "exited"),
    KILLED(2, "killed"),
    DUMPED(3, "dumped");

    private final int number;
    private final String wireName;

    ExitCode(int number, String wireName) {
        this.number = number;
        this.wireName = wireName;
    }

    /** Returns the one of this number; nothing for a process that has not ended. */
    public static Optional<ExitCode> ofNumber(int number) {
        for (ExitCode code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** Returns the kernel's number, {@code CLD_EXITED} and so on. */
    public int number() {
        return number;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
