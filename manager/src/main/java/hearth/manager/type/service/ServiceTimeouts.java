package hearth.manager.type.service;

import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.TimeoutFailureMode;
import java.util.List;

/** What happens when a step takes too long. */
final class ServiceTimeouts {
    private static final String START_LIMIT = "TimeoutStartSec";
    private static final String STOP_LIMIT = "TimeoutStopSec";

    private ServiceTimeouts() {}

    /** What it may take has changed: each limit counts from when it began to. */
    static void redefined(ServiceTurn turn) {
        turn.limit(endOf(turn));
        turn.limitWatchdog();
    }

    /** Returns when the phase is over at the latest, on the monotonic clock. */
    private static long endOf(ServiceTurn turn) {
        Timeouts timeouts = turn.definition.timeouts();
        return switch (turn.phase()) {
            case ServicePhase.Dead(), ServicePhase.Failed(), ServicePhase.Exited() ->
                    Long.MAX_VALUE;
            case ServicePhase.AutoRestart() ->
                    turn.deadline().isSet()
                            ? end(
                                    turn,
                                    turn.definition.restart().delay().after(turn.restarts.count()))
                            : Long.MAX_VALUE; // its job is queued already
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    switch (role) {
                        case CONDITION, START_PRE, START, START_POST, RELOAD ->
                                end(turn, timeouts.start());
                        case STOP, STOP_POST -> end(turn, timeouts.stop());
                        case MOUNT, REMOUNT, UNMOUNT ->
                                throw new IllegalStateException("no command of a service: " + role);
                    };
            case ServicePhase.Starting(Awaited awaited, int index) ->
                    switch (awaited) {
                        case SPAWN -> Long.MAX_VALUE;
                        case QUIET -> end(turn, ServiceStarts.QUIET_LONGEST);
                        case EXECUTION, EXIT, READINESS, BUS_NAME, MAIN_PID ->
                                end(turn, timeouts.start());
                    };
            case ServicePhase.AwaitingPidFile(),
                    ServicePhase.ReloadSignalled(),
                    ServicePhase.ReloadNotified() ->
                    end(turn, timeouts.start());
            case ServicePhase.Running() ->
                    turn.upSince.plus(timeouts.runtimeMax(), turn.runtimeExtraUsec);
            case ServicePhase.Killing(KillStep step, long token) ->
                    switch (step) {
                        case STOP_WATCHDOG, FINAL_WATCHDOG -> end(turn, timeouts.abort());
                        case STOP_SIGTERM, STOP_SIGKILL, FINAL_SIGTERM, FINAL_SIGKILL ->
                                end(turn, timeouts.stop());
                    };
        };
    }

    private static long end(ServiceTurn turn, TimeSpan longest) {
        return turn.phaseSince().plus(longest);
    }

    static void controlTimedOut(ServiceTurn turn, ExecRole role) {
        String unit = turn.definition.unit();
        switch (role) {
            case CONDITION, START_PRE, START, START_POST -> startTimedOut(turn);
            case RELOAD -> {
                warn(turn, unit + ": Reload operation timed out. Killing reload process.");
                killControl(turn);
                turn.reloadResult = ServiceResult.TIMEOUT;
                ServiceStarts.running(turn, ServiceResult.SUCCESS);
            }
            case STOP ->
                    endAs(
                            turn.definition.timeouts().stopFailure(),
                            turn,
                            unit + ": Stopping timed out. ");
            case STOP_POST -> stopPostTimedOut(turn, unit + ": State 'stop-post' timed out. ");
            case MOUNT, REMOUNT, UNMOUNT ->
                    throw new IllegalStateException("no command of a service: " + role);
        }
    }

    /** Something has taken too long: the service is ended as the user wants that. */
    private static void endAs(TimeoutFailureMode mode, ServiceTurn turn, String what) {
        switch (mode) {
            case TERMINATE -> {
                warn(turn, what + "Terminating.");
                ServiceStops.signal(turn, KillStep.STOP_SIGTERM, ServiceResult.TIMEOUT);
            }
            case ABORT -> {
                warn(turn, what + "Aborting.");
                ServiceStops.signal(turn, KillStep.STOP_WATCHDOG, ServiceResult.TIMEOUT);
            }
            case KILL -> kill(turn, what);
        }
    }

    private static void kill(ServiceTurn turn, String what) {
        if (turn.definition.kill().sendsKill()) {
            warn(turn, what + "Killing.");
            ServiceStops.signal(turn, KillStep.STOP_SIGKILL, ServiceResult.TIMEOUT);
        } else {
            warn(turn, what + "Skipping SIGKILL.");
            ServiceStops.stopPost(turn, ServiceResult.TIMEOUT);
        }
    }

