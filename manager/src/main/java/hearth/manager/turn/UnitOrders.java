package hearth.manager.turn;

import hearth.manager.ConditionReport;
import hearth.manager.cause.Cause;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Condition;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.JobRun;
import hearth.manager.job.JobState;
import hearth.manager.job.JobType;
import hearth.manager.job.Rehearsal;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.UnitEvent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Starts, stops and reloads units: what is the same for all types, then the type's own. */
public final class UnitOrders {
    private static final int INVOCATION_ID_BYTES = 16;

    private final Core core;
    private final Freezing freezing;

    public UnitOrders(Core core) {
        this.core = core;
        freezing = new Freezing(core);
    }

    // ---- start

    /**
     * Begins to start a unit. Start limit and bonds are looked at here; conditions are a question
     * to the host, and the unit stays as it is until the answer has come.
     */
    public JobRun start(UnitEntry unit) {
        ActiveState state = unit.activeState();
        if (state.isActiveOrReloading()) {
            return JobRun.ALREADY;
        }
        if (state == ActiveState.DEACTIVATING) {
            return JobRun.LATER;
        }
        if (unit.loadState() != LoadState.LOADED) {
            return JobRun.FAILED;
        }
        if (unit.conditionOutcome().isOpen()) {
            return JobRun.BEGUN;
        }
        if (!unit.body().isSupported()) {
            return JobRun.UNSUPPORTED;
        }
        if (core.triggers().isTargetMissing(unit)) {
            return JobRun.FAILED;
        }
        boolean isUnderWay = state == ActiveState.ACTIVATING && !unit.body().awaitsRestart();
        if (isUnderWay) {
            return JobRun.BEGUN;
        }
        if (hitsStartLimit(unit)) {
            return JobRun.FAILED;
        }
        if (!hasItsBonds(unit)) {
            return JobRun.DEPENDENCY;
        }
        if (test(unit)) {
            return JobRun.BEGUN;
        }
        begin(unit);
        return JobRun.BEGUN;
    }

    /** Returns what a start of a unit would fail of, as things are; it changes nothing. */
    public Optional<Rehearsal.Obstacle> obstacle(UnitEntry unit) {
        if (!unit.body().isSupported()) {
            return Optional.of(Rehearsal.Obstacle.UNSUPPORTED);
        }
        if (core.triggers().missingTarget(unit).isPresent()) {
            return Optional.of(Rehearsal.Obstacle.TARGET_MISSING);
        }
        return unit.type().hasStartLimit() && unit.isStartLimitHit(core.now())
                ? Optional.of(Rehearsal.Obstacle.START_LIMIT)
                : Optional.empty();
    }

    private boolean hitsStartLimit(UnitEntry unit) {
        if (!unit.type().hasStartLimit()) {
            return false;
        }
        Moment now = core.now();
        if (!unit.isStartLimitHit(now)) {
            unit.startCounted(now);
            return false;
        }
        var message =
                new LogMessage(
                        LogLevel.WARNING, "", unit.id() + ": Start request repeated too quickly.");
        Cause.ByRule rule = core.places().rule(unit, "StartLimitBurst");
        core.outbox().log(unit, Messages.ruled(message, rule, unit.job()));
        core.machines().feed(unit, new UnitEvent.StartLimitHit());
        core.triggers().startLimitHit(unit);
        core.emergencies()
                .emergency(
                        unit,
                        unit.plan().startLimitAction(),
                        -1,
                        Emergencies.Reason.START_LIMIT_HIT);
        return true;
    }

