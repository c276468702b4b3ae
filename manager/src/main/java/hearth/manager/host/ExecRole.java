package hearth.manager.host;

/**
 * What a command is run for: the directive it was written in.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5)</a>
 */
public enum ExecRole {
    CONDITION("ExecCondition"),
    START_PRE("ExecStartPre"),
    START("ExecStart"),
    START_POST("ExecStartPost"),
    RELOAD("ExecReload"),
    STOP("ExecStop"),
    STOP_POST("ExecStopPost");

    private final String wireName;

    ExecRole(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the directive's name, which is also that of its D-Bus property. */
    public String wireName() {
        return wireName;
    }
}
