package hearth.manager.type.mount;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Deadline;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Ending;
import hearth.manager.type.ExecKey;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.ProcessEnd;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One turn of a mount's machine; lives within one call of {@link MountMachine#next}. */
final class MountTurn {
    /** How often umount(8) is run for mounts that lie upon each other at one place. */
    private static final int UNMOUNTS_MAX = 32;

    private final MountDefinition definition;
    private final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();
    private final Map<ExecRole, ExecStatus> status = new EnumMap<>(ExecRole.class);
    private MountPhase phase;
    private Moment phaseSince;
    private Optional<Mounts.Mount> mount;
    private MountResult result;
    private MountResult reloadResult;
    private long process;
    private int pid;
    private ExecRole role;
    private int unmounts;
    private Deadline deadline;
    private long question;
    private long nextToken;

    MountTurn(MountDefinition definition, MountRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        status.putAll(record.status());
        phase = record.phase();
        phaseSince = record.phaseSince();
        mount = record.mount();
        result = record.result();
        reloadResult = record.reloadResult();
        process = record.process();
        pid = record.pid();
        role = record.role();
        unmounts = record.unmounts();
        deadline = record.deadline();
        question = record.question();
        nextToken = record.nextToken();
    }

    Step<MountRecord> step() {
        return new Step<>(
                new MountRecord(
                        phase,
                        phaseSince,
                        mount,
                        result,
                        reloadResult,
                        process,
                        pid,
                        role,
                        unmounts,
                        status,
                        deadline,
                        question,
                        nextToken),
                effects,
                passed);
    }

    // ---- what is so

    MountPhase phase() {
        return phase;
    }

    boolean isAtRest() {
        return phase == MountPhase.DEAD || phase == MountPhase.FAILED;
    }

    boolean isMounted() {
        return mount.isPresent();
    }

    boolean isRoot() {
        return definition.where().equals("/");
    }

    boolean hasProcess() {
        return process != 0;
    }