    /** What a unit is bound to, and comes after, must be up by now. */
    private static boolean hasItsBonds(UnitEntry unit) {
        for (UnitEntry other : unit.edges(UnitEdge.BINDS_TO)) {
            boolean isUp = other.activeState().isActiveOrReloading();
            if (!isUp && unit.hasEdge(UnitEdge.AFTER, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean test(UnitEntry unit) {
        List<Condition> questions = new ArrayList<>(unit.plan().conditions());
        questions.addAll(unit.plan().asserts());
        if (questions.isEmpty()) {
            Moment now = core.now();
            ConditionReport nothing = ConditionReport.tested(List.of(), List.of(), now);
            unit.tested(nothing, nothing);
            return false;
        }
        long token = unit.token();
        unit.conditionsAsked(token);
        core.outbox().emit(new Effect.CheckConditions(token, unit.id(), questions));
        return true;
    }

    /** The host has tested a unit's conditions. */
    public void conditionsChecked(UnitEntry unit, long token, List<ConditionResult> results) {
        if (!unit.conditionOutcome().isOpenBy(token)) {
            return;
        }
        Moment now = core.now();
        int count = Math.min(unit.plan().conditions().size(), results.size());
        ConditionReport conditions =
                ConditionReport.tested(unit.plan().conditions(), results.subList(0, count), now);
        // What is not even to be started asserts nothing: the last report stands.
        unit.tested(
                conditions,
                conditions.isMet()
                        ? ConditionReport.tested(
                                unit.plan().asserts(), results.subList(count, results.size()), now)
                        : unit.asserts());
        core.outbox().changed(unit);
        Optional<Job> job =
                unit.job()
                        .filter(running ->
                                running.type() == JobType.START
                                        && running.state() == JobState.RUNNING);
        if (job.isEmpty()) {
            core.table().collector().mayCollect(unit);
            return;
        }
        if (!unit.conditions().isMet()) {
            core.outbox()
                    .log(
                            unit,
                            unmet(
                                    unit,
                                    unit.conditions(),
                                    "Condition...",
                                    Messages.conditionUnmet(unit)));
            core.engine().finish(job.get(), JobResult.DONE, true);
        } else if (!unit.asserts().isMet()) {
            var message =
                    new LogMessage(
                            LogLevel.NOTICE,
                            "",
                            "Starting of " + unit.id() + " failed: an assertion does not hold.");
            core.outbox().log(unit, unmet(unit, unit.asserts(), "Assert...", message));
            core.engine().finish(job.get(), JobResult.ASSERT, true);
        } else {
            begin(unit);
        }
    }

    /** Of several conditions of which one would do, none is the one that kept it out. */
    private LogMessage unmet(
            UnitEntry unit, ConditionReport report, String several, LogMessage message) {
        Cause.ByRule rule =
                Messages.unmet(report)
                        .map(condition ->
                                core.places()
                                        .rule(unit, condition.type(), Messages.written(condition)))
                        .orElseGet(() -> new Cause.ByRule(several, "", ""));
        return Messages.ruled(message, rule, unit.job());
    }

    private void begin(UnitEntry unit) {
        newInvocation(unit);
        core.consequences().noteForeignTarget(unit);
        if (unit.body().words().isStartLong()) {
            core.outbox().log(unit, Messages.starting(unit));
        }
        if (unit.type().hasCgroup()) {
            makeCgroup(unit);
        }
        core.triggers().tell(unit);
        core.machines()
                .feed(
                        unit,
                        new UnitEvent.Start(
                                core.random().nextLong(), core.startup().times().userspace()));
    }

    private void newInvocation(UnitEntry unit) {
        byte[] id = new byte[INVOCATION_ID_BYTES];
        core.random().nextBytes(id);
        core.byInvocation().remove(unit.invocationId());
        unit.began(HexFormat.of().formatHex(id));
        core.byInvocation().put(unit.invocationId(), unit);
        core.outbox()
                .emit(new Effect.NoteInvocation(unit.id(), unit.invocationId(), unit.settings()));
    }

    private void makeCgroup(UnitEntry unit) {
        boolean isFromEarlierRun = unit.activeState().isInactiveOrFailed();
        if (!unit.isCgroupMade() || isFromEarlierRun) {
            unit.cgroupMade();
            core.outbox()
                    .emit(new Effect.MakeCgroup(unit.id(), unit.plan().cgroup(), unit.settings()));
        }
    }

    // ---- stop and reload

    public JobRun stop(UnitEntry unit, boolean isRestart) {
        unit.conditionsAsked(0);
        ActiveState state = unit.activeState();
        if (state.isInactiveOrFailed()) {
            return JobRun.ALREADY;
        }
        boolean wasStopping = state == ActiveState.DEACTIVATING;
        freezing.letEnd(unit);
        core.machines().feed(unit, new UnitEvent.Stop(isRestart));
        if (!wasStopping && unit.activeState() == ActiveState.DEACTIVATING) {
            core.outbox().log(unit, Messages.stopping(unit));
        }
        return JobRun.BEGUN;
    }

    public JobRun reload(UnitEntry unit) {
        ActiveState state = unit.activeState();
        if (!unit.canReload()) {
            return JobRun.INVALID;
        }
        if (state == ActiveState.RELOADING) {
            return JobRun.LATER;
        }
        if (state != ActiveState.ACTIVE) {
            core.outbox()
                    .log(
                            unit,
                            LogLevel.WARNING,
                            "",
                            "Unit " + unit.id() + " cannot be reloaded because it is inactive.");
            return JobRun.INVALID;
        }
        core.outbox().log(unit, Messages.reloading(unit));
        core.machines().feed(unit, new UnitEvent.Reload());
        return JobRun.BEGUN;
    }

    /** A job of a unit is gone; if its conditions were being tested, nobody waits for that. */
    public void jobEnded(UnitEntry unit) {
        unit.conditionsAsked(0);
    }
}
