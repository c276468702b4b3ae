package hearth.manager.turn;

import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.table.UnitEntry;
import hearth.unit.TimeSpan;
import java.util.HashMap;
import java.util.Map;

/** {@code JobTimeoutSec=} and {@code JobRunningTimeoutSec=}. */
public final class JobTimers {
    private final Core core;
    private final Map<Long, Job> byToken = new HashMap<>();
    private final Map<Job, Long> tokens = new HashMap<>();

    public JobTimers(Core core) {
        this.core = core;
    }

    public void installed(Job job, UnitEntry unit) {
        set(job, unit, unit.plan().jobTimeout());
    }

    public void begun(Job job, UnitEntry unit) {
        set(job, unit, unit.plan().jobRunningTimeout());
    }

    private void set(Job job, UnitEntry unit, TimeSpan span) {
        if (span.isInfinite() || span.usec() == 0 || tokens.containsKey(job)) {
            return;
        }
        long token = unit.token();
        byToken.put(token, job);
        tokens.put(job, token);
        core.outbox().emit(new Effect.SetTimer(token, core.now().plus(span)));
    }

    public void ended(Job job) {
        Long token = tokens.remove(job);
        if (token != null) {
            byToken.remove(token);
            core.outbox().emit(new Effect.CancelTimer(token));
        }
    }

    /** A timer ran out; ends its job if it is one of these. */
    public void elapsed(long token) {
        Job job = byToken.remove(token);
        if (job == null || !(job.unit() instanceof UnitEntry unit)) {
            return;
        }
        tokens.remove(job);
        core.outbox()
                .log(
                        unit,
                        LogLevel.WARNING,
                        "",
                        unit.id()
                                + ": Job "
                                + job.unit().id()
                                + "/"
                                + job.type().wireName()
                                + " timed out.");
        core.engine().finish(job, JobResult.TIMEOUT, true);
        core.emergencies().emergency(unit, unit.plan().jobTimeoutAction(), -1, "job timed out");
    }
}
