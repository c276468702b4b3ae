package hearth.manager.type.service;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Connection;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.host.Moment;
import hearth.manager.type.ExecKey;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.ServiceType;

/**
 * The machine of services: a pure function from a definition, a record and an event to a record and
 * effects.
 *
 * <pre>
 *                       Start
 *   DEAD, FAILED, AUTO-RESTART --> CONDITION --> START-PRE --> START --> START-POST --> RUNNING
 *      ^                                                                                |    |
 *      |                              Reload, RELOADING=1: RELOAD.* <-------------------+    |
 *      |                              RemainAfterExit=: EXITED <-----------------------------+
 *      |
 *      |   Stop, or a failure on the way up: STOP-SIGTERM;  Stop when up, or its end: STOP
 *      |
 *      +---- FINAL-SIGKILL <-- FINAL-SIGTERM <-- STOP-POST <-- STOP-SIGKILL <-- STOP-SIGTERM <-- STOP
 *            (each step is left out where there is nothing to run or nobody to signal)
 * </pre>
 *
 * <p>A spawn, a timer, a signal and a question carry a token of the record; an answer with another
 * token is stale and changes nothing. Every phase that waits for a process has a timer, unless its
 * time-out is infinite, so a stop always ends.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5)</a>
 */
public final class ServiceMachine {
    private ServiceMachine() {}

    /** Returns what an event makes of a service. */
    public static Step<ServiceRecord> next(
            ServiceDefinition definition, ServiceRecord record, UnitEvent event, Moment now) {
        ServiceTurn turn = new ServiceTurn(definition, record, now);
        switch (event) {
            case UnitEvent.Start start -> {
                if (isStartable(turn.phase())) {
                    ServiceStarts.start(turn, start);
                }
            }
            case UnitEvent.StartLimitHit() -> startLimitHit(turn);
            case UnitEvent.Stop(boolean isRestart) -> stop(turn, isRestart);
            case UnitEvent.Reload() -> reload(turn);
            case UnitEvent.AwaitRestart() -> {
                if (isResting(turn.phase())) {
                    ServiceStops.awaitRestart(turn);
                }
            }
            case UnitEvent.Quiet() -> ServiceStarts.quiet(turn);
            case UnitEvent.Abandon() -> {
                // Only who makes a scope can do so.
            }
            case UnitEvent.ConnectionGiven(Connection connection) -> turn.serve(connection);
            case UnitEvent.TriggeredChanged _,
                    UnitEvent.TriggerRefused _,
                    UnitEvent.ConnectionCame _,
                    UnitEvent.CameBeforeStop _,
                    UnitEvent.ConnectionEnded _,
                    UnitEvent.Mounted _ -> {
                // It triggers nothing, and is no mount.
            }
            case UnitEvent.Redefined() -> ServiceTimeouts.redefined(turn);
            case UnitEvent.ResetFailed() -> resetFailed(turn);
            case UnitEvent.TakenOver taken -> ServiceTakeOver.takeOver(turn, taken);
            case UnitEvent.Happened(Event happened) -> happened(turn, happened);
        }
        return turn.step();
    }

    /** Returns the state that all types have in common. */
    public static ActiveState activeState(ServiceDefinition definition, ServiceRecord record) {
        return activeState(definition, record.phase());
    }

    static ActiveState activeState(ServiceDefinition definition, ServicePhase phase) {
        return switch (phase) {
            case ServicePhase.Dead() -> ActiveState.INACTIVE;
            case ServicePhase.Failed() -> ActiveState.FAILED;
            case ServicePhase.AutoRestart() -> ActiveState.ACTIVATING;
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    switch (role) {
                        case CONDITION, START_PRE, START, START_POST -> starting(definition);
                        case RELOAD -> ActiveState.RELOADING;
                        case STOP, STOP_POST -> ActiveState.DEACTIVATING;
                        case MOUNT, REMOUNT, UNMOUNT ->
                                throw new IllegalStateException("no command of a service: " + role);
                    };
            case ServicePhase.Starting _, ServicePhase.AwaitingPidFile _ -> starting(definition);
            case ServicePhase.Running(), ServicePhase.Exited() -> ActiveState.ACTIVE;
            case ServicePhase.ReloadSignalled(), ServicePhase.ReloadNotified() ->
                    ActiveState.RELOADING;
            case ServicePhase.Killing(KillStep step, long token) -> ActiveState.DEACTIVATING;
        };
    }

