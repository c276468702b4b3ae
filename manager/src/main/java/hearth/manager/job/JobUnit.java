package hearth.manager.job;

import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import java.util.Collection;
import java.util.Optional;

/** A unit as jobs see it. */
public interface JobUnit {

    /** Returns its own name. */
    String id();

    /** Returns its state. */
    ActiveState activeState();

    /** Returns the units at the other end of one kind of edge. */
    Collection<? extends JobUnit> edges(UnitEdge edge);

    /** Returns whether it has an edge of this kind to another. */
    boolean hasEdge(UnitEdge edge, JobUnit other);

    /** Returns whether such a job can be meant for it; a perpetual unit is never stopped. */
    boolean isApplicable(JobType type);

    /**
     * Returns whether whoever requires it starts though units of its type cannot be started yet.
     */
    default boolean isPassedOver() {
        return false;
    }

    /** Returns why it cannot be started, where its definition could not be had. */
    Optional<Outcome.Refused<Job>> loadRefusal();

    /** Returns whether isolating another unit leaves it alone. */
    boolean isIgnoredOnIsolate();

    /** Returns the place of its jobs. */
    JobSlot jobs();
}
