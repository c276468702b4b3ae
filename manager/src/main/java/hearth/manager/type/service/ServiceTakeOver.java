package hearth.manager.type.service;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.type.ExecKey;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.service.ServicePhase.Awaited;
import java.util.Set;

/**
 * What a new brain makes of a service that an earlier one left: exits that were kept come as usual
 * events before; what is then still believed alive and is not, is lost. Timers are set anew.
 */
final class ServiceTakeOver {
    private ServiceTakeOver() {}

    static void takeOver(ServiceTurn turn, UnitEvent.TakenOver taken) {
        boolean isPopulated = taken.isPopulated() || !taken.livePids().isEmpty();
        turn.isCgroupPopulated = isPopulated;
        turn.rearm();
        lose(turn, turn.control, taken.liveTokens(), taken.livePids());
        lose(turn, turn.main, taken.liveTokens(), taken.livePids());
        if (!turn.isCgroupPopulated) {
            ServiceExits.cgroupEmptied(turn);
        }
        turn.askAgain();
        boolean isDown =
                ServiceMachine.activeState(turn.definition, turn.phase()).isInactiveOrFailed();
        if (!isDown) {
            ServiceStarts.watchName(turn);
        }
    }

    private static void lose(
            ServiceTurn turn, ServiceProcess process, Set<Long> tokens, Set<Integer> pids) {
        switch (process) {
            case ServiceProcess.None() -> {}
            case ServiceProcess.Ended _ -> {
                // The question about it is asked again.
            }
            case ServiceProcess.Spawning(long token) -> {
                if (tokens.contains(token)) {
                    // The host tells its pid by an event of its own, as for any spawn.
                    turn.isCgroupPopulated = true;
                } else {
                    spawnAgain(turn, process, token);
                }
            }
            case ServiceProcess.Child(long token, int pid) -> {
                if (tokens.contains(token)) {
                    return;
                }
                if (pids.contains(pid)) {
                    // It has outlived the hand that started it: another one watches it.
                    adopt(turn, process, new ServiceProcess.Foreign(token, pid));
                    turn.emit(new UnitEffect.Watch(token, pid));
                } else {
                    gone(turn, token, pid);
                }
            }
            case ServiceProcess.Foreign(long token, int pid) -> {
                if (pids.contains(pid)) {
                    turn.emit(new UnitEffect.Watch(token, pid));
                } else {
                    gone(turn, token, pid);
                }
            }
        }
    }

    private static void adopt(
            ServiceTurn turn, ServiceProcess process, ServiceProcess.Foreign foreign) {
        if (process.equals(turn.main)) {
            turn.main = foreign;
        } else {
            turn.control = foreign;
        }
    }

    /** The order was written down, and the brain died before it was given: it is given again. */
    private static void spawnAgain(ServiceTurn turn, ServiceProcess process, long token) {
        boolean isMain = process.equals(turn.main);
        if (turn.phase() instanceof ServicePhase.Controlling(ExecRole role, int index) && !isMain) {
            if (!turn.runControl(role, index)) {
                ServiceExits.spawnFailed(turn, new Event.SpawnFailed(token, 0, ExecKey.GONE));
            }
        } else if (turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                && isMain) {
            ServiceStarts.runMain(turn, index);
        } else {
            ServiceExits.spawnFailed(
                    turn, new Event.SpawnFailed(token, 0, "interrupted by a restart"));
        }
    }

    private static void gone(ServiceTurn turn, long token, int pid) {
        turn.say(
                LogLevel.WARNING,
                ServiceMessages.NONE,
                turn.definition.unit()
                        + ": Process "
                        + pid
                        + " ended while nobody was looking; its exit status is not known.");
        ServiceExits.lost(turn, token, pid);
    }
}