    long process() {
        return process;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean sendsKill() {
        return definition.kill().sendsKill();
    }

    void show(Optional<Mounts.Mount> shown) {
        mount = shown;
    }

    // ---- orders

    void start() {
        forgetLastRun();
        effects.add(new UnitEffect.MakeDirectories(definition.where(), definition.directoryMode()));
        run(ExecRole.MOUNT, MountPhase.MOUNTING);
    }

    void unmount() {
        unmounts = 0;
        run(ExecRole.UNMOUNT, MountPhase.UNMOUNTING);
    }

    /** Something lay below what is unmounted now. */
    void unmountAgain() {
        if (unmounts >= UNMOUNTS_MAX) {
            say(
                    LogLevel.WARNING,
                    "Mount still present after " + unmounts + " attempts to unmount, giving up.");
            mounted(MountResult.PROTOCOL);
            return;
        }
        unmounts++;
        run(ExecRole.UNMOUNT, MountPhase.UNMOUNTING);
    }

    /** Without a file nobody knows how it was mounted. */
    void remount() {
        reloadResult = MountResult.SUCCESS;
        if (definition.isWritten()) {
            run(ExecRole.REMOUNT, MountPhase.REMOUNTING);
            return;
        }
        say(LogLevel.WARNING, "Failed to run 'remount' task: No such file or directory");
        remountFailed(MountResult.RESOURCES);
        passed.add(MountPhase.REMOUNTING.activeState());
        deadOrMounted(MountResult.SUCCESS);
    }

    private void run(ExecRole newRole, MountPhase next) {
        role = newRole;
        process = nextToken++;
        pid = 0;
        effects.add(new UnitEffect.Run(process, new ExecKey(role, 0), true));
        enter(next);
        arm();
    }

    void signal(MountPhase next, MountResult why) {
        fail(why);
        KillPlan.Purpose purpose =
                switch (next) {
                    case REMOUNTING_SIGTERM -> KillPlan.Purpose.RESTART;
                    case UNMOUNTING_SIGTERM -> KillPlan.Purpose.TERMINATE;
                    default -> KillPlan.Purpose.KILL;
                };
        Optional<KillPlan.Order> order =
                definition.kill().order(purpose, pid == 0 ? List.of() : List.of(pid), hasProcess());
        if (order.isPresent()) {
            question = nextToken++;
            effects.add(new UnitEffect.Signal(question, order.get()));
            enter(next);
            arm();
        } else {
            deadOrMounted(MountResult.SUCCESS);
        }
    }

    void startLimitHit() {
        dead(MountResult.START_LIMIT_HIT);
    }

    void resetFailed() {
        if (phase == MountPhase.FAILED) {
            enter(MountPhase.DEAD);
        }
        result = MountResult.SUCCESS;
        reloadResult = MountResult.SUCCESS;
    }

    // ---- what has happened

    void spawned(long token, int ofProcess) {
        if (hasProcess() && token == process) {
            pid = ofProcess;
            status.put(role, ExecStatus.started(pid, now));
        }
    }

    void spawnFailed(String message) {
        String task =
                switch (role) {
                    case REMOUNT -> "remount";
                    case UNMOUNT -> "umount";
                    default -> "mount";
                };
        say(LogLevel.WARNING, "Failed to run '" + task + "' task: " + message);
        process = 0;
        if (role == ExecRole.REMOUNT) {
            remountFailed(MountResult.RESOURCES);
            deadOrMounted(MountResult.SUCCESS);
        } else {
            deadOrMounted(MountResult.RESOURCES);
        }
    }

    /** The process has ended; returns what that means. */
    MountResult ended(Event.Exited exited) {
        MountResult why =
                switch (exited.code()) {
                    case EXITED ->
                            exited.status() == 0 ? MountResult.SUCCESS : MountResult.EXIT_CODE;
                    case KILLED -> MountResult.SIGNAL;
                    case DUMPED -> MountResult.CORE_DUMP;
                };
        ExecStatus before = status.getOrDefault(role, ExecStatus.NEVER);
        ExecStatus begun = before.start().isNever() ? ExecStatus.started(0, now) : before;
        status.put(role, begun.exited(exited.pid(), exited.code(), exited.status(), now));
        process = 0;
        pid = 0;
        boolean isRemount =
                phase == MountPhase.REMOUNTING
                        || phase == MountPhase.REMOUNTING_SIGTERM
                        || phase == MountPhase.REMOUNTING_SIGKILL;
        if (isRemount) {
            remountFailed(why);
        } else if (phase != MountPhase.MOUNTING && phase != MountPhase.UNMOUNTING) {
            fail(why);
        }
        if (why != MountResult.SUCCESS) {
            effects.add(
                    new UnitEffect.Say(
                            ProcessEnd.message(
                                    definition.unit(),
                                    "Mount process",
                                    Optional.of(role),
                                    false,
                                    exited)));
        }
        return why;
    }

    /** The first reason counts. */
    void remountFailed(MountResult why) {
        if (reloadResult == MountResult.SUCCESS) {
            reloadResult = why;
        }
    }

    /** Somebody else has mounted it. */
    void mountedByOthers() {
        forgetLastRun();
        enter(MountPhase.MOUNTED);
    }

    void mounted(MountResult why) {
        fail(why);
        enter(MountPhase.MOUNTED);
    }

    void dead(MountResult why) {
        fail(why);
        boolean isWell = result == MountResult.SUCCESS;
        process = 0;
        pid = 0;
        enter(isWell ? MountPhase.DEAD : MountPhase.FAILED);
        effects.add(Ending.of(definition.unit(), isWell, result.wireName()));
    }

    /** What the kernel shows now is what has come of it. */
    void deadOrMounted(MountResult why) {
        if (isMounted() || isRoot()) {
            mounted(why);
        } else {
            dead(why);
        }
    }

    private void forgetLastRun() {
        result = MountResult.SUCCESS;
        reloadResult = MountResult.SUCCESS;
        status.clear();
    }

    private void fail(MountResult why) {
        if (result == MountResult.SUCCESS) {
            result = why;
        }
    }

    void enter(MountPhase newPhase) {
        if (!newPhase.hasProcess()) {
            cancelTimer();
            process = 0;
            pid = 0;
            question = 0;
        }
        phase = newPhase;
        phaseSince = now;
        passed.add(newPhase.activeState());
    }

    // ---- time

    void deadlineElapsed() {
        deadline = Deadline.NONE;
    }

    void redefined() {
        if (phase.hasProcess()) {
            arm(phaseSince);
        }
    }

    void rearm() {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.SetTimer(deadline.token(), deadline.atMonotonicUsec()));
        }
    }

    private void arm() {
        arm(now);
    }

    private void arm(Moment from) {
        cancelTimer();
        if (!definition.timeout().isInfinite()) {
            deadline = new Deadline(nextToken++, from.plus(definition.timeout()));
            rearm();
        }
    }

    private void cancelTimer() {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.CancelTimer(deadline.token()));
            deadline = Deadline.NONE;
        }
    }

    void say(LogLevel level, String message) {
        effects.add(new UnitEffect.Say(level, "", definition.unit() + ": " + message));
    }
}