    private static void stopPostTimedOut(ServiceTurn turn, String what) {
        switch (turn.definition.timeouts().stopFailure()) {
            case TERMINATE -> {
                warn(turn, what + "Terminating.");
                ServiceStops.signal(turn, KillStep.FINAL_SIGTERM, ServiceResult.TIMEOUT);
            }
            case ABORT -> abortFinally(turn, what);
            case KILL -> killFinally(turn, what);
        }
    }

    private static void abortFinally(ServiceTurn turn, String what) {
        warn(turn, what + "Aborting.");
        ServiceStops.signal(turn, KillStep.FINAL_WATCHDOG, ServiceResult.TIMEOUT);
    }

    private static void killFinally(ServiceTurn turn, String what) {
        if (turn.definition.kill().sendsKill()) {
            warn(turn, what + "Killing.");
            ServiceStops.signal(turn, KillStep.FINAL_SIGKILL, ServiceResult.TIMEOUT);
        } else {
            warn(turn, what + "Skipping SIGKILL. Entering failed mode.");
            ServiceStops.dead(turn, ServiceResult.TIMEOUT, false);
        }
    }

    /** A step of the start took too long: the start is ended. */
    static void startTimedOut(ServiceTurn turn) {
        endAs(
                turn.definition.timeouts().startFailure(),
                turn,
                turn.definition.unit() + ": " + turn.phase().subState() + " operation timed out. ");
    }

    /** A reload's command is killed at once and not waited for: the service itself is well. */
    private static void killControl(ServiceTurn turn) {
        if (turn.control.pid() > 0) {
            turn.emit(
                    new UnitEffect.Signal(
                            0,
                            new KillPlan.Order(
                                    List.of(turn.control.pid()), false, 9, false, false)));
        }
        turn.control = ServiceProcess.none();
    }

    static void killTimedOut(ServiceTurn turn, KillStep step) {
        boolean aborts = turn.definition.timeouts().stopFailure() == TimeoutFailureMode.ABORT;
        String state = turn.definition.unit() + ": State '" + step.wireName() + "' timed out. ";
        switch (step) {
            case STOP_SIGTERM -> {
                if (aborts) {
                    endAs(TimeoutFailureMode.ABORT, turn, state);
                } else {
                    kill(turn, state);
                }
            }
            case STOP_WATCHDOG -> kill(turn, state);
            case STOP_SIGKILL -> {
                warn(
                        turn,
                        turn.definition.unit()
                                + ": Processes still around after SIGKILL. Ignoring.");
                ServiceStops.stopPost(turn, ServiceResult.TIMEOUT);
            }
            case FINAL_SIGTERM -> {
                if (aborts) {
                    abortFinally(turn, state);
                } else {
                    killFinally(turn, state);
                }
            }
            case FINAL_WATCHDOG -> killFinally(turn, state);
            case FINAL_SIGKILL -> {
                warn(
                        turn,
                        turn.definition.unit()
                                + ": Processes still around after final SIGKILL. Entering failed"
                                + " mode.");
                ServiceStops.dead(turn, ServiceResult.TIMEOUT, true);
            }
        }
    }

    private static void warn(ServiceTurn turn, String message) {
        turn.sayBy(
                limitOf(turn.phase()),
                new LogMessage(LogLevel.WARNING, ServiceMessages.NONE, message));
    }

    /** Returns which setting says how long a phase may take. */
    private static String limitOf(ServicePhase phase) {
        return switch (phase) {
            case ServicePhase.Killing(KillStep step, long _) ->
                    switch (step) {
                        case STOP_WATCHDOG, FINAL_WATCHDOG -> "TimeoutAbortSec";
                        case STOP_SIGTERM, STOP_SIGKILL, FINAL_SIGTERM, FINAL_SIGKILL -> STOP_LIMIT;
                    };
            case ServicePhase.Controlling(ExecRole role, int _) ->
                    role == ExecRole.STOP || role == ExecRole.STOP_POST ? STOP_LIMIT : START_LIMIT;
            case ServicePhase.Running() -> "RuntimeMaxSec";
            case ServicePhase.Dead(),
                    ServicePhase.Failed(),
                    ServicePhase.Exited(),
                    ServicePhase.AutoRestart(),
                    ServicePhase.Starting _,
                    ServicePhase.AwaitingPidFile(),
                    ServicePhase.ReloadSignalled(),
                    ServicePhase.ReloadNotified() ->
                    START_LIMIT;
        };
    }
}
