package hearth.manager.type.scope;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Event;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;

/**
 * The machine of scopes: a pure function from a definition, a record and an event to a record and
 * effects.
 *
 * <pre>
 *            Start            moved            Abandon
 *   DEAD -----------> START-CHOWN --> RUNNING --------> ABANDONED
 *    ^                     |             |  Stop            |
 *    |                not moved          v                  v
 *    |                     |        STOP-SIGTERM --time--> STOP-SIGKILL
 *    |                     v             |                      |
 *    +---- FAILED <--------+             +----------+-----------+
 *    |                                              | cgroup empty
 *    +----------------------------------------------+   (from RUNNING and ABANDONED too)
 * </pre>
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.scope.5.html">systemd.scope(5)</a>
 */
public final class ScopeMachine {
    private ScopeMachine() {}

    /** Returns what an event makes of a scope. */
    public static Step<ScopeRecord> next(
            ScopeDefinition definition, ScopeRecord record, UnitEvent event, Moment now) {
        ScopeTurn turn = new ScopeTurn(definition, record, now);
        switch (event) {
            case UnitEvent.Start start -> {
                if (turn.phase() == ScopePhase.DEAD || turn.phase() == ScopePhase.FAILED) {
                    turn.start(start.shareOf(definition.runtimeExtra()));
                }
            }
            case UnitEvent.Stop _ -> {
                switch (turn.phase()) {
                    case RUNNING, ABANDONED, START_CHOWN ->
                            turn.signal(ScopePhase.STOP_SIGTERM, ScopeResult.SUCCESS);
                    case DEAD, FAILED, STOP_SIGTERM, STOP_SIGKILL -> {}
                }
            }
            case UnitEvent.Abandon() -> {
                if (turn.phase() == ScopePhase.RUNNING) {
                    turn.abandon();
                }
            }
            case UnitEvent.ResetFailed() -> turn.resetFailed();
            case UnitEvent.Redefined() -> turn.redefined();
            case UnitEvent.TakenOver taken -> takenOver(turn, taken.isPopulated());
            case UnitEvent.StartLimitHit _,
                    UnitEvent.Reload _,
                    UnitEvent.AwaitRestart _,
                    UnitEvent.Quiet _,
                    UnitEvent.ConnectionCame _,
                    UnitEvent.CameBeforeStop _,
                    UnitEvent.ConnectionEnded _,
                    UnitEvent.ConnectionGiven _,
                    UnitEvent.Mounted _,
                    UnitEvent.TriggeredChanged _,
                    UnitEvent.TriggerRefused _ -> {
                // It begins once, and runs nothing.
            }
            case UnitEvent.Happened(Event happened) -> happened(turn, happened);
        }
        return turn.step();
    }

    /** Returns the state that all types have in common. */
    public static ActiveState activeState(ScopeRecord record) {
        return activeState(record.phase());
    }

    static ActiveState activeState(ScopePhase phase) {
        return switch (phase) {
            case DEAD -> ActiveState.INACTIVE;
            case START_CHOWN -> ActiveState.ACTIVATING;
            case RUNNING, ABANDONED -> ActiveState.ACTIVE;
            case STOP_SIGTERM, STOP_SIGKILL -> ActiveState.DEACTIVATING;
            case FAILED -> ActiveState.FAILED;
        };
    }

    private static void happened(ScopeTurn turn, Event event) {
        switch (event) {
            case Event.Moved(long token, String failure) -> {
                if (turn.answers(token) && turn.phase() == ScopePhase.START_CHOWN) {
                    turn.moved(failure);
                }
            }
            case Event.Signalled(long token, int processes) -> {
                if (turn.answers(token) && processes == 0) {
                    empty(turn);
                }
            }
            case Event.CgroupEmptied(String cgroup) -> empty(turn);
            case Event.TimerElapsed(long token) -> {
                if (token != 0 && token == turn.deadline().token()) {
                    turn.deadlineElapsed();
                    timedOut(turn);
                }
            }
            case Event.OutOfMemory(String cgroup) -> outOfMemory(turn);
            case Event.Spawned _,
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
                    Event.ClockSet _,
                    Event.ZoneChanged _,
                    Event.MountsChanged _,
                    Event.StampRead _,
                    Event.PathSeen _,
                    Event.PathUnwatchable _,
                    Event.Lost _ -> {
                // A scope's processes are nobody's children here: only its cgroup counts.
            }
        }
    }

    private static void empty(ScopeTurn turn) {
        switch (turn.phase()) {
            case RUNNING, ABANDONED, STOP_SIGTERM, STOP_SIGKILL -> turn.dead(ScopeResult.SUCCESS);
            case DEAD, FAILED, START_CHOWN -> {}
        }
    }

    private static void timedOut(ScopeTurn turn) {
        switch (turn.phase()) {
            case START_CHOWN -> turn.signal(ScopePhase.STOP_SIGTERM, ScopeResult.TIMEOUT);
            case RUNNING, ABANDONED -> {
                turn.warnBy("RuntimeMaxSec", "Scope reached runtime time limit. Stopping.");
                turn.signal(ScopePhase.STOP_SIGTERM, ScopeResult.TIMEOUT);
            }
            case STOP_SIGTERM -> {
                if (turn.sendsKill()) {
                    turn.warnBy("TimeoutStopSec", "Stopping timed out. Killing.");
                    turn.signal(ScopePhase.STOP_SIGKILL, ScopeResult.TIMEOUT);
                } else {
                    turn.warnBy("TimeoutStopSec", "Stopping timed out. Skipping SIGKILL.");
                    turn.dead(ScopeResult.TIMEOUT);
                }
            }
            case STOP_SIGKILL -> {
                turn.warnBy("TimeoutStopSec", "Still around after SIGKILL. Ignoring.");
                turn.dead(ScopeResult.TIMEOUT);
            }
            case DEAD, FAILED -> {}
        }
    }

    private static void outOfMemory(ScopeTurn turn) {
        boolean isUp = turn.phase() == ScopePhase.RUNNING || turn.phase() == ScopePhase.ABANDONED;
        if (!isUp) {
            return;
        }
        turn.say(LogLevel.NOTICE, "", "A process of this unit has been killed by the OOM killer.");
        switch (turn.definition().oomPolicy()) {
            case CONTINUE -> {}
            case STOP -> turn.signal(ScopePhase.STOP_SIGTERM, ScopeResult.OOM_KILL);
            case KILL -> turn.signal(ScopePhase.STOP_SIGKILL, ScopeResult.OOM_KILL);
        }
    }

    private static void takenOver(ScopeTurn turn, boolean isPopulated) {
        turn.rearm();
        switch (turn.phase()) {
            case START_CHOWN -> turn.moveAgain();
            case RUNNING, ABANDONED -> {
                if (!isPopulated) {
                    turn.dead(ScopeResult.SUCCESS);
                }
            }
            case STOP_SIGTERM, STOP_SIGKILL -> {
                if (isPopulated) {
                    turn.signal(turn.phase(), ScopeResult.SUCCESS);
                } else {
                    turn.dead(ScopeResult.SUCCESS);
                }
            }
            case DEAD, FAILED -> {}
        }
    }
}
