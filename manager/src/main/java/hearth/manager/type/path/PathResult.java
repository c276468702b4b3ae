package hearth.manager.type.path;

import hearth.unit.value.WireName;

/** Why a path unit ended. */
public enum PathResult implements WireName {
    SUCCESS("success"),
    /** Something could not be watched, or its unit not be started. */
    RESOURCES("resources"),
    START_LIMIT_HIT("start-limit-hit"),
    UNIT_START_LIMIT_HIT("unit-start-limit-hit"),
    TRIGGER_LIMIT_HIT("trigger-limit-hit");

    private final String wireName;

    PathResult(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
