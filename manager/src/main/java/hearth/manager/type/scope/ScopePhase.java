package hearth.manager.type.scope;

/** Where a scope is in its life; the words are systemd's. */
public enum ScopePhase {
    DEAD("dead"),
    START_CHOWN("start-chown"),
    RUNNING("running"),
    ABANDONED("abandoned"),
    STOP_SIGTERM("stop-sigterm"),
    STOP_SIGKILL("stop-sigkill"),
    FAILED("failed");

    private final String wireName;

    ScopePhase(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's name of the sub state. */
    public String wireName() {
        return wireName;
    }
}
