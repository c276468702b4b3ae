package hearth.manager.type.service;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.type.ExecKey;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.ProcessEnd;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.ServiceType;
import java.util.Optional;

/** What the ends of processes make of a service. */
final class ServiceExits {
    /** From this status on a failing {@code ExecCondition=} is a failure, not a "no". */
    private static final int CONDITION_FAILURE = 255;

    private static final int SIGKILL = 9;

    private ServiceExits() {}

    static void spawnFailed(ServiceTurn turn, Event.SpawnFailed failed) {
        boolean isControl = turn.control.hasToken(failed.token());
        boolean isMain = turn.main.hasToken(failed.token());
        if (!isControl && !isMain) {
            return;
        }
        turn.say(
                LogLevel.WARNING,
                ServiceMessages.NONE,
                turn.definition.unit()
                        + ": Failed to run '"
                        + (isControl ? "control process" : "start")
                        + "' task: "
                        + failed.message());
        if (isControl) {
            turn.control = ServiceProcess.none();
        } else {
            turn.main = ServiceProcess.none();
        }
        turn.forgetEarly();
        switch (turn.phase()) {
            case ServicePhase.Controlling(ExecRole role, int index) -> {
                switch (role) {
                    case CONDITION, START_PRE, START, START_POST ->
                            ServiceStops.signal(
                                    turn, KillStep.STOP_SIGTERM, ServiceResult.RESOURCES);
                    case RELOAD -> {
                        turn.reloadResult = ServiceResult.RESOURCES;
                        ServiceStarts.running(turn, ServiceResult.SUCCESS);
                    }
                    case STOP ->
                            ServiceStops.signal(
                                    turn, KillStep.STOP_SIGTERM, ServiceResult.RESOURCES);
                    case STOP_POST ->
                            ServiceStops.signal(
                                    turn, KillStep.FINAL_SIGTERM, ServiceResult.RESOURCES);
                    case MOUNT, REMOUNT, UNMOUNT ->
                            throw new IllegalStateException("no command of a service: " + role);
                }
            }
            case ServicePhase.Starting _ ->
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, ServiceResult.RESOURCES);
            case ServicePhase.Killing(KillStep step, long token) -> goOnKilling(turn, step);
            case ServicePhase.Dead _,
                    ServicePhase.Failed _,
                    ServicePhase.AutoRestart _,
                    ServicePhase.AwaitingPidFile _,
                    ServicePhase.Running _,
                    ServicePhase.Exited _,
                    ServicePhase.ReloadSignalled _,
                    ServicePhase.ReloadNotified _ -> {
                // No spawn is open in these.
            }
        }
    }

    static void exited(ServiceTurn turn, Event.Exited exited) {
        boolean isControl = turn.control.hasToken(exited.token());
        boolean isMain = turn.main.hasToken(exited.token());
        if (isControl) {
            controlExited(turn, exited);
        } else if (isMain && ServiceForking.mayHaveSuccessor(turn)) {
            turn.main =
                    new ServiceProcess.Ended(
                            exited.token(), turn.main.pid(), exited.code(), exited.status());
            ServiceStarts.askForPidFile(turn);
        } else if (isMain) {
            mainExited(turn, exited);
        }
    }

    /**
     * A process is gone and nobody knows how it ended. It counts as killed: what may have failed is
     * not called a success, and is restarted where failures are. A daemon's end counts as clean, as
     * in systemd, to which none is a child of its own.
     */
    static void lost(ServiceTurn turn, long token, int pid) {
        boolean isDaemon =
                turn.definition.type() == ServiceType.FORKING && turn.main.hasToken(token);
        exited(
                turn,
                isDaemon
                        ? new Event.Exited(token, pid, ExitCode.EXITED, 0)
                        : new Event.Exited(token, pid, ExitCode.KILLED, SIGKILL));
    }

    // ---- the main process

    static void mainExited(ServiceTurn turn, Event.Exited exited) {
        boolean isCommand = turn.definition.type() == ServiceType.ONESHOT;
        ServiceResult why =
                ExitVerdict.of(
                        exited.code(),
                        exited.status(),
                        !isCommand,
                        turn.definition.successStatus());
        int index = turn.mainIndex();
        turn.main = ServiceProcess.none();
        turn.mainStatus =
                started(turn.mainStatus, turn.now)
                        .exited(exited.pid(), exited.code(), exited.status(), turn.now);
        turn.setStatus(new ExecKey(ExecRole.START, index), turn.mainStatus);
        if (turn.ignoresFailure(ExecRole.START, index)) {
            why = ServiceResult.SUCCESS;
        }
        sayExit(turn, Optional.of(ExecRole.START), exited, why);
        turn.fail(why);
        boolean hasMore =
                turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int at)
                        && awaited == Awaited.EXIT
                        && why == ServiceResult.SUCCESS
                        && at + 1 < turn.definition.commandsOf(ExecRole.START).size();
        if (hasMore) {
            ServiceStarts.startMain(turn, index + 1);
        } else if (turn.definition.exitType() == ExitType.MAIN
                || !turn.isCgroupPopulated
                || turn.phase() instanceof ServicePhase.Killing) {
            afterMain(turn, why);
        }
    }

    private static ExecStatus started(ExecStatus status, Moment now) {
        return status.start().isNever() ? ExecStatus.started(0, now) : status;
    }

    private static void afterMain(ServiceTurn turn, ServiceResult why) {
        boolean isAlone = !turn.control.isAlive();
        switch (turn.phase()) {
            case ServicePhase.Starting(Awaited awaited, int index) ->
                    endedWhileStarting(turn, awaited, why);
            case ServicePhase.Controlling(ExecRole role, int index) -> {
                if (isAlone && (role == ExecRole.START_POST || role == ExecRole.RELOAD)) {
                    ServiceStops.stop(turn, why);
                } else if (isAlone && role == ExecRole.STOP) {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                } else if (isAlone && role == ExecRole.STOP_POST) {
                    ServiceStops.signal(turn, KillStep.FINAL_SIGTERM, why);
                }
            }
            case ServicePhase.ReloadSignalled(), ServicePhase.ReloadNotified() ->
                    ServiceStops.stop(turn, why);
            case ServicePhase.AwaitingPidFile() -> ServiceStops.stop(turn, why);
            case ServicePhase.Running() -> ServiceStarts.running(turn, why);
            case ServicePhase.Killing(KillStep step, long token) -> {
                turn.fail(why);
                goOnKilling(turn, step);
            }
            case ServicePhase.Dead _,
                    ServicePhase.Failed _,
                    ServicePhase.AutoRestart _,
                    ServicePhase.Exited _ -> {
                // Without a main process already.
            }
        }
    }

    private static void endedWhileStarting(ServiceTurn turn, Awaited awaited, ServiceResult why) {
        switch (awaited) {
            case EXIT -> {
                if (why == ServiceResult.SUCCESS) {
                    ServiceStarts.startPost(turn);
                } else {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                }
            }
            case READINESS -> {
                // Another process of the service may still say READY=1, where it is listened to.
                boolean mayFollow =
                        turn.definition.remainsAfterExit()
                                && turn.definition.notifyAccess() != NotifyAccess.MAIN;
                if (why != ServiceResult.SUCCESS) {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                } else if (!mayFollow) {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, ServiceResult.PROTOCOL);
                }
            }
            case QUIET, SPAWN, EXECUTION, BUS_NAME, MAIN_PID -> ServiceStarts.running(turn, why);
        }
    }

    /** Something that was waited for is gone: the next step, once nothing else is there. */
    private static void goOnKilling(ServiceTurn turn, KillStep step) {
        if (turn.main.isAlive() || turn.control.isAlive()) {
            return;
        }
        if (step.isFinal()) {
            finalStep(turn, step);
        } else {
            ServiceStops.stopPost(turn, ServiceResult.SUCCESS);
        }
    }

    /** The last known process has ended; others in the cgroup are waited for. */
    private static void finalStep(ServiceTurn turn, KillStep step) {
        if (turn.isCgroupPopulated) {
            ServiceStops.signal(turn, step, ServiceResult.SUCCESS);
        } else {
            ServiceStops.dead(turn, ServiceResult.SUCCESS, true);
        }
    }

    // ---- control processes

    private static void controlExited(ServiceTurn turn, Event.Exited exited) {
        ServiceResult why =
                ExitVerdict.of(
                        exited.code(), exited.status(), false, turn.definition.successStatus());
        turn.control = ServiceProcess.none();
        if (!(turn.phase() instanceof ServicePhase.Controlling(ExecRole role, int index))) {
            if (turn.phase() instanceof ServicePhase.Killing(KillStep step, long token)) {
                sayExit(turn, Optional.empty(), exited, why);
                turn.fail(why);
                goOnKilling(turn, step);
            }
            return;
        }
        ExecKey key = new ExecKey(role, index);
        turn.setStatus(
                key,
                started(turn.statusOf(key), turn.now)
                        .exited(exited.pid(), exited.code(), exited.status(), turn.now));
        if (turn.ignoresFailure(role, index)) {
            why = ServiceResult.SUCCESS;
        }
        boolean isNo =
                role == ExecRole.CONDITION
                        && why == ServiceResult.EXIT_CODE
                        && exited.status() < CONDITION_FAILURE;
        if (isNo) {
            why = ServiceResult.EXEC_CONDITION;
        }
        sayExit(turn, Optional.of(role), exited, why);
        if (role != ExecRole.RELOAD) {
            turn.fail(why);
        }
        if (why == ServiceResult.SUCCESS && turn.runControl(role, index + 1)) {
            return;
        }
        afterControl(turn, role, why);
    }

    private static void afterControl(ServiceTurn turn, ExecRole role, ServiceResult why) {
        boolean isWell = why == ServiceResult.SUCCESS;
        switch (role) {
            case CONDITION -> {
                if (isWell) {
                    ServiceStarts.startPre(turn);
                } else {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                }
            }
            case START_PRE -> {
                if (isWell) {
                    ServiceStarts.startMain(turn, 0);
                } else {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                }
            }
            case START -> {
                if (isWell) {
                    ServiceForking.parentEnded(turn);
                } else {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                }
            }
            case START_POST -> {
                if (isWell) {
                    ServiceForking.startPostEnded(turn);
                } else {
                    ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
                }
            }
            case RELOAD -> {
                turn.reloadResult = why;
                ServiceForking.lookAgain(turn);
                ServiceStarts.running(turn, ServiceResult.SUCCESS);
            }
            case STOP -> ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
            case STOP_POST -> ServiceStops.signal(turn, KillStep.FINAL_SIGTERM, why);
            case MOUNT, REMOUNT, UNMOUNT ->
                    throw new IllegalStateException("no command of a service: " + role);
        }
    }

    /** Says how a process has ended; what it was run for isn't known once it is killed. */
    private static void sayExit(
            ServiceTurn turn, Optional<ExecRole> role, Event.Exited exited, ServiceResult why) {
        boolean isExpected = exited.code() == ExitCode.EXITED && exited.status() == 0;
        if (isExpected) {
            return;
        }
        boolean isWell = why == ServiceResult.SUCCESS || why == ServiceResult.EXEC_CONDITION;
        String who = role.equals(Optional.of(ExecRole.START)) ? "Main process" : "Control process";
        turn.say(ProcessEnd.message(turn.definition.unit(), who, role, isWell, exited));
    }

    // ---- the cgroup

    static void signalled(ServiceTurn turn, long token, int processes) {
        boolean isMine =
                turn.phase() instanceof ServicePhase.Killing(KillStep step, long expected)
                        && expected == token
                        && token != 0;
        if (isMine && processes == 0) {
            cgroupEmptied(turn);
        }
    }

    static void cgroupEmptied(ServiceTurn turn) {
        boolean isSpawning =
                turn.main instanceof ServiceProcess.Spawning
                        || turn.control instanceof ServiceProcess.Spawning;
        if (isSpawning) {
            // It was empty before the process that is being made.
            return;
        }
        turn.isCgroupPopulated = false;
        if (turn.main.isAlive() || turn.control.isAlive()) {
            // Their exits are on the way, and say more.
            return;
        }
        switch (turn.phase()) {
            case ServicePhase.Starting(Awaited awaited, int index) -> {
                if (awaited == Awaited.READINESS
                        || (awaited == Awaited.MAIN_PID && !turn.definition.pidFile().isEmpty())) {
                    sayNobodyLeft(turn, awaited);
                    ServiceStops.stopPost(turn, ServiceResult.PROTOCOL);
                } else if (awaited == Awaited.MAIN_PID) {
                    ServiceStarts.startPost(turn);
                }
            }
            case ServicePhase.AwaitingPidFile() -> {
                sayNobodyLeft(turn, Awaited.MAIN_PID);
                ServiceStops.stop(turn, ServiceResult.PROTOCOL);
            }
            case ServicePhase.Running() -> ServiceStarts.running(turn, ServiceResult.SUCCESS);
            case ServicePhase.ReloadSignalled(), ServicePhase.ReloadNotified() ->
                    ServiceStops.stop(turn, ServiceResult.SUCCESS);
            case ServicePhase.Killing(KillStep step, long token) -> {
                if (step.isFinal()) {
                    ServiceStops.dead(turn, ServiceResult.SUCCESS, true);
                } else {
                    ServiceStops.stopPost(turn, ServiceResult.SUCCESS);
                }
            }
            case ServicePhase.Dead _,
                    ServicePhase.Failed _,
                    ServicePhase.AutoRestart _,
                    ServicePhase.Exited _,
                    ServicePhase.Controlling _ -> {
                // Nothing in these depends on who else is there.
            }
        }
    }

    private static void sayNobodyLeft(ServiceTurn turn, Awaited awaited) {
        turn.say(
                LogLevel.WARNING,
                ServiceMessages.NONE,
                turn.definition.unit()
                        + (awaited == Awaited.MAIN_PID
                                ? ": Daemon never wrote its PID file. Failing."
                                : ": No process left that could say it is ready. Failing."));
    }
}
