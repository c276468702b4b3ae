package hearth.manager.type.service;

import hearth.manager.host.ExecRole;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.ExecKey;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.Question;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.ServiceType;
import java.util.List;

/** The way up: from rest through the commands of a start to a service that is up, and reloads. */
final class ServiceStarts {
    /** The longest that Type=idle waits for other jobs; systemd's manual names the number. */
    static final TimeSpan QUIET_LONGEST = TimeSpan.ofSeconds(5);

    private ServiceStarts() {}

    /** Begins a start: everything that the last run left is forgotten. */
    static void start(ServiceTurn turn, UnitEvent.Start start) {
        watchName(turn);
        turn.result = ServiceResult.SUCCESS;
        turn.reloadResult = ServiceResult.SUCCESS;
        turn.report = NotifyReport.NONE;
        turn.restarts = turn.restarts.started();
        turn.watchdog = WatchdogMemory.NONE;
        turn.runtimeExtraUsec = start.shareOf(turn.definition.timeouts().runtimeExtra());
        turn.upSince = Moment.NEVER;
        turn.mainStatus = ExecStatus.NEVER;
        turn.commandStatus.clear();
        turn.question = 0;
        if (!turn.runControl(ExecRole.CONDITION, 0)) {
            startPre(turn);
        }
    }

    /** Lets the owner of {@code BusName=} be told, whatever the type: it is shown as well. */
    static void watchName(ServiceTurn turn) {
        if (!turn.definition.busName().isEmpty()) {
            turn.emit(new UnitEffect.WatchName(turn.definition.busName()));
        }
    }

    static void startPre(ServiceTurn turn) {
        if (!turn.runControl(ExecRole.START_PRE, 0)) {
            startMain(turn, 0);
        }
    }

    /** Runs a command of {@code ExecStart=}; a service without any is up at once. */
    static void startMain(ServiceTurn turn, int index) {
        if (index >= turn.definition.commandsOf(ExecRole.START).size()) {
            // A state of its own, so that it is seen to have been more than dead.
            turn.enter(new ServicePhase.Starting(Awaited.EXIT, index));
            startPost(turn);
            return;
        }
        if (turn.definition.type() == ServiceType.FORKING) {
            turn.runControl(ExecRole.START, index);
        } else if (turn.definition.type() == ServiceType.IDLE) {
            awaitQuiet(turn, index);
        } else {
            runMain(turn, index);
        }
    }

    /** Holds the program of Type=idle back until no job is left, though not for ever. */
    private static void awaitQuiet(ServiceTurn turn, int index) {
        turn.enter(new ServicePhase.Starting(Awaited.QUIET, index));
        turn.arm(QUIET_LONGEST);
        turn.emit(new UnitEffect.AwaitQuiet());
    }

    /**
     * The wait for quiet is over, where there was one: for a start, or for one that didn't come.
     */
    static void quiet(ServiceTurn turn) {
        if (turn.phase() instanceof ServicePhase.Dead
                || turn.phase() instanceof ServicePhase.Failed) {
            ServiceStops.letGoOfStored(turn);
        }
        if (turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                && awaited == Awaited.QUIET) {
            runMain(turn, index);
        }
    }

    /** Spawns a command of {@code ExecStart=} as the main process. */
    static void runMain(ServiceTurn turn, int index) {
        long token = turn.token();
        turn.forgetEarly();
        turn.main = new ServiceProcess.Spawning(token);
        turn.mainIndex = index;
        turn.isCgroupPopulated = true;
        turn.emit(new UnitEffect.Run(token, new ExecKey(ExecRole.START, index), false));
        Awaited awaited = awaitedOf(turn.definition.type());
        turn.enter(new ServicePhase.Starting(awaited, index));
        if (awaited != Awaited.SPAWN) {
            turn.arm(turn.definition.timeouts().start());
        }
    }

    private static Awaited awaitedOf(ServiceType type) {
        return switch (type) {
            case SIMPLE, IDLE -> Awaited.SPAWN;
            case EXEC -> Awaited.EXECUTION;
            case ONESHOT -> Awaited.EXIT;
            case NOTIFY, NOTIFY_RELOAD -> Awaited.READINESS;
            case DBUS -> Awaited.BUS_NAME;
            case FORKING -> Awaited.MAIN_PID;
        };
    }

