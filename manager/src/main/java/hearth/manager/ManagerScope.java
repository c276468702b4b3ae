package hearth.manager;

/** Whose units a manager has. */
public enum ManagerScope {
    SYSTEM("system"),
    USER("user");

    private final String wireName;

    ManagerScope(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
