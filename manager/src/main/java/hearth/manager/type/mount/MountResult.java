package hearth.manager.type.mount;

import hearth.unit.value.WireName;

/** Why a mount ended, or could not be changed. */
public enum MountResult implements WireName {
    SUCCESS("success"),
    /** mount(8) could not be run. */
    RESOURCES("resources"),
    TIMEOUT("timeout"),
    EXIT_CODE("exit-code"),
    SIGNAL("signal"),
    CORE_DUMP("core-dump"),
    START_LIMIT_HIT("start-limit-hit"),
    /** mount(8) says that it is done, and the kernel shows something else. */
    PROTOCOL("protocol");

    private final String wireName;

    MountResult(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