    static void startPost(ServiceTurn turn) {
        turn.ping();
        if (!turn.runControl(ExecRole.START_POST, 0)) {
            running(turn, ServiceResult.SUCCESS);
        }
    }

    /**
     * Waits for {@code PIDFile=}; while it does, {@code ExecStartPost=} has or has not been run.
     */
    static void awaitPidFile(ServiceTurn turn, boolean isPosted) {
        askForPidFile(turn);
        turn.enter(
                isPosted
                        ? new ServicePhase.AwaitingPidFile()
                        : new ServicePhase.Starting(Awaited.MAIN_PID, 0));
        turn.arm(turn.definition.timeouts().start());
    }

    static void askForPidFile(ServiceTurn turn) {
        turn.question = turn.token();
        turn.emit(
                new UnitEffect.Ask(turn.question, new Question.PidFile(turn.definition.pidFile())));
    }

    static void guessMainPid(ServiceTurn turn) {
        turn.question = turn.token();
        turn.emit(new UnitEffect.Ask(turn.question, new Question.MainPid()));
        turn.enter(new ServicePhase.Starting(Awaited.MAIN_PID, 0));
        turn.arm(turn.definition.timeouts().start());
    }

    // ---- up

    /** The service is up, if what makes it so is still there; else it stops. */
    static void running(ServiceTurn turn, ServiceResult why) {
        turn.fail(why);
        if (turn.result != ServiceResult.SUCCESS) {
            ServiceStops.signal(turn, KillStep.STOP_SIGTERM, why);
        } else if (isGood(turn)) {
            switch (turn.report.state()) {
                case RELOADING -> reloadByNotify(turn);
                case STOPPING -> ServiceStops.stopByNotify(turn);
                case UNKNOWN, READY -> up(turn, new ServicePhase.Running());
            }
        } else if (turn.definition.remainsAfterExit()) {
            up(turn, new ServicePhase.Exited());
        } else {
            ServiceStops.stop(turn, ServiceResult.SUCCESS);
        }
    }

    private static void up(ServiceTurn turn, ServicePhase upPhase) {
        turn.enter(upPhase);
        if (turn.upSince.isNever()) {
            turn.upSince = turn.now;
        }
        TimeSpan longest = turn.definition.timeouts().runtimeMax();
        if (upPhase instanceof ServicePhase.Running && !longest.isInfinite()) {
            turn.armAt(turn.upSince.plus(longest, turn.runtimeExtraUsec));
        }
    }

    private static boolean isGood(ServiceTurn turn) {
        if (turn.definition.type() == ServiceType.DBUS && !turn.isBusNameOwned) {
            return false;
        }
        if (turn.main.isAlive()) {
            return true;
        }
        boolean isMainKnown = !turn.mainStatus.start().isNever();
        return !(isMainKnown && turn.definition.exitType() == ExitType.MAIN)
                && turn.isCgroupPopulated;
    }

    static void reload(ServiceTurn turn) {
        turn.reloadResult = ServiceResult.SUCCESS;
        boolean signals =
                turn.definition.type() == ServiceType.NOTIFY_RELOAD && turn.main.pid() > 0;
        if (signals) {
            turn.emit(
                    new UnitEffect.Signal(
                            turn.token(),
                            new KillPlan.Order(
                                    List.of(turn.main.pid()),
                                    false,
                                    turn.definition.reloadSignal(),
                                    false,
                                    false),
                            true));
        }
        if (turn.runControl(ExecRole.RELOAD, 0)) {
            return;
        }
        if (signals) {
            turn.enter(new ServicePhase.ReloadSignalled());
            turn.arm(turn.definition.timeouts().start());
        } else {
            running(turn, ServiceResult.SUCCESS);
        }
    }

    static void reloadByNotify(ServiceTurn turn) {
        turn.enter(new ServicePhase.ReloadNotified());
        turn.arm(turn.definition.timeouts().start());
    }
}
