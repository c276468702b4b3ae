package hearth.manager.type.socket;

import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;

/**
 * The machine of socket units: a pure function from a definition, a record and an event to a record
 * and effects.
 *
 * <pre>
 *          Start                                                  something came
 *   DEAD --------> START-PRE --> START-CHOWN --> START-POST --> LISTENING ----> RUNNING
 *    ^                 |             |               |           |   ^            |  |
 *    |                 |  not opened |               |           |   +------------+  |
 *    |                 |             v               v           v   its service is  |
 *    |                 |            STOP-PRE, STOP-PRE-SIGTERM, -SIGKILL    down <---+
 *    |                 v                        |                            Stop
 *    +---- FINAL-SIGTERM, -SIGKILL <-- STOP-POST
 *          (each step is left out where there is nothing to run or nobody to signal)
 * </pre>
 *
 * <p>It is not DEAD before all that was open is closed: until then it is in the last of these
 * steps, or in STOP-POST where there was none.
 *
 * <p>While its service runs, what comes is for that service to take. Where each connection has an
 * instance of its own it stays LISTENING, and waits for one connection at a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5)</a>
 */
public final class SocketMachine {
    private SocketMachine() {}

    /** Returns what an event makes of a socket unit. */
    public static Step<SocketRecord> next(
            SocketDefinition definition, SocketRecord record, UnitEvent event, Moment now) {
        SocketTurn turn = new SocketTurn(definition, record, now);
        switch (event) {
            case UnitEvent.Start _ -> {
                if (turn.isResting()) {
                    SocketSteps.start(turn);
                }
            }
            case UnitEvent.StartLimitHit() -> {
                if (turn.isResting()) {
                    SocketSteps.dead(turn, SocketResult.START_LIMIT_HIT);
                }
            }
            case UnitEvent.Stop _ -> SocketSteps.stop(turn);
            case UnitEvent.TriggerRefused(String why) -> SocketTraffic.refused(turn, why);
            case UnitEvent.TriggeredChanged changed -> SocketTraffic.serviceChanged(turn, changed);
            case UnitEvent.ConnectionCame came -> SocketTraffic.connectionCame(turn, came);
            case UnitEvent.CameBeforeStop late -> SocketTraffic.cameBeforeStop(turn, late);
            case UnitEvent.ConnectionEnded(boolean wasRefused) ->
                    SocketTraffic.connectionEnded(turn, wasRefused);
            case UnitEvent.ResetFailed() -> turn.resetFailed();
            case UnitEvent.TakenOver taken -> SocketTakeOver.takeOver(turn, taken);
            case UnitEvent.Redefined _,
                    UnitEvent.ConnectionGiven _,
                    UnitEvent.Mounted _,
                    UnitEvent.Reload _,
                    UnitEvent.Abandon _,
                    UnitEvent.AwaitRestart _,
                    UnitEvent.Quiet _ -> {
                // What is open stays so until the next start.
            }
            case UnitEvent.Happened(Event happened) -> happened(turn, happened);
        }
        return turn.step();
    }

    private static void happened(SocketTurn turn, Event event) {
        switch (event) {
            case Event.Listening(long token, var warnings) ->
                    SocketSteps.opened(turn, token, warnings);
            case Event.NotListening(long token, String why) ->
                    SocketSteps.notOpened(turn, token, why);
            case Event.ListenerClosed(long token) -> SocketSteps.closed(turn, token);
            case Event.TrafficCame(long token, String failure) ->
                    SocketTraffic.came(turn, token, failure);
            case Event.NotAccepted refused -> SocketTraffic.notAccepted(turn, refused);
            case Event.Accepted _ -> {
                // It comes as a connection.
            }
            case Event.Spawned(long token, int pid) -> turn.spawned(token, pid);
            case Event.SpawnFailed(long token, int _, String message) ->
                    SocketSteps.notRun(turn, token, message);
            case Event.Exited(long token, int _, ExitCode code, int status) ->
                    SocketSteps.exited(turn, token, code, status);
            case Event.Lost(long token, int _) ->
                    SocketSteps.exited(turn, token, ExitCode.EXITED, 0);
            case Event.CgroupEmptied _ -> SocketSteps.emptied(turn);
            case Event.Signalled(long token, int processes) -> {
                if (turn.answers(token) && processes == 0) {
                    SocketSteps.emptied(turn);
                }
            }
            case Event.TimerElapsed(long token) -> {
                if (token != 0 && token == turn.deadline.token()) {
                    turn.deadlineElapsed();
                    SocketTimeouts.elapsed(turn);
                }
            }
            case Event.Executed _,
                    Event.StampRead _,
                    Event.ClockSet _,
                    Event.ZoneChanged _,
                    Event.MountsChanged _,
                    Event.Moved _,
                    Event.OutOfMemory _,
                    Event.Notified _,
                    Event.DescriptorsStored _,
                    Event.PidFileRead _,
                    Event.MainPidGuessed _,
                    Event.ConditionsChecked _,
                    Event.Frozen _,
                    Event.BusNameChanged _,
                    Event.PathSeen _,
                    Event.PathUnwatchable _ -> {
                // It asks for nothing of that.
            }
        }
    }
}
