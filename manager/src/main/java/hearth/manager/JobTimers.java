package hearth.manager;

import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.unit.TimeSpan;
import java.util.HashMap;
import java.util.Map;

/** {@code JobTimeoutSec=} and {@code JobRunningTimeoutSec=}. */
final class JobTimers {
    private final Core core;
    private final Map<Long, Job> byToken = new HashMap<>();
    private final Map<Job, Long> tokens = new HashMap<>();

    JobTimers(Core core) {
        this.core = core;
    }

    void installed(Job job, Unit unit) {
        set(job, unit, unit.plan.jobTimeout());
    }

    void begun(Job job, Unit unit) {
        set(job, unit, unit.plan.jobRunningTimeout());
    }

    private void set(Job job, Unit unit, TimeSpan span) {
        if (span.isInfinite() || span.usec() == 0 || tokens.containsKey(job)) {
            return;
        }
        long token = UnitTable.mint(unit);
        byToken.put(token, job);
        tokens.put(job, token);
        core.outbox.emit(new Effect.SetTimer(token, core.now().plus(span)));
    }

    void ended(Job job) {
        Long token = tokens.remove(job);
        if (token != null) {
            byToken.remove(token);
            core.outbox.emit(new Effect.CancelTimer(token));
        }
    }

    /** A timer ran out; ends its job if it is one of these. */
    void elapsed(long token) {
        Job job = byToken.remove(token);
        if (job == null || !(job.unit() instanceof Unit unit)) {
            return;
        }
        tokens.remove(job);
        core.outbox.log(
                unit,
                LogLevel.WARNING,
                "",
                unit.id()
                        + ": Job "
                        + job.unit().id()
                        + "/"
                        + job.type().wireName()
                        + " timed out.");
        core.engine.finish(job, JobResult.TIMEOUT, true);
        core.consequences.emergency(unit, unit.plan.jobTimeoutAction(), -1, "job timed out");
    }
}
