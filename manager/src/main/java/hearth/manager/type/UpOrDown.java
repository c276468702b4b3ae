package hearth.manager.type;

import hearth.manager.graph.ActiveState;
import java.util.List;

/** The record of units that are up or down, at once, and do nothing. */
public enum UpOrDown {
    DOWN(ActiveState.INACTIVE, "dead"),
    UP(ActiveState.ACTIVE, "active");

    private static final String KEY = "active";

    private final ActiveState activeState;
    private final String subState;

    UpOrDown(ActiveState activeState, String subState) {
        this.activeState = activeState;
        this.subState = subState;
    }

    /** Returns what an event makes of it. */
    public Step<UpOrDown> next(UnitEvent event) {
        return switch (event) {
            case UnitEvent.Start _ -> enter(UP);
            case UnitEvent.Stop _ -> enter(DOWN);
            case UnitEvent.StartLimitHit _,
                    UnitEvent.Reload _,
                    UnitEvent.Abandon _,
                    UnitEvent.AwaitRestart _,
                    UnitEvent.Quiet _,
                    UnitEvent.ConnectionCame _,
                    UnitEvent.CameBeforeStop _,
                    UnitEvent.ConnectionEnded _,
                    UnitEvent.ConnectionGiven _,
                    UnitEvent.TriggeredChanged _,
                    UnitEvent.TriggerRefused _,
                    UnitEvent.Redefined _,
                    UnitEvent.ResetFailed _,
                    UnitEvent.Happened _,
                    UnitEvent.TakenOver _ ->
                    Step.none(this);
        };
    }

    private Step<UpOrDown> enter(UpOrDown other) {
        return other == this
                ? Step.none(this)
                : new Step<>(other, List.of(), List.of(other.activeState));
    }

    /** Returns the state that all types have in common. */
    public ActiveState activeState() {
        return activeState;
    }

    /** Returns systemd's word for the state. */
    public String subState() {
        return subState;
    }

    /** Writes it. */
    public void write(SnapshotText text) {
        text.putFlag(KEY, this == UP);
    }

    /** Reads one. */
    public static UpOrDown read(SnapshotText text) {
        return text.flag(KEY) ? UP : DOWN;
    }
}
