package hearth.login.session;

/**
 * How far a user is. A user whom login does not know is {@code offline}.
 *
 * @see "sd_uid_get_state(3)"
 */
public enum UserState {
    /** The manager is being started. */
    OPENING("opening"),
    /** Not logged in, but lingering: the manager runs. */
    LINGERING("lingering"),
    /** Logged in, with no session in the foreground. */
    ONLINE("online"),
    /** Logged in, with a session in the foreground. */
    ACTIVE("active"),
    /** Neither logged in nor lingering, but something of the user is still there. */
    CLOSING("closing");

    private final String wireName;

    UserState(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's spelling. */
    public String wireName() {
        return wireName;
    }
}
