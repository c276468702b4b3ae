package hearth.manager.type.socket;

import hearth.unit.value.WireName;

/** Why a socket unit ended. */
public enum SocketResult implements WireName {
    SUCCESS("success"),
    /** Something could not be opened, or no service be started. */
    RESOURCES("resources"),
    TIMEOUT("timeout"),
    EXIT_CODE("exit-code"),
    SIGNAL("signal"),
    CORE_DUMP("core-dump"),
    START_LIMIT_HIT("start-limit-hit"),
    TRIGGER_LIMIT_HIT("trigger-limit-hit"),
    SERVICE_START_LIMIT_HIT("service-start-limit-hit");

    private final String wireName;

    SocketResult(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
