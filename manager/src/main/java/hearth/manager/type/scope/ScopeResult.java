package hearth.manager.type.scope;

/** Why a scope ended. */
public enum ScopeResult {
    SUCCESS("success"),
    RESOURCES("resources"),
    TIMEOUT("timeout"),
    OOM_KILL("oom-kill");

    private final String wireName;

    ScopeResult(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
