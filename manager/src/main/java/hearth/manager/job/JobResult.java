package hearth.manager.job;

/**
 * What became of a job.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), JobRemoved</a>
 */
public enum JobResult {
    DONE("done"),
    CANCELED("canceled"),
    TIMEOUT("timeout"),
    FAILED("failed"),
    DEPENDENCY("dependency"),
    SKIPPED("skipped"),
    INVALID("invalid"),
    ASSERT("assert"),
    UNSUPPORTED("unsupported"),
    COLLECTED("collected"),
    ONCE("once");

    private final String wireName;

    JobResult(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
