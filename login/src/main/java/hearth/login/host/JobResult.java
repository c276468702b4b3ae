package hearth.login.host;

/**
 * How a job of the system manager ended.
 *
 * @see "org.freedesktop.systemd1(5), JobRemoved()"
 */
public enum JobResult {
    /** The unit is as asked. */
    DONE("done"),
    /** Somebody cancelled it. */
    CANCELED("canceled"),
    /** It took too long. */
    TIMEOUT("timeout"),
    /** The unit failed. */
    FAILED("failed"),
    /** Something it depends on failed. */
    DEPENDENCY("dependency"),
    /** It did not apply to the unit's state. */
    SKIPPED("skipped");

    private final String wireName;

    JobResult(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's spelling. */
    public String wireName() {
        return wireName;
    }
}
