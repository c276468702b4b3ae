package hearth.manager.turn;

import hearth.manager.StartupTimes;
import hearth.manager.SystemState;
import hearth.manager.cause.Cause;
import hearth.manager.cause.Why;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.table.Kinds;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.Perpetual;
import hearth.unit.UnitName;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The beginning of a manager, and how it is as a whole. */
public final class Startup {
    public static final UnitName DEFAULT_TARGET = new UnitName("default.target");
    private static final String STARTUP_FINISHED = "eed00a68ffd84e31882105fd973abdd1";
    private static final long USEC_PER_SECOND = 1_000_000;

    private final Core core;
    private StartupTimes times;
    private boolean hasBegun;

    public Startup(Core core) {
        this.core = core;
        Moment now = core.now();
        times = new StartupTimes(now, now, now, Moment.NEVER, Moment.NEVER);
    }

    public StartupTimes times() {
        return times;
    }

    /** Something was done for the manager before it was there. */
    public void begunAt(Moment moment) {
        times = times.begunAt(moment);
    }

    /** Units are loaded again. */
    public void reloading() {
        times = times.reloadedAt(core.now());
    }

    public void continueWith(StartupTimes earlier) {
        times = earlier;
        hasBegun = true;
    }

    /** Brings the units that are always there, such as the root slice. */
    public void addPerpetual() {
        for (Perpetual perpetual : Kinds.perpetual()) {
            UnitEntry unit = core.table().get(perpetual.name());
            if (!unit.type().isMirrored()) { // they have processes, or contain those of others
                unit.cgroupMade();
            }
            if (unit.times().stateChange().isNever()) {
                unit.passed(ActiveState.INACTIVE, ActiveState.ACTIVE, core.now());
            }
        }
    }

    /** Returns a unit that the manager itself asks for, if it can be had. */
    public Optional<UnitEntry> special(String name) {
        UnitEntry unit = core.table().get(new UnitName(name));
        return unit.loadRefusal().isEmpty() ? Optional.of(unit) : Optional.empty();
    }

    public Outcome<Job> startDefault() {
        Moment loadStart = core.now();
        addPerpetual();
        UnitEntry target = core.table().get(DEFAULT_TARGET);
        core.table().settleLoading();
        times = times.loaded(loadStart, core.now());
        hasBegun = true;
        core.outbox()
                .log(LogLevel.INFO, "", "Queued start job for default target " + target.id() + ".");
        Optional<Why> why = Optional.of(Why.of(new Cause.ByManager(Cause.Occasion.START)));
        return switch (core.consequences().enqueue(target, JobType.START, JobMode.ISOLATE, why)) {
            case Outcome.Done<List<Job>>(List<Job> jobs) -> new Outcome.Done<>(jobs.getFirst());
            case Outcome.Refused<List<Job>> refused -> refused.of();
        };
    }

    /** The start is over when there are no jobs any more. */
    public void jobEnded() {
        if (!hasBegun || !times.finish().isNever() || !core.engine().jobs().isEmpty()) {
            return;
        }
        Moment now = core.now();
        times = times.finishedAt(now);
        long usec = now.monotonicUsec() - times.userspace().monotonicUsec();
        core.outbox()
                .log(LogLevel.INFO, STARTUP_FINISHED, "Startup finished in " + words(usec) + ".");
        core.outbox().managerChanged();
        StartupTimes finished = times;
        core.outbox().tell(listener -> listener.startupFinished(finished));
    }

    private static String words(long usec) {
        return usec < USEC_PER_SECOND
                ? usec / 1_000 + "ms"
                : String.format(Locale.ROOT, "%.3fs", (double) usec / USEC_PER_SECOND);
    }

    public SystemState state() {
        boolean isStopping =
                core.hasExited()
                        || core.table()
                                .find("shutdown.target")
                                .filter(unit ->
                                        unit.activeState() == ActiveState.ACTIVE
                                                || unit.job().filter(Startup::isStart).isPresent())
                                .isPresent();
        if (isStopping) {
            return SystemState.STOPPING;
        }
        if (times.finish().isNever()) {
            boolean isBasic =
                    core.table()
                            .find("basic.target")
                            .filter(unit -> unit.activeState() == ActiveState.ACTIVE)
                            .isPresent();
            return isBasic ? SystemState.STARTING : SystemState.INITIALIZING;
        }
        return core.failedUnits().isEmpty() ? SystemState.RUNNING : SystemState.DEGRADED;
    }

    private static boolean isStart(Job job) {
        return job.type() == JobType.START;
    }
}
