package hearth.api.systemd1.order;

import hearth.manager.Manager;
import hearth.manager.Unit;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Rehearsal;
import hearth.unit.value.JobMode;
import java.util.Optional;

/**
 * What clients ask to be done to a unit.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), EnqueueUnitJob()</a>
 */
public enum Order {
    START("start", "Start"),
    STOP("stop", "Stop"),
    RELOAD("reload", "Reload"),
    RESTART("restart", "Restart"),
    TRY_RESTART("try-restart", "TryRestart"),
    RELOAD_OR_RESTART("reload-or-restart", "ReloadOrRestart"),
    RELOAD_OR_TRY_RESTART("reload-or-try-restart", "ReloadOrTryRestart");

    private final String wireName;
    private final String method;

    Order(String wireName, String method) {
        this.wireName = wireName;
        this.method = method;
    }

    /** Returns the word that {@code EnqueueUnitJob} takes. */
    String wireName() {
        return wireName;
    }

    /** Returns the unit's method; the manager's has {@code Unit} behind it. */
    public String method() {
        return method;
    }

    static Optional<Order> ofWireName(String word) {
        for (Order order : values()) {
            if (order.wireName.equals(word)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /** Queues the job. */
    Outcome<Job> give(Manager manager, String unit, JobMode mode) {
        return switch (this) {
            case START -> manager.startUnit(unit, mode);
            case STOP -> manager.stopUnit(unit, mode);
            case RELOAD -> manager.reloadUnit(unit, mode);
            case RESTART -> manager.restartUnit(unit, mode);
            case TRY_RESTART -> manager.tryRestartUnit(unit, mode);
            case RELOAD_OR_RESTART -> manager.reloadOrRestartUnit(unit, mode);
            case RELOAD_OR_TRY_RESTART -> manager.reloadOrTryRestartUnit(unit, mode);
        };
    }

    /** Returns what would come of it; nothing is queued. */
    Outcome<Rehearsal> rehearse(Manager manager, String unit, JobMode mode) {
        return switch (this) {
            case START -> manager.rehearse(unit, JobType.START, mode, false);
            case STOP -> manager.rehearse(unit, JobType.STOP, mode, false);
            case RELOAD -> manager.rehearse(unit, JobType.RELOAD, mode, false);
            case RESTART -> manager.rehearse(unit, JobType.RESTART, mode, false);
            case TRY_RESTART -> manager.rehearse(unit, JobType.TRY_RESTART, mode, false);
            case RELOAD_OR_RESTART -> manager.rehearse(unit, JobType.RESTART, mode, true);
            case RELOAD_OR_TRY_RESTART -> manager.rehearse(unit, JobType.TRY_RESTART, mode, true);
        };
    }

    /** Returns the job that it means for a unit. */
    JobType jobType(Unit unit) {
        return switch (this) {
            case START -> JobType.START;
            case STOP -> JobType.STOP;
            case RELOAD -> JobType.RELOAD;
            case RESTART -> JobType.RESTART;
            case TRY_RESTART -> JobType.TRY_RESTART;
            case RELOAD_OR_RESTART -> unit.canReload() ? JobType.RELOAD_OR_START : JobType.RESTART;
            case RELOAD_OR_TRY_RESTART ->
                    unit.canReload() ? JobType.TRY_RELOAD : JobType.TRY_RESTART;
        };
    }
}
