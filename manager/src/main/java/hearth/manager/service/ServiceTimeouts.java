package hearth.manager.service;

import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.kill.KillPlan;
import hearth.manager.service.ServicePhase.KillStep;
import java.util.List;

/** What happens when a step takes too long. */
final class ServiceTimeouts {
    private ServiceTimeouts() {}

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
            case STOP -> {
                warn(turn, unit + ": Stopping timed out. Terminating.");
                ServiceStops.signal(
                        turn,
                        ServiceMachine.stepOf(turn.definition.timeouts().stopFailure()),
                        ServiceResult.TIMEOUT);
            }
            case STOP_POST -> {
                warn(turn, unit + ": State 'stop-post' timed out. Terminating.");
                ServiceStops.signal(turn, KillStep.FINAL_SIGTERM, ServiceResult.TIMEOUT);
            }
        }
    }

    /** A step of the start took too long: the start is ended. */
    static void startTimedOut(ServiceTurn turn) {
        warn(
                turn,
                turn.definition.unit()
                        + ": "
                        + turn.phase().subState()
                        + " operation timed out. Terminating.");
        ServiceStops.signal(
                turn,
                ServiceMachine.stepOf(turn.definition.timeouts().startFailure()),
                ServiceResult.TIMEOUT);
    }

    /** A reload's command is killed at once and not waited for: the service itself is well. */
    private static void killControl(ServiceTurn turn) {
        if (turn.control.pid() > 0) {
            turn.emit(
                    new ServiceEffect.Kill(
                            0,
                            new KillPlan.Order(
                                    List.of(turn.control.pid()), false, 9, false, false)));
        }
        turn.control = ServiceProcess.none();
    }

    static void killTimedOut(ServiceTurn turn, KillStep step) {
        boolean kills = turn.definition.kill().sendsKill();
        String state = turn.definition.unit() + ": State '" + step.wireName() + "' timed out. ";
        switch (step) {
            case STOP_WATCHDOG, STOP_SIGTERM -> {
                warn(turn, state + (kills ? "Killing." : "Skipping SIGKILL."));
                if (kills) {
                    ServiceStops.signal(turn, KillStep.STOP_SIGKILL, ServiceResult.TIMEOUT);
                } else {
                    ServiceStops.stopPost(turn, ServiceResult.TIMEOUT);
                }
            }
            case STOP_SIGKILL -> {
                warn(
                        turn,
                        turn.definition.unit()
                                + ": Processes still around after SIGKILL. Ignoring.");
                ServiceStops.stopPost(turn, ServiceResult.TIMEOUT);
            }
            case FINAL_WATCHDOG, FINAL_SIGTERM -> {
                warn(
                        turn,
                        state + (kills ? "Killing." : "Skipping SIGKILL. Entering failed mode."));
                if (kills) {
                    ServiceStops.signal(turn, KillStep.FINAL_SIGKILL, ServiceResult.TIMEOUT);
                } else {
                    ServiceStops.dead(turn, ServiceResult.TIMEOUT, false);
                }
            }
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
        turn.say(LogLevel.WARNING, ServiceMessages.NONE, message);
    }
}
