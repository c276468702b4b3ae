package hearth.manager.turn;

import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.JobRun;
import hearth.manager.job.JobRunner;
import hearth.manager.job.JobType;
import hearth.manager.table.UnitEntry;

/** Does for the job engine what jobs say, and says in the log what has come of them. */
public final class JobDesk implements JobRunner {
    private final Core core;

    /** The number of the job that turned out to have nothing to do: its end is not worth a line. */
    private int silentId;

    public JobDesk(Core core) {
        this.core = core;
    }

    private static UnitEntry unitOf(Job job) {
        if (job.unit() instanceof UnitEntry unit) {
            return unit;
        }
        throw new IllegalStateException("a job of no unit: " + job);
    }

    @Override
    public JobRun perform(Job job) {
        UnitEntry unit = unitOf(job);
        core.jobTimers().limit(job, unit);
        JobRun run = begin(job, unit);
        if (run == JobRun.ALREADY) {
            silentId = job.id();
        }
        return run;
    }

    private JobRun begin(Job job, UnitEntry unit) {
        return switch (job.type()) {
            case NOP -> JobRun.ALREADY;
            case VERIFY_ACTIVE -> verify(unit);
            case START -> core.orders().start(unit);
            case STOP -> core.orders().stop(unit, false);
            case RESTART -> core.orders().stop(unit, true);
            case RELOAD -> core.orders().reload(unit);
            case TRY_RESTART, TRY_RELOAD, RELOAD_OR_START ->
                    throw new IllegalStateException("not collapsed: " + job);
        };
    }

    private static JobRun verify(UnitEntry unit) {
        ActiveState state = unit.activeState();
        if (state.isActiveOrReloading()) {
            return JobRun.ALREADY;
        }
        return state == ActiveState.ACTIVATING ? JobRun.LATER : JobRun.NOT_ACTIVE;
    }

    @Override
    public void installed(Job job) {
        core.jobTimers().limit(job, unitOf(job));
        core.outbox().changed(unitOf(job));
        core.outbox().managerChanged();
        core.outbox().tell(listener -> listener.jobAdded(job));
    }

    @Override
    public void changed(Job job) {
        core.outbox().changed(unitOf(job));
        core.outbox().tell(listener -> listener.jobChanged(job));
    }

    @Override
    public void halfDone(Job job) {
        if (job.id() != silentId) {
            Messages.jobFinished(unitOf(job), job, JobType.RESTART, JobResult.DONE)
                    .ifPresent(line -> core.outbox().log(unitOf(job), line));
        }
        silentId = 0;
    }

    @Override
    public void finished(Job job, JobType type, JobResult result) {
        UnitEntry unit = unitOf(job);
        core.jobTimers().ended(job);
        core.orders().jobEnded(unit);
        boolean isSkipped =
                type == JobType.START && result == JobResult.DONE && !unit.conditions().isMet();
        if (job.id() != silentId && !isSkipped) {
            Messages.jobFinished(unit, job, type, result)
                    .ifPresent(line -> core.outbox().log(unit, line));
        }
        core.outbox().changed(unit);
        core.outbox().managerChanged();
        core.outbox().tell(listener -> listener.jobRemoved(job, result));
        boolean startFailed =
                type == JobType.START
                        && (result == JobResult.FAILED
                                || result == JobResult.TIMEOUT
                                || result == JobResult.DEPENDENCY);
        if (startFailed
                && result == JobResult.DEPENDENCY
                && !unit.edges(UnitEdge.ON_FAILURE).isEmpty()) {
            core.consequences().startOnFailure(unit);
        }
        core.table().collector().mayCollect(unit);
        core.consequences().jobEnded(unit, result);
        core.startup().jobEnded();
    }
}
