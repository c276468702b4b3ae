package hearth.manager.job;

import hearth.manager.graph.ActiveState;
import java.util.Optional;

/**
 * How two jobs of one unit become one.
 *
 * <pre>
 *                  START            VERIFY_ACTIVE  STOP  RELOAD           RESTART
 *   START          START
 *   VERIFY_ACTIVE  START            VERIFY_ACTIVE
 *   STOP           -                -              STOP
 *   RELOAD         RELOAD_OR_START  RELOAD         -     RELOAD
 *   RESTART        RESTART          RESTART        -     RESTART          RESTART
 * </pre>
 */
final class JobMerge {
    private JobMerge() {}

    /** Returns the type that does what both do; nothing where they contradict each other. */
    static Optional<JobType> merge(JobType one, JobType other) {
        if (one == other) {
            return Optional.of(one);
        }
        if (one == JobType.STOP || other == JobType.STOP) {
            return Optional.empty();
        }
        if (one == JobType.RESTART || other == JobType.RESTART) {
            return Optional.of(JobType.RESTART);
        }
        boolean starts = one == JobType.START || other == JobType.START;
        boolean reloads = one == JobType.RELOAD || other == JobType.RELOAD;
        boolean either = one == JobType.RELOAD_OR_START || other == JobType.RELOAD_OR_START;
        if (either || (starts && reloads)) {
            return Optional.of(JobType.RELOAD_OR_START);
        }
        return Optional.of(reloads ? JobType.RELOAD : JobType.START);
    }

    /** Returns whether two jobs contradict each other. */
    static boolean conflicts(JobType one, JobType other) {
        return one != JobType.NOP && other != JobType.NOP && merge(one, other).isEmpty();
    }

    /** Returns whether a job does all that another would. */
    static boolean supersedes(JobType one, JobType other) {
        return merge(one, other).filter(merged -> merged == one).isPresent();
    }

    /** Returns the type that an order means for a unit in this state. */
    static JobType collapse(JobType type, ActiveState state) {
        boolean isDown = state.isInactiveOrDeactivating();
        return switch (type) {
            case TRY_RESTART -> isDown ? JobType.NOP : JobType.RESTART;
            case TRY_RELOAD -> isDown ? JobType.NOP : JobType.RELOAD;
            case RELOAD_OR_START -> isDown ? JobType.START : JobType.RELOAD;
            case START, VERIFY_ACTIVE, STOP, RELOAD, RESTART, NOP -> type;
        };
    }

    /** Returns whether a unit in this state is already what a job would make it. */
    static boolean isRedundant(JobType type, ActiveState state) {
        return switch (type) {
            case START, VERIFY_ACTIVE -> state.isActiveOrReloading();
            case STOP -> state.isInactiveOrFailed();
            case RELOAD -> state == ActiveState.RELOADING;
            case RESTART -> state == ActiveState.ACTIVATING;
            case NOP -> true;
            case TRY_RESTART, TRY_RELOAD, RELOAD_OR_START -> false;
        };
    }

    /**
     * Returns whether the first of two ordered jobs waits for the second: what is stopped is
     * stopped before anything that is ordered with it is started.
     *
     * @param isBefore whether the first one's unit is ordered before the second one's
     */
    static boolean waits(JobType one, JobType other, boolean isBefore) {
        if (one == JobType.NOP || other == JobType.NOP) {
            return false;
        }
        if (isBefore) {
            return isStopping(other);
        }
        return !isStopping(one);
    }

    private static boolean isStopping(JobType type) {
        return type == JobType.STOP || type == JobType.RESTART;
    }
}
