package hearth.manager.call;

import hearth.budget.Allowance;
import hearth.manager.cause.Cause;
import hearth.manager.graph.LoadState;
import hearth.manager.job.Job;
import hearth.manager.job.JobEngine;
import hearth.manager.job.JobOrder;
import hearth.manager.job.JobType;
import hearth.manager.job.JobUnit;
import hearth.manager.job.Outcome;
import hearth.manager.job.Rehearsal;
import hearth.manager.job.Transaction;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.manager.turn.JobReasons;
import hearth.unit.value.JobMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Says what an order would bring about. Units that nobody has loaded yet are loaded for it, as for
 * a question about their properties; nothing else changes, and nothing is written in the log.
 */
public final class RehearsalCalls {
    private final Core core;
    private final UnitCalls calls;

    public RehearsalCalls(Core core, UnitCalls calls) {
        this.core = core;
        this.calls = calls;
    }

    /** Returns what an order would bring about, or the refusal that it would get. */
    public Outcome<Rehearsal> rehearse(
            String name, JobType asked, JobMode mode, boolean reloadsIfPossible) {
        return switch (calls.admit(name, asked, mode, reloadsIfPossible, true)) {
            case Outcome.Refused<UnitCalls.Admitted> refused -> refused.of();
            case Outcome.Done<UnitCalls.Admitted>(var admitted) ->
                    explain(
                            core.consequences().explain(admitted.unit(), admitted.type(), mode),
                            mode);
        };
    }

    private Outcome<Rehearsal> explain(Transaction.Explained explained, JobMode mode) {
        return switch (explained.result()) {
            case Transaction.Result.Failed(var refusal, _) -> refusal.of();
            case Transaction.Result.Ready(var planned, var notes) -> {
                List<Job> displaced = core.engine().displaced(planned, mode);
                List<JobOrder.Placed> order = JobOrder.of(planned, new HashSet<>(displaced));
                yield new Outcome.Done<>(
                        new Rehearsal(
                                order.stream().limit(Rehearsal.ROWS_MAX).map(this::told).toList(),
                                explained.alreadySo().stream()
                                        .limit(Rehearsal.ROWS_MAX)
                                        .map(RehearsalCalls::alreadySo)
                                        .toList(),
                                displaced.stream()
                                        .limit(Rehearsal.ROWS_MAX)
                                        .map(RehearsalCalls::canceled)
                                        .toList(),
                                order.stream()
                                        .map(placed -> entry(placed.job().unit()))
                                        .filter(UnitEntry::needsDaemonReload)
                                        .map(UnitEntry::id)
                                        .limit(Rehearsal.ROWS_MAX)
                                        .toList(),
                                notes.stream().map(Transaction.Note::message).toList(),
                                leftOut(order.size())
                                        + leftOut(explained.alreadySo().size())
                                        + leftOut(displaced.size())));
            }
        };
    }

    private static int leftOut(int count) {
        return Math.max(0, count - Rehearsal.ROWS_MAX);
    }

    private static UnitEntry entry(JobUnit unit) {
        if (unit instanceof UnitEntry entry) {
            return entry;
        }
        throw new IllegalStateException("a job of no unit: " + unit.id());
    }

    private Rehearsal.Planned told(JobOrder.Placed placed) {
        Allowance.check();
        Transaction.Planned job = placed.job();
        UnitEntry unit = entry(job.unit());
        boolean isAlreadySo = JobEngine.isAlreadySo(job);
        boolean starts =
                (job.type() == JobType.START && !isAlreadySo) || job.type() == JobType.RESTART;
        Optional<Cause> cause = job.pull().map(pull -> JobReasons.cause(core.places(), unit, pull));
        return new Rehearsal.Planned(
                unit.id(),
                job.type(),
                placed.step(),
                placed.after().map(JobUnit::id),
                isAlreadySo,
                JobEngine.presentFor(job),
                cause,
                starts && unit.loadState() == LoadState.LOADED
                        ? core.orders().obstacle(unit)
                        : Optional.empty(),
                starts ? unit.plan().conditions().size() + unit.plan().asserts().size() : 0);
    }

    private static Rehearsal.AlreadySo alreadySo(JobUnit unit) {
        return new Rehearsal.AlreadySo(unit.id(), unit.activeState().wireName());
    }

    private static Rehearsal.Canceled canceled(Job job) {
        return new Rehearsal.Canceled(job.id(), job.unit().id(), job.type());
    }
}
