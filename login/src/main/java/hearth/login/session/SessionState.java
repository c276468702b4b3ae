package hearth.login.session;

/**
 * How far a session is.
 *
 * @see "sd_session_get_state(3)"
 */
public enum SessionState {
    /** Its scope or the user's manager is being started; nobody has been told of it yet. */
    OPENING("opening"),
    /** Logged in, but another session of its seat is in the foreground. */
    ONLINE("online"),
    /** Logged in and in the foreground. */
    ACTIVE("active"),
    /** Logged out, while processes of it are still there. */
    CLOSING("closing");

    private final String wireName;

    SessionState(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's spelling. */
    public String wireName() {
        return wireName;
    }
}
