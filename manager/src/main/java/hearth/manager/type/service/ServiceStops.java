package hearth.manager.type.service;

import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.service.ServicePhase.KillStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way down: commands of a stop, signals step by step, and the end. */
final class ServiceStops {
    private ServiceStops() {}

    static void stop(ServiceTurn turn, ServiceResult why) {
        turn.fail(why);
        if (!turn.runControl(ExecRole.STOP, 0)) {
            signal(turn, KillStep.STOP_SIGTERM, ServiceResult.SUCCESS);
        }
    }

    static void stopByNotify(ServiceTurn turn) {
        turn.enter(new ServicePhase.Killing(KillStep.STOP_SIGTERM, 0));
        turn.arm(turn.definition.timeouts().stop());
    }

    static void stopPost(ServiceTurn turn, ServiceResult why) {
        turn.fail(why);
        if (!turn.runControl(ExecRole.STOP_POST, 0)) {
            signal(turn, KillStep.FINAL_SIGTERM, ServiceResult.SUCCESS);
        }
    }

    /** Sends a step's signals and waits for the processes; goes on where there are none. */
    static void signal(ServiceTurn turn, KillStep step, ServiceResult why) {
        turn.fail(why);
        List<Integer> known = new ArrayList<>();
        for (ServiceProcess process : List.of(turn.main, turn.control)) {
            if (process.pid() > 0) {
                known.add(process.pid());
            }
        }
        boolean isSpawning =
                turn.main instanceof ServiceProcess.Spawning
                        || turn.control instanceof ServiceProcess.Spawning;
        Optional<KillPlan.Order> order =
                turn.definition.kill().order(purposeOf(turn, step), known, turn.isCgroupPopulated);
        if (order.isEmpty() && !isSpawning) {
            nobodySignalled(turn, step);
            return;
        }
        long token = order.isPresent() ? turn.token() : 0;
        turn.enter(new ServicePhase.Killing(step, token));
        order.ifPresent(signals -> turn.emit(new UnitEffect.Signal(token, signals)));
        boolean isWatchdog = step == KillStep.STOP_WATCHDOG || step == KillStep.FINAL_WATCHDOG;
        turn.arm(
                isWatchdog
                        ? turn.definition.timeouts().abort()
                        : turn.definition.timeouts().stop());
    }

    /** Signals one process that turned up while its service is being stopped. */
    static void signalLate(ServiceTurn turn, KillStep step, int pid) {
        turn.definition
                .kill()
                .order(purposeOf(turn, step), List.of(pid), false)
                .ifPresent(order -> turn.emit(new UnitEffect.Signal(turn.token(), order)));
    }

    private static KillPlan.Purpose purposeOf(ServiceTurn turn, KillStep step) {
        return switch (step) {
            case STOP_WATCHDOG, FINAL_WATCHDOG -> KillPlan.Purpose.WATCHDOG;
            case STOP_SIGTERM ->
                    turn.restarts.isStopForRestart()
                            ? KillPlan.Purpose.RESTART
                            : KillPlan.Purpose.TERMINATE;
            case FINAL_SIGTERM -> KillPlan.Purpose.TERMINATE;
            case STOP_SIGKILL, FINAL_SIGKILL -> KillPlan.Purpose.KILL;
        };
    }

    /** A step had nobody to signal: the next one. */
    static void nobodySignalled(ServiceTurn turn, KillStep step) {
        boolean kills = turn.definition.kill().sendsKill();
        switch (step) {
            case STOP_WATCHDOG, STOP_SIGTERM -> {
                if (kills) {
                    signal(turn, KillStep.STOP_SIGKILL, ServiceResult.SUCCESS);
                } else {
                    stopPost(turn, ServiceResult.SUCCESS);
                }
            }
            case STOP_SIGKILL -> stopPost(turn, ServiceResult.SUCCESS);
            case FINAL_WATCHDOG, FINAL_SIGTERM -> {
                if (kills) {
                    signal(turn, KillStep.FINAL_SIGKILL, ServiceResult.SUCCESS);
                } else {
                    dead(turn, ServiceResult.SUCCESS, true);
                }
            }
            case FINAL_SIGKILL -> dead(turn, ServiceResult.SUCCESS, true);
        }
    }

    /** The end of a run. */
    static void dead(ServiceTurn turn, ServiceResult why, boolean mayRestart) {
        turn.fail(why);
        boolean willRestart =
                mayRestart
                        && !turn.restarts.isForbidden()
                        && turn.definition.restart().applies(turn.result, turn.mainStatus);
        sayEnd(turn);
        turn.enter(
                turn.result == ServiceResult.SUCCESS || turn.result == ServiceResult.EXEC_CONDITION
                        ? new ServicePhase.Dead()
                        : new ServicePhase.Failed());
        turn.main = ServiceProcess.none();
        turn.control = ServiceProcess.none();
        turn.question = 0;
        boolean comesBack = willRestart || turn.restarts.isStopForRestart();
        turn.emit(new UnitEffect.Release(comesBack));
        if (!comesBack) {
            turn.served();
        }
        if (!comesBack) {
            letGoOfStored(turn);
        } else if (!willRestart) {
            keepStoredForNow(turn);
        }
        if (!willRestart) {
            turn.restarts = turn.restarts.over();
        } else if (turn.definition.restart().isDirect()) {
            awaitRestart(turn);
        } else {
            turn.emit(new UnitEffect.ScheduleRestart());
        }
    }

    /** It is stopped to be started again, by a job that may come to nothing. */
    static void keepStoredForNow(ServiceTurn turn) {
        if (turn.storedDescriptors > 0) {
            turn.emit(new UnitEffect.AwaitQuiet());
        }
    }

    static void letGoOfStored(ServiceTurn turn) {
        if (turn.storedDescriptors > 0) {
            turn.storedDescriptors = 0;
            turn.emit(new UnitEffect.CloseStored());
        }
    }

    private static void sayEnd(ServiceTurn turn) {
        switch (turn.result) {
            case SUCCESS -> turn.ended(true);
            case EXEC_CONDITION ->
                    turn.say(
                            LogLevel.INFO,
                            ServiceMessages.UNIT_SKIPPED,
                            turn.definition.unit()
                                    + ": Skipped due to '"
                                    + turn.result.wireName()
                                    + "'.");
            case RESOURCES,
                    PROTOCOL,
                    TIMEOUT,
                    EXIT_CODE,
                    SIGNAL,
                    CORE_DUMP,
                    WATCHDOG,
                    START_LIMIT_HIT,
                    OOM_KILL ->
                    turn.ended(false);
        }
    }

    static void awaitRestart(ServiceTurn turn) {
        turn.enter(new ServicePhase.AutoRestart());
        turn.arm(turn.definition.restart().delay().after(turn.restarts.count()));
    }

    /** Back to rest without a word: a failure is forgotten, or a restart called off. */
    static void rest(ServiceTurn turn) {
        turn.enter(new ServicePhase.Dead());
        turn.served();
    }
}