    /** Type=idle counts as up from its first step on, so that no job waits for it. */
    private static ActiveState starting(ServiceDefinition definition) {
        return definition.type() == ServiceType.IDLE ? ActiveState.ACTIVE : ActiveState.ACTIVATING;
    }

    private static boolean isResting(ServicePhase phase) {
        return phase instanceof ServicePhase.Dead || phase instanceof ServicePhase.Failed;
    }

    private static boolean isStartable(ServicePhase phase) {
        return isResting(phase) || phase instanceof ServicePhase.AutoRestart;
    }

    /** A manager that takes over tells it of what has ended, too: it waits for its next start. */
    private static void stored(ServiceTurn turn, int count) {
        turn.storedDescriptors = count;
        if (turn.phase() instanceof ServicePhase.Dead
                || turn.phase() instanceof ServicePhase.Failed) {
            ServiceStops.keepStoredForNow(turn);
        }
    }

    private static void startLimitHit(ServiceTurn turn) {
        if (isStartable(turn.phase())) {
            // an earlier failure stays the reason
            ServiceStops.dead(turn, ServiceResult.START_LIMIT_HIT, false);
        }
    }

    private static void stop(ServiceTurn turn, boolean isRestart) {
        switch (turn.phase()) {
            case ServicePhase.Dead(), ServicePhase.Failed() -> {}
            case ServicePhase.AutoRestart() -> {
                if (!isRestart) {
                    turn.restarts = turn.restarts.stopped(false).over();
                    ServiceStops.letGoOfStored(turn);
                } else {
                    ServiceStops.keepStoredForNow(turn);
                }
                ServiceStops.rest(turn);
            }
            case ServicePhase.Running(), ServicePhase.Exited() -> {
                turn.restarts = turn.restarts.stopped(isRestart);
                ServiceStops.stop(turn, ServiceResult.SUCCESS);
            }
            case ServicePhase.Controlling(ExecRole role, int index) -> {
                turn.restarts = turn.restarts.stopped(isRestart);
                if (role != ExecRole.STOP && role != ExecRole.STOP_POST) {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, ServiceResult.SUCCESS);
                }
            }
            case ServicePhase.Starting _,
                    ServicePhase.AwaitingPidFile _,
                    ServicePhase.ReloadSignalled _,
                    ServicePhase.ReloadNotified _ -> {
                turn.restarts = turn.restarts.stopped(isRestart);
                ServiceStops.signal(turn, KillStep.STOP_SIGTERM, ServiceResult.SUCCESS);
            }
            case ServicePhase.Killing _ -> turn.restarts = turn.restarts.stopped(isRestart);
        }
    }

    private static void reload(ServiceTurn turn) {
        if (turn.phase() instanceof ServicePhase.Running
                || turn.phase() instanceof ServicePhase.Exited) {
            ServiceStarts.reload(turn);
        }
    }

    private static void resetFailed(ServiceTurn turn) {
        if (turn.phase() instanceof ServicePhase.Failed) {
            ServiceStops.rest(turn);
        }
        turn.result = ServiceResult.SUCCESS;
        turn.reloadResult = ServiceResult.SUCCESS;
        turn.restarts = turn.restarts.over().started().over();
    }

    private static void happened(ServiceTurn turn, Event event) {
        switch (event) {
            case Event.Spawned(long token, int pid) -> spawned(turn, token, pid);
            case Event.SpawnFailed failed -> ServiceExits.spawnFailed(turn, failed);
            case Event.Executed(long token) -> executed(turn, token);
            case Event.Exited exited -> ServiceExits.exited(turn, exited);
            case Event.Lost(long token, int pid) -> ServiceExits.lost(turn, token, pid);
            case Event.CgroupEmptied(String cgroup) -> ServiceExits.cgroupEmptied(turn);
            case Event.OutOfMemory(String cgroup) -> outOfMemory(turn);
            case Event.TimerElapsed(long token) -> timerElapsed(turn, token);
            case Event.Notified notified -> ServiceNotify.notified(turn, notified);
            case Event.DescriptorsStored(String unit, int count) -> stored(turn, count);
            case Event.Signalled(long token, int processes) ->
                    ServiceExits.signalled(turn, token, processes);
            case Event.PidFileRead(long token, Event.PidFile outcome) ->
                    ServiceForking.pidFileRead(turn, token, outcome);
            case Event.MainPidGuessed(long token, int pid) ->
                    ServiceForking.mainPidGuessed(turn, token, pid);
            case Event.BusNameChanged(String name, String owner) ->
                    busNameChanged(turn, name, owner);
            case Event.ConditionsChecked _, Event.Moved _, Event.Frozen _ -> {
                // Questions of the unit, not of its service.
            }
            case Event.ClockSet _,
                    Event.ZoneChanged _,
                    Event.MountsChanged _,
                    Event.StampRead _,
                    Event.OfSocket _,
                    Event.PathSeen _,
                    Event.PathUnwatchable _ -> {
                // What it waits for is on the other clock, and no file.
            }
        }
    }

    private static void spawned(ServiceTurn turn, long token, int pid) {
        if (turn.control instanceof ServiceProcess.Spawning && turn.control.hasToken(token)) {
            turn.control = new ServiceProcess.Child(token, pid);
            if (turn.phase() instanceof ServicePhase.Controlling(ExecRole role, int index)) {
                turn.setStatus(new ExecKey(role, index), ExecStatus.started(pid, turn.now));
            }
        } else if (turn.main instanceof ServiceProcess.Spawning && turn.main.hasToken(token)) {
            turn.main = new ServiceProcess.Child(token, pid);
            turn.mainStatus = ExecStatus.started(pid, turn.now);
            turn.setStatus(new ExecKey(ExecRole.START, turn.mainIndex()), turn.mainStatus);
        } else {
            return;
        }
        if (turn.phase() instanceof ServicePhase.Killing(KillStep step, long signalToken)) {
            ServiceStops.signalLate(turn, step, pid);
        } else if (turn.main.hasToken(token)
                && turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)) {
            if (awaited == Awaited.SPAWN) {
                ServiceStarts.startPost(turn);
            }
        }
        ServiceNotify.hearEarly(turn);
    }

    private static void executed(ServiceTurn turn, long token) {
        if (turn.main.hasToken(token)
                && turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                && awaited == Awaited.EXECUTION) {
            ServiceStarts.startPost(turn);
        }
    }

    private static void busNameChanged(ServiceTurn turn, String name, String owner) {
        if (!name.equals(turn.definition.busName())) {
            return;
        }
        turn.isBusNameOwned = !owner.isEmpty();
        if (turn.definition.type() != ServiceType.DBUS) {
            return;
        }
        if (turn.isBusNameOwned
                && turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                && awaited == Awaited.BUS_NAME) {
            ServiceStarts.startPost(turn);
        } else if (!turn.isBusNameOwned && turn.phase() instanceof ServicePhase.Running) {
            ServiceStarts.running(turn, ServiceResult.SUCCESS);
        }
    }

    private static void outOfMemory(ServiceTurn turn) {
        String unit = turn.definition.unit();
        turn.sayBy(
                "OOMPolicy",
                new LogMessage(
                        LogLevel.NOTICE,
                        ServiceMessages.UNIT_OUT_OF_MEMORY,
                        unit + ": A process of this unit has been killed by the OOM killer."));
        OomPolicy policy = turn.definition.oomPolicy();
        boolean isUp =
                switch (turn.phase()) {
                    case ServicePhase.Dead _, ServicePhase.Failed _, ServicePhase.AutoRestart _ ->
                            false;
                    case ServicePhase.Killing _ -> false;
                    case ServicePhase.Controlling(ExecRole role, int index) ->
                            role != ExecRole.STOP && role != ExecRole.STOP_POST;
                    case ServicePhase.Starting _,
                            ServicePhase.AwaitingPidFile _,
                            ServicePhase.Running _,
                            ServicePhase.Exited _,
                            ServicePhase.ReloadSignalled _,
                            ServicePhase.ReloadNotified _ ->
                            true;
                };
        if (!isUp) {
            turn.fail(ServiceResult.OOM_KILL);
            return;
        }
        switch (policy) {
            case CONTINUE -> {}
            case STOP -> {
                if (turn.phase() instanceof ServicePhase.Running) {
                    ServiceStops.stop(turn, ServiceResult.OOM_KILL);
                } else {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, ServiceResult.OOM_KILL);
                }
            }
            case KILL -> ServiceStops.signal(turn, KillStep.STOP_SIGKILL, ServiceResult.OOM_KILL);
        }
    }

    private static void timerElapsed(ServiceTurn turn, long token) {
        if (token == turn.watchdogDeadline().token() && token != 0) {
            turn.watchdogElapsed();
            watchdogTimedOut(turn);
        } else if (token == turn.deadline().token() && token != 0) {
            turn.deadlineElapsed();
            phaseTimedOut(turn);
        }
    }

    private static void watchdogTimedOut(ServiceTurn turn) {
        String unit = turn.definition.unit();
        if (turn.definition.heedsWatchdog()) {
            turn.sayBy(
                    "WatchdogSec",
                    new LogMessage(
                            LogLevel.ERR, ServiceMessages.NONE, unit + ": Watchdog timeout!"));
            ServiceStops.signal(turn, KillStep.STOP_WATCHDOG, ServiceResult.WATCHDOG);
        } else {
            turn.say(
                    LogLevel.WARNING,
                    ServiceMessages.NONE,
                    unit + ": Watchdog disabled! Ignoring watchdog timeout.");
        }
    }

    private static void phaseTimedOut(ServiceTurn turn) {
        String unit = turn.definition.unit();
        switch (turn.phase()) {
            case ServicePhase.Dead _, ServicePhase.Failed _, ServicePhase.Exited _ -> {}
            case ServicePhase.AutoRestart() -> {
                turn.restarts = turn.restarts.counted();
                turn.say(ServiceMessages.restartScheduled(unit, turn.restarts.count()));
                turn.emit(new UnitEffect.RequestRestart());
            }
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    ServiceTimeouts.controlTimedOut(turn, role);
            case ServicePhase.Starting(Awaited awaited, int index) -> {
                if (awaited == Awaited.QUIET) {
                    ServiceStarts.runMain(turn, index);
                } else {
                    ServiceTimeouts.startTimedOut(turn);
                }
            }
            case ServicePhase.AwaitingPidFile() -> ServiceTimeouts.startTimedOut(turn);
            case ServicePhase.Running() -> {
                turn.sayBy(
                        "RuntimeMaxSec",
                        new LogMessage(
                                LogLevel.WARNING,
                                ServiceMessages.NONE,
                                unit + ": Service reached runtime time limit. Stopping."));
                ServiceStops.stop(turn, ServiceResult.TIMEOUT);
            }
            case ServicePhase.ReloadSignalled(), ServicePhase.ReloadNotified() -> {
                turn.say(
                        LogLevel.WARNING,
                        ServiceMessages.NONE,
                        unit + ": Reload operation timed out. Killing reload process.");
                turn.report = turn.report.with(NotifyReport.State.READY);
                turn.reloadResult = ServiceResult.TIMEOUT;
                ServiceStarts.running(turn, ServiceResult.SUCCESS);
            }
            case ServicePhase.Killing(KillStep step, long signalToken) ->
                    ServiceTimeouts.killTimedOut(turn, step);
        }
    }
}
