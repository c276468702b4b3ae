package hearth.manager.type.timer;

import hearth.manager.graph.ActiveState;
import hearth.unit.value.WireName;

/** Where a timer is; the diagram is {@link TimerMachine}'s. */
public enum TimerPhase implements WireName {
    DEAD("dead"),
    /**
     * Its stamp file is asked for, before it can be said when it elapses; systemd does not wait.
     */
    READING_STAMP("dead"),
    WAITING("waiting"),
    /** What it starts has been started, and has not ended since. */
    RUNNING("running"),
    ELAPSED("elapsed"),
    FAILED("failed");

    private final String wireName;

    TimerPhase(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Returns the spelling in records, where no two are the same. */
    String stateName() {
        return this == READING_STAMP ? "reading-stamp" : wireName;
    }

    ActiveState activeState() {
        return switch (this) {
            case DEAD -> ActiveState.INACTIVE;
            case READING_STAMP -> ActiveState.ACTIVATING;
            case WAITING, RUNNING, ELAPSED -> ActiveState.ACTIVE;
            case FAILED -> ActiveState.FAILED;
        };
    }
}
