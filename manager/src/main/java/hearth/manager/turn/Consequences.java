package hearth.manager.turn;

import hearth.budget.Account;
import hearth.budget.Resource;
import hearth.manager.cause.Cause;
import hearth.manager.cause.Why;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.JobState;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.job.Transaction;
import hearth.manager.table.UnitEntry;
import hearth.manager.table.UnitPlan;
import hearth.manager.type.UnitEvent;
import hearth.unit.value.JobMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What follows for jobs and other units when a unit's state changes. Nothing here turns another
 * machine: orders go into queues, which {@link #settle} works off until nothing is left to do.
 */
public final class Consequences {
    /** What a unit needs while it is up: the other ends of those. */
    private static final List<UnitEdge> NEEDS =
            List.of(
                    UnitEdge.REQUIRES,
                    UnitEdge.REQUISITE,
                    UnitEdge.WANTS,
                    UnitEdge.BINDS_TO,
                    UnitEdge.UPHOLDS);

    private final Core core;
    private final Deque<Order> orders = new ArrayDeque<>();
    private final SteadyState steady;

    /** Units that wait until no job is left, the first to come first. */
    private final Set<UnitEntry> awaitingQuiet = new LinkedHashSet<>();

    /** Something that is to be queued once the present change is settled. */
    private record Order(UnitEntry unit, JobType type, JobMode mode, Cause cause) {}

    public Consequences(Core core) {
        this.core = core;
        steady =
                new SteadyState(
                        core,
                        (unit, type, mode, cause) -> place(new Order(unit, type, mode, cause)));
    }

    /** A unit has gone from one state to another, or from one to the same again. */
    public void changed(
            UnitEntry unit, ActiveState before, ActiveState after, boolean willRestart) {
        unit.passed(before, after, core.now());
        countFailed(unit, after);
        boolean wasExpected = settleJob(unit, after);
        if (!wasExpected) {
            retroact(unit, before, after);
        }
        if (after.isInactiveOrFailed()) {
            NEEDS.forEach(edge -> unit.edges(edge).forEach(steady::maybeUnneeded));
            unit.edges(UnitEdge.BOUND_BY).forEach(steady::maybeUnbound);
            steady.maybeUpheld(unit);
            core.table().collector().mayCollect(unit);
        }
        if (after.isActiveOrReloading()) {
            steady.maybeUnneeded(unit);
            steady.maybeUnbound(unit);
            unit.edges(UnitEdge.UPHOLDS).forEach(steady::maybeUpheld);
        }
        react(unit, before, after, willRestart);
        core.triggers().changed(unit);
        core.engine().reconsider(unit);
    }

    private void countFailed(UnitEntry unit, ActiveState after) {
        boolean isNews =
                after == ActiveState.FAILED
                        ? core.failedUnits().add(unit)
                        : core.failedUnits().remove(unit);
        if (isNews) {
            core.outbox().managerChanged();
        }
    }

    /** Queues a job for when the present change is settled. */
    void later(UnitEntry unit, JobType type, JobMode mode, Cause cause) {
        orders.add(new Order(unit, type, mode, cause));
    }

    // ---- the unit's own job

    /** Ends the unit's job where the state says so; returns whether a job wanted the change. */
    private boolean settleJob(UnitEntry unit, ActiveState after) {
        Optional<Job> installed = unit.job();
        if (installed.isEmpty()) {
            return false;
        }
        Job job = installed.get();
        boolean isRunning = job.state() == JobState.RUNNING;
        return switch (job.type()) {
            case START, VERIFY_ACTIVE -> settleStart(job, isRunning, after);
            case RELOAD -> settleReload(unit, job, isRunning, after);
            case STOP, RESTART -> settleStop(job, isRunning, after);
            case NOP, TRY_RESTART, TRY_RELOAD, RELOAD_OR_START -> false;
        };
    }

    private boolean settleStart(Job job, boolean isRunning, ActiveState after) {
        if (after.isActiveOrReloading()) {
            core.engine().finish(job, JobResult.DONE, true);
            return true;
        }
        if (!isRunning) {
            return false;
        }
        if (after.isInactiveOrFailed()) {
            core.engine()
                    .finish(
                            job,
                            after == ActiveState.FAILED ? JobResult.FAILED : JobResult.DONE,
                            true);
            return false;
        }
        return after == ActiveState.ACTIVATING;
    }

    private boolean settleReload(UnitEntry unit, Job job, boolean isRunning, ActiveState after) {
        if (!isRunning) {
            return false;
        }
        if (after == ActiveState.ACTIVE) {
            core.engine()
                    .finish(
                            job,
                            unit.body().hasReloadedWell() ? JobResult.DONE : JobResult.FAILED,
                            true);
            return true;
        }
        if (after.isInactiveOrFailed()) {
            core.engine()
                    .finish(
                            job,
                            after == ActiveState.FAILED ? JobResult.FAILED : JobResult.DONE,
                            true);
            return false;
        }
        return after == ActiveState.RELOADING || after == ActiveState.ACTIVATING;
    }

    private boolean settleStop(Job job, boolean isRunning, ActiveState after) {
        if (after.isInactiveOrFailed()) {
            core.engine().finish(job, JobResult.DONE, true);
            return true;
        }
        if (isRunning && after != ActiveState.DEACTIVATING) {
            core.engine().finish(job, JobResult.FAILED, true);
            return false;
        }
        return isRunning;
    }

    // ---- other units

    /** A unit came or went without a job: what should have come or gone with it follows. */
    private void retroact(UnitEntry unit, ActiveState before, ActiveState after) {
        if (before.isInactiveOrFailed() && after.isActiveOrActivating()) {
            startRetroactively(unit, UnitEdge.REQUIRES, JobMode.REPLACE);
            startRetroactively(unit, UnitEdge.BINDS_TO, JobMode.REPLACE);
            startRetroactively(unit, UnitEdge.WANTS, JobMode.FAIL);
            startRetroactively(unit, UnitEdge.UPHOLDS, JobMode.REPLACE);
            stopRetroactively(unit, UnitEdge.CONFLICTS);
            stopRetroactively(unit, UnitEdge.CONFLICTED_BY);
        } else if (before.isActiveOrActivating() && after.isInactiveOrDeactivating()) {
            stopRetroactively(unit, UnitEdge.BOUND_BY);
            stopRetroactively(unit, UnitEdge.PROPAGATES_STOP_TO);
        }
    }

    private void startRetroactively(UnitEntry unit, UnitEdge edge, JobMode mode) {
        for (UnitEntry other : unit.edges(edge)) {
            boolean isWanted =
                    !unit.hasEdge(UnitEdge.AFTER, other)
                            && !other.activeState().isActiveOrActivating();
            if (isWanted) {
                orders.add(
                        new Order(
                                other,
                                JobType.START,
                                mode,
                                core.places().because(unit, edge, other)));
            }
        }
    }

    private void stopRetroactively(UnitEntry unit, UnitEdge edge) {
        for (UnitEntry other : unit.edges(edge)) {
            if (!other.activeState().isInactiveOrDeactivating()) {
                orders.add(
                        new Order(
                                other,
                                JobType.STOP,
                                JobMode.REPLACE,
                                core.places().because(unit, edge, other)));
            }
        }
    }

    private void react(UnitEntry unit, ActiveState before, ActiveState after, boolean willRestart) {
        if (willRestart) {
            return;
        }
        UnitPlan plan = unit.plan();
        if (before != after && after == ActiveState.FAILED) {
            startOnFailure(unit);
            core.emergencies()
                    .emergency(
                            unit,
                            plan.failureAction(),
                            plan.failureExitStatus(),
                            Emergencies.Reason.UNIT_FAILED);
        }
        boolean hasEnded = !before.isInactiveOrFailed() && after == ActiveState.INACTIVE;
        if (hasEnded) {
            for (UnitEntry other : unit.edges(UnitEdge.ON_SUCCESS)) {
                orders.add(
                        new Order(
                                other,
                                JobType.START,
                                plan.onSuccessJobMode(),
                                core.places().because(unit, UnitEdge.ON_SUCCESS, other)));
            }
            core.emergencies()
                    .emergency(
                            unit,
                            plan.successAction(),
                            plan.successExitStatus(),
                            Emergencies.Reason.UNIT_SUCCEEDED);
        }
        if (unit.id().equals("exit.target") && after == ActiveState.ACTIVE) {
            core.emergencies().exit();
        }
    }

    /** Starts what {@code OnFailure=} names. */
    public void startOnFailure(UnitEntry unit) {
        if (unit.edges(UnitEdge.ON_FAILURE).isEmpty()) {
            return;
        }
        core.outbox()
                .log(unit, LogLevel.INFO, "", unit.id() + ": Triggering OnFailure= dependencies.");
        for (UnitEntry other : unit.edges(UnitEdge.ON_FAILURE)) {
            orders.add(
                    new Order(
                            other,
                            JobType.START,
                            unit.plan().onFailureJobMode(),
                            core.places().because(unit, UnitEdge.ON_FAILURE, other)));
        }
    }

    /** A service's {@code RestartSec=} is over. */
    public void requestRestart(UnitEntry unit) {
        boolean isStopping = unit.job().filter(job -> job.type() == JobType.STOP).isPresent();
        if (!isStopping) {
            orders.add(
                    new Order(
                            unit,
                            JobType.RESTART,
                            JobMode.REPLACE,
                            core.places().rule(unit, "Restart")));
        }
    }

    /** A unit wants to be told once no job is left. */
    public void awaitQuiet(UnitEntry unit) {
        awaitingQuiet.add(unit);
    }

    /** Tells one unit that no job is left; returns whether there was one to tell. */
    private boolean tellQuiet() {
        if (awaitingQuiet.isEmpty() || !core.engine().jobs().isEmpty()) {
            return false;
        }
        UnitEntry unit = awaitingQuiet.iterator().next();
        awaitingQuiet.remove(unit);
        core.machines().feed(unit, new UnitEvent.Quiet());
        return true;
    }

    /** {@code WantedBy=multi-user.target} in a user's unit: say what it was taken for. */
    public void noteForeignTarget(UnitEntry unit) {
        if (!core.config().isUserScope()) {
            return;
        }
        for (UnitEntry target : unit.edges(UnitEdge.WANTED_BY)) {
            if (target.id().equals("multi-user.target")) {
                core.outbox()
                        .log(
                                unit,
                                LogLevel.NOTICE,
                                "",
                                unit.id()
                                        + ": WantedBy=multi-user.target was taken for"
                                        + " WantedBy=default.target: systemd's own user managers have no"
                                        + " multi-user.target and would not start this unit.");
            }
        }
    }

    /** What units are bound to may have gone while nobody looked, and be no unit any more. */
    void lookForUnbound() {
        core.table().units().stream()
                .filter(unit -> !unit.edges(UnitEdge.BINDS_TO).isEmpty())
                .forEach(steady::maybeUnbound);
    }

    /**
     * A unit's job has ended, which kept it from being looked at. A start that has failed with what
     * it needs changes no state: for {@code Upholds=} it is tried again, now and then.
     */
    public void jobEnded(UnitEntry unit, JobResult result) {
        core.triggers().changed(unit);
        steady.maybeUnneeded(unit);
        steady.maybeUnbound(unit);
        if (result == JobResult.DONE || result == JobResult.DEPENDENCY) {
            steady.maybeUpheld(unit);
        }
    }

    /** A timer of a unit ran out that its machine has not set. */
    void timerElapsed(UnitEntry unit, long token) {
        steady.timerElapsed(unit, token);
    }

    /** A unit is gone. */
    void forget(UnitEntry unit) {
        steady.forget(unit);
    }

    // ---- settling

    /** Works off what has been queued, and the jobs that come of it, to a fixed point. */
    public void settle() {
        while (true) {
            core.table().settleLoading();
            if (core.engine().hasWork()) {
                core.engine().runOne();
            } else if (!orders.isEmpty()) {
                place(orders.remove());
            } else if (!core.triggers().settleOne()
                    && !core.connections().settleOne()
                    && !steady.settleOne()
                    && !tellQuiet()) {
                core.table().collector().collect();
                core.places().forget();
                return;
            }
        }
    }

    private void place(Order order) {
        if (order.type() == JobType.START && order.unit().loadState() == LoadState.NOT_FOUND) {
            return;
        }
        Optional<Why> why = Optional.of(Why.of(order.cause()));
        switch (enqueue(order.unit(), order.type(), order.mode(), why)) {
            case Outcome.Done<List<Job>> _ -> {}
            case Outcome.Refused<List<Job>>(var reason, String message) ->
                    core.outbox()
                            .log(
                                    order.unit(),
                                    LogLevel.WARNING,
                                    "",
                                    "Failed to enqueue "
                                            + order.type().wireName()
                                            + " job, ignoring: "
                                            + message);
        }
    }

    /**
     * Queues a job with all that belongs to it; the anchor's job comes first.
     *
     * @param why it is wanted; nothing where nobody has said
     */
    public Outcome<List<Job>> enqueue(
            UnitEntry unit, JobType type, JobMode mode, Optional<Why> why) {
        core.table().settleLoading();
        Transaction.Result result = Transaction.of(unit, type, mode, core.table().units());
        return switch (withinLimits(result, type, mode)) {
            case Transaction.Result.Ready(
                            List<Transaction.Planned> jobs,
                            List<Transaction.Note> notes) -> {
                say(notes);
                List<Job> installed =
                        core.engine().install(jobs, mode, new JobReasons(core.places(), why));
                yield new Outcome.Done<>(installed);
            }
            case Transaction.Result.Failed(
                            Outcome.Refused<Job> refusal,
                            List<Transaction.Note> notes) -> {
                say(notes);
                yield refusal.of();
            }
        };
    }

    private Transaction.Result withinLimits(Transaction.Result result, JobType type, JobMode mode) {
        // A stop makes room, and so does the end of the manager.
        boolean isStart = mode != JobMode.REPLACE_IRREVERSIBLY && type != JobType.STOP;
        return switch (result) {
            case Transaction.Result.Ready(var jobs, var notes)
                    when !core.hasRoomForJobs(jobs.size()) && isStart ->
                    new Transaction.Result.Failed(
                            new Outcome.Refused<>(
                                    Refusal.LIMIT_EXCEEDED, Account.refusal(Resource.JOBS)),
                            notes);
            case Transaction.Result.Ready _, Transaction.Result.Failed _ -> result;
        };
    }

    /** Returns what {@link #enqueue} would be given to install; nothing is queued, nothing said. */
    public Transaction.Explained explain(UnitEntry unit, JobType type, JobMode mode) {
        core.table().settleLoading();
        Transaction.Explained explained =
                Transaction.explained(unit, type, mode, core.table().units());
        return new Transaction.Explained(
                withinLimits(explained.result(), type, mode), explained.alreadySo());
    }

    private void say(List<Transaction.Note> notes) {
        for (Transaction.Note note : notes) {
            core.table()
                    .find(note.unit())
                    .ifPresent(unit ->
                            core.outbox()
                                    .log(
                                            unit,
                                            note.isError() ? LogLevel.ERR : LogLevel.WARNING,
                                            "",
                                            note.message()));
        }
    }
}
