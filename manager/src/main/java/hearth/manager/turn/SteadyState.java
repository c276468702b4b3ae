package hearth.manager.turn;

import hearth.manager.cause.Cause;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.LogLevel;
import hearth.manager.job.JobType;
import hearth.manager.table.UnitEntry;
import hearth.unit.value.JobMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold whenever nothing is under way: {@code StopWhenUnneeded=}, {@code BindsTo=} and
 * {@code Upholds=}. Units that may break a rule are queued, and looked at when all else is settled.
 */
public final class SteadyState {
    /** For whom a unit is needed while they are up. */
    private static final List<UnitEdge> NEEDERS =
            List.of(
                    UnitEdge.REQUIRED_BY,
                    UnitEdge.REQUISITE_OF,
                    UnitEdge.WANTED_BY,
                    UnitEdge.BOUND_BY,
                    UnitEdge.UPHELD_BY);

    private final Core core;
    private final Placer order;
    private final Set<UnitEntry> maybeUnneeded = new LinkedHashSet<>();
    private final Set<UnitEntry> maybeUnbound = new LinkedHashSet<>();
    private final Set<UnitEntry> maybeUpheld = new LinkedHashSet<>();
    private final UpheldTries upheldTries;

    /** Queues a job. */
    @FunctionalInterface
    public interface Placer {
        void place(UnitEntry unit, JobType type, JobMode mode, Cause cause);
    }

    public SteadyState(Core core, Placer order) {
        this.core = core;
        this.order = order;
        upheldTries = new UpheldTries(core);
    }

    public void maybeUnneeded(UnitEntry unit) {
        if (unit.plan().stopsWhenUnneeded()) {
            maybeUnneeded.add(unit);
        }
    }

    public void maybeUnbound(UnitEntry unit) {
        maybeUnbound.add(unit);
    }

    public void maybeUpheld(UnitEntry unit) {
        maybeUpheld.add(unit);
    }

    /** Looks at one unit; returns whether there was one. */
    public boolean settleOne() {
        if (!maybeUnneeded.isEmpty()) {
            stopUnneeded(take(maybeUnneeded));
        } else if (!maybeUnbound.isEmpty()) {
            stopUnbound(take(maybeUnbound));
        } else if (!maybeUpheld.isEmpty()) {
            startUpheld(take(maybeUpheld));
        } else {
            return false;
        }
        return true;
    }

    private static UnitEntry take(Set<UnitEntry> units) {
        UnitEntry first = units.iterator().next();
        units.remove(first);
        return first;
    }

    private void stopUnneeded(UnitEntry unit) {
        boolean isCandidate =
                unit.plan().stopsWhenUnneeded()
                        && unit.activeState().isActiveOrActivating()
                        && unit.jobs().job().isEmpty();
        if (!isCandidate) {
            return;
        }
        for (UnitEdge edge : NEEDERS) {
            for (UnitEntry other : unit.edges(edge)) {
                boolean isNeeded =
                        !other.activeState().isInactiveOrFailed() || other.jobs().job().isPresent();
                if (isNeeded) {
                    return;
                }
            }
        }
        core.outbox()
                .log(unit, LogLevel.INFO, "", unit.id() + ": Unit not needed anymore. Stopping.");
        order.place(unit, JobType.STOP, JobMode.FAIL, core.places().rule(unit, "StopWhenUnneeded"));
    }

    private void stopUnbound(UnitEntry unit) {
        boolean isCandidate =
                unit.activeState() == ActiveState.ACTIVE && unit.jobs().job().isEmpty();
        if (!isCandidate) {
            return;
        }
        for (UnitEntry other : unit.edges(UnitEdge.BINDS_TO)) {
            boolean isGone =
                    other.activeState().isInactiveOrFailed() && other.jobs().job().isEmpty();
            if (isGone) {
                core.outbox()
                        .log(
                                unit,
                                LogLevel.INFO,
                                "",
                                unit.id()
                                        + ": Unit is bound to inactive unit "
                                        + other.id()
                                        + ". Stopping, too.");
                order.place(
                        unit,
                        JobType.STOP,
                        JobMode.REPLACE,
                        core.places().because(other, UnitEdge.BOUND_BY, unit));
                return;
            }
        }
    }

    /** Whoever is up and upholds a unit wants it started whenever it is down. */
    private void startUpheld(UnitEntry unit) {
        boolean isCandidate =
                unit.activeState().isInactiveOrFailed()
                        && unit.jobs().job().isEmpty()
                        && unit.loadState() == LoadState.LOADED
                        && unit.body().isSupported()
                        && !unit.isStartLimitHit(core.now());
        if (!isCandidate) {
            return;
        }
        for (UnitEntry holder : unit.edges(UnitEdge.UPHELD_BY)) {
            boolean holds =
                    holder.activeState().isActiveOrReloading() && holder.jobs().job().isEmpty();
            if (holds) {
                if (upheldTries.mayTry(unit)) {
                    order.place(
                            unit,
                            JobType.START,
                            JobMode.FAIL,
                            core.places().because(holder, UnitEdge.UPHOLDS, unit));
                }
                return;
            }
        }
    }

    /** A timer of a unit ran out: it may be tried again. */
    public void timerElapsed(UnitEntry unit, long token) {
        if (upheldTries.elapsed(unit, token)) {
            maybeUpheld(unit);
        }
    }

    /** A unit is gone. */
    public void forget(UnitEntry unit) {
        upheldTries.forget(unit);
    }
}
