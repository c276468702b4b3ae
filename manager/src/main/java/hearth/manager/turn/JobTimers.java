package hearth.manager.turn;

import hearth.manager.host.Deadline;
import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.table.UnitEntry;
import hearth.unit.time.TimeSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code JobTimeoutSec=} and {@code JobRunningTimeoutSec=}. */
public final class JobTimers {
    private final Core core;
    private final Map<Long, Job> byToken = new HashMap<>();
    private final Map<Job, Deadline> timers = new HashMap<>();

    public JobTimers(Core core) {
        this.core = core;
    }

    /** A job was installed, has begun, or its unit's limits may be others: it ends by them. */
    public void limit(Job job, UnitEntry unit) {
        long end =
                Math.min(
                        end(job.begin(), unit.plan().jobTimeout()),
                        end(job.runningSince(), unit.plan().jobRunningTimeout()));
        Deadline present = timers.getOrDefault(job, Deadline.NONE);
        if (present.isSet() && present.atMonotonicUsec() == end) {
            return;
        }
        ended(job);
        if (end != Long.MAX_VALUE) {
            Deadline next = new Deadline(unit.token(), end);
            byToken.put(next.token(), job);
            timers.put(job, next);
            core.outbox().emit(new Effect.SetTimer(next.token(), end));
        }
    }

    /** Units' limits may be others. */
    public void redefined() {
        for (Job job : List.copyOf(core.engine().jobs())) {
            if (job.unit() instanceof UnitEntry unit) {
                limit(job, unit);
            }
        }
    }

    private static long end(Moment since, TimeSpan span) {
        return since.isNever() || span.usec() == 0 ? Long.MAX_VALUE : since.plus(span);
    }

    public void ended(Job job) {
        Deadline timer = timers.remove(job);
        if (timer != null) {
            byToken.remove(timer.token());
            core.outbox().emit(new Effect.CancelTimer(timer.token()));
        }
    }

    /** A timer ran out; ends its job if it is one of these. */
    public void elapsed(long token) {
        Job job = byToken.remove(token);
        if (job == null || !(job.unit() instanceof UnitEntry unit)) {
            return;
        }
        timers.remove(job);
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
        core.emergencies()
                .emergency(
                        unit, unit.plan().jobTimeoutAction(), -1, Emergencies.Reason.JOB_TIMED_OUT);
    }
}
