package hearth.manager.type.path;

import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;

/**
 * The machine of path units: a pure function from a definition, a record and an event to a record
 * and effects.
 *
 * <pre>
 *            Start            seen, or changed
 *   DEAD -----------> WAITING ----------------> RUNNING
 *    ^                   ^  \                     |  |
 *    |                   |   ---- its unit is up->+  |
 *    |                   +--- its unit is down ------+
 *    +---- Stop ---- WAITING, RUNNING
 *    +---- FAILED <- too often, or it cannot be watched or started
 * </pre>
 *
 * <p>It watches while it waits only: what happens while its unit runs is for that unit to see. What
 * exists when it begins to wait counts at once, so nothing that happened before is missed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.path.5.html">systemd.path(5)</a>
 */
public final class PathMachine {
    private PathMachine() {}

    /** Returns what an event makes of a path unit. */
    public static Step<PathRecord> next(
            PathDefinition definition, PathRecord record, UnitEvent event, Moment now) {
        PathTurn turn = new PathTurn(definition, record, now);
        switch (event) {
            case UnitEvent.Start _ -> {
                switch (turn.phase()) {
                    case DEAD, FAILED -> turn.start();
                    case WAITING, RUNNING -> {}
                }
            }
            case UnitEvent.Stop _ -> {
                switch (turn.phase()) {
                    case WAITING, RUNNING -> turn.end(PathResult.SUCCESS);
                    case DEAD, FAILED -> {}
                }
            }
            case UnitEvent.StartLimitHit() -> turn.end(PathResult.START_LIMIT_HIT);
            case UnitEvent.TriggerRefused(String why) -> turn.refused(why);
            case UnitEvent.TriggeredChanged changed -> turn.unitChanged(changed);
            case UnitEvent.Redefined() -> turn.redefined();
            case UnitEvent.ResetFailed() -> turn.resetFailed();
            case UnitEvent.TakenOver _ -> turn.takenOver();
            case UnitEvent.Reload _,
                    UnitEvent.Abandon _,
                    UnitEvent.AwaitRestart _,
                    UnitEvent.Quiet _,
                    UnitEvent.ConnectionCame _,
                    UnitEvent.CameBeforeStop _,
                    UnitEvent.ConnectionEnded _,
                    UnitEvent.ConnectionGiven _ -> {
                // It runs nothing.
            }
            case UnitEvent.Happened(Event happened) -> happened(turn, happened);
        }
        return turn.step();
    }

    private static void happened(PathTurn turn, Event event) {
        switch (event) {
            case Event.PathSeen(long token, boolean isThere, boolean isChange) ->
                    turn.seen(token, isThere, isChange);
            case Event.PathUnwatchable(long token, String why) -> turn.unwatchable(token, why);
            case Event.TimerElapsed _,
                    Event.StampRead _,
                    Event.ClockSet _,
                    Event.ZoneChanged _,
                    Event.Moved _,
                    Event.Signalled _,
                    Event.CgroupEmptied _,
                    Event.OutOfMemory _,
                    Event.Spawned _,
                    Event.SpawnFailed _,
                    Event.Executed _,
                    Event.Exited _,
                    Event.Notified _,
                    Event.DescriptorsStored _,
                    Event.PidFileRead _,
                    Event.MainPidGuessed _,
                    Event.ConditionsChecked _,
                    Event.Frozen _,
                    Event.BusNameChanged _,
                    Event.OfSocket _,
                    Event.Lost _ -> {
                // It has no processes.
            }
        }
    }
}
