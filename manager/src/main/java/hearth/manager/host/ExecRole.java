package hearth.manager.host;

import java.util.List;

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
    STOP_POST("ExecStopPost"),
    /** What is run for a mount is nobody's directive: mount(8) and umount(8). */
    MOUNT("ExecMount"),
    REMOUNT("ExecRemount"),
    UNMOUNT("ExecUnmount");

    /** What services run. */
    public static final List<ExecRole> OF_SERVICES =
            List.of(CONDITION, START_PRE, START, START_POST, RELOAD, STOP, STOP_POST);

    private final String wireName;

    ExecRole(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the directive's name, which is also that of its D-Bus property. */
    public String wireName() {
        return wireName;
    }
}
