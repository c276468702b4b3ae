package hearth.manager.type.timer;

import hearth.unit.value.WireName;

/** Why a timer ended. */
public enum TimerResult implements WireName {
    SUCCESS("success"),
    /** What it starts could not be started. */
    RESOURCES("resources"),
    START_LIMIT_HIT("start-limit-hit");

    private final String wireName;

    TimerResult(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
