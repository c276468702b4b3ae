package hearth.cli.command;

/**
 * How a command ends; systemctl's numbers, where it has one.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemctl.html#Exit%20status">systemctl(1)</a>
 */
public final class ExitStatus {
    /** All was done. */
    public static final int OK = 0;

    /** Something could not be done; the message says what, and why. */
    public static final int FAILURE = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** The unit is there, and not running. */
    public static final int NOT_RUNNING = 3;

    /** There is no such unit to show. */
    public static final int NO_SUCH_UNIT = 4;

    /** There is no such unit to start, stop, enable, ... */
    public static final int NOT_INSTALLED = 5;

    private ExitStatus() {}
}
