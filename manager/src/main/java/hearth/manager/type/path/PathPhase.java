package hearth.manager.type.path;

import hearth.manager.graph.ActiveState;
import hearth.unit.value.WireName;

/** Where a path unit is; the diagram is {@link PathMachine}'s. */
public enum PathPhase implements WireName {
    DEAD("dead"),
    WAITING("waiting"),
    /** What it starts runs. */
    RUNNING("running"),
    FAILED("failed");

    private final String wireName;

    PathPhase(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    ActiveState activeState() {
        return switch (this) {
            case DEAD -> ActiveState.INACTIVE;
            case WAITING, RUNNING -> ActiveState.ACTIVE;
            case FAILED -> ActiveState.FAILED;
        };
    }
}
