package hearth.api.systemd1.view;

/**
 * What changes take in the system scope, as polkit's actions.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), SECURITY</a>
 */
public enum Privilege {
    /** Start, stop, kill and change units. */
    MANAGE_UNITS("org.freedesktop.systemd1.manage-units"),
    /** Enable, disable and mask unit files. */
    MANAGE_UNIT_FILES("org.freedesktop.systemd1.manage-unit-files"),
    /** Change the environment of all units. */
    SET_ENVIRONMENT("org.freedesktop.systemd1.set-environment"),
    /** Read all unit files anew. */
    RELOAD_DAEMON("org.freedesktop.systemd1.reload-daemon");

    private final String action;

    Privilege(String action) {
        this.action = action;
    }

    /** Returns polkit's name of it. */
    String action() {
        return action;
    }
}
