package hearth.login.session;

/** Whom a signal is for. */
public enum KillWho {
    /** The session's leader only. */
    LEADER("leader"),
    /** Every process. */
    ALL("all");

    private final String wireName;

    KillWho(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's spelling. */
    public String wireName() {
        return wireName;
    }
}
