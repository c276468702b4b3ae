package hearth.login.host;

import java.util.Optional;

/**
 * What a session shows itself on.
 *
 * @see "sd_session_get_type(3)"
 */
public enum SessionType {
    /** Nothing to see: cron, scripts. */
    UNSPECIFIED("unspecified"),
    /** A terminal. */
    TTY("tty"),
    /** An X server. */
    X11("x11"),
    /** A Wayland compositor. */
    WAYLAND("wayland"),
    /** A Mir display. */
    MIR("mir"),
    /** A browser. */
    WEB("web");

    private final String wireName;

    SessionType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's spelling. */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether a display server draws this session, so that the session itself says whether it is
     * idle or locked.
     */
    public boolean isGraphical() {
        return this == X11 || this == WAYLAND || this == MIR;
    }

    /** Returns the type with systemd's spelling {@code name}. */
    public static Optional<SessionType> ofWireName(String name) {
        for (SessionType type : values()) {
            if (type.wireName.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
