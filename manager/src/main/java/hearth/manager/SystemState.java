package hearth.manager;

/**
 * How a whole manager is, as {@code systemctl is-system-running} says it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1)</a>
 */
public enum SystemState {
    INITIALIZING("initializing"),
    STARTING("starting"),
    RUNNING("running"),
    DEGRADED("degraded"),
    MAINTENANCE("maintenance"),
    STOPPING("stopping");

    private final String wireName;

    SystemState(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
