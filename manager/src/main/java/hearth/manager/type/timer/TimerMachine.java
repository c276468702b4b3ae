package hearth.manager.type.timer;

import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;

/**
 * The machine of timers: a pure function from a definition, a record and an event to a record and
 * effects.
 *
 * <pre>
 *             Start               its stamp is read
 *   DEAD -------------> READING-STAMP ----+         what it starts has ended
 *    ^  |  not persistent                 v       +---------------------+
 *    |  +---------------------------> WAITING ----+--> RUNNING ---------+
 *    |                                 |   ^ it is time
 *    |              no time is left    |   | what it follows has changed
 *    |                                 v   |
 *    +----- Stop, from all of them   ELAPSED
 *    |                                       it can't start its unit
 *    +-- FAILED <-----------------------------------------------
 * </pre>
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.timer.5.html">systemd.timer(5)</a>
 */
public final class TimerMachine {
    private TimerMachine() {}

    /** Returns what an event makes of a timer. */
    public static Step<TimerRecord> next(
            TimerDefinition definition, TimerRecord record, UnitEvent event, Moment now) {
        TimerTurn turn = new TimerTurn(definition, record, now);
        switch (event) {
            case UnitEvent.Start start -> {
                switch (turn.phase()) {
                    case DEAD, FAILED -> turn.start(start);
                    case READING_STAMP, WAITING, RUNNING, ELAPSED -> {}
                }
            }
            case UnitEvent.Stop _ -> {
                switch (turn.phase()) {
                    case READING_STAMP, WAITING, RUNNING, ELAPSED -> turn.end(TimerResult.SUCCESS);
                    case DEAD, FAILED -> {}
                }
            }
            case UnitEvent.StartLimitHit() -> turn.end(TimerResult.START_LIMIT_HIT);
            case UnitEvent.TriggerRefused(String why) -> turn.refused(why);
            case UnitEvent.TriggeredChanged(
                            boolean isDown,
                            Moment up,
                            Moment down,
                            var _,
                            boolean _) ->
                    turn.triggeredChanged(new TriggeredTimes(isDown, up, down));
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

    private static void happened(TimerTurn turn, Event event) {
        switch (event) {
            case Event.TimerElapsed(long token) -> turn.elapsed(token);
            case Event.StampRead(long token, long realtimeUsec) -> {
                if (turn.answers(token)) {
                    turn.stampRead(realtimeUsec);
                }
            }
            case Event.ClockSet() -> turn.clockSet();
            case Event.ZoneChanged _ -> turn.zoneChanged();
            case Event.Moved _,
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
                    Event.PathSeen _,
                    Event.PathUnwatchable _,
                    Event.Lost _ -> {
                // It has no processes.
            }
        }
    }
}
