package hearth.manager.job;

import hearth.budget.Allowance;
import hearth.manager.graph.UnitEdge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which of several jobs waits for which: for jobs that are installed, and for those that would be.
 * Every edge of a unit is looked at twice.
 */
public final class JobOrder {
    private static final List<UnitEdge> ORDER = List.of(UnitEdge.AFTER, UnitEdge.BEFORE);

    private final Map<JobUnit, Place> places = new LinkedHashMap<>();

    /** Jobs that are there would be gone. */
    private final Set<Job> canceled;

    private final List<Placed> placed = new ArrayList<>();

    /**
     * A job with its place.
     *
     * @param step 1 for what waits for nothing, else one more than what it waits for
     * @param after the unit whose job it waits for last
     */
    public record Placed(Transaction.Planned job, int step, Optional<JobUnit> after) {}

    private static final class Place {
        final Transaction.Planned job;
        int awaited;
        int step = 1;
        boolean isPlaced;
        Optional<JobUnit> after = Optional.empty();

        Place(Transaction.Planned job) {
            this.job = job;
        }
    }

    private JobOrder(List<Transaction.Planned> planned, Set<Job> canceled) {
        this.canceled = canceled;
        planned.forEach(job -> places.put(job.unit(), new Place(job)));
    }

    /**
     * Calls for each unit with whose job one waits, or which waits for it.
     *
     * @param isAwaited whether those are meant that it waits for
     * @param typeOf the type of another unit's job
     */
    static void each(
            JobUnit unit,
            JobType type,
            boolean isAwaited,
            Function<JobUnit, Optional<JobType>> typeOf,
            Consumer<JobUnit> found) {
        for (UnitEdge edge : ORDER) {
            boolean isBefore = edge == UnitEdge.BEFORE;
            for (JobUnit other : unit.edges(edge)) {
                Optional<JobType> its = typeOf.apply(other);
                if (its.isEmpty()) {
                    continue;
                }
                boolean waits =
                        isAwaited
                                ? JobMerge.waits(type, its.get(), isBefore)
                                : JobMerge.waits(its.get(), type, !isBefore);
                if (waits) {
                    found.accept(other);
                }
            }
        }
    }

    /**
     * Returns the jobs of a transaction in the order in which they would begin.
     *
     * @param canceled jobs that would be gone
     */
    public static List<Placed> of(List<Transaction.Planned> planned, Set<Job> canceled) {
        var order = new JobOrder(planned, canceled);
        order.settle();
        return order.placed;
    }

    private Optional<JobType> typeOf(JobUnit unit) {
        Place place = places.get(unit);
        if (place != null) {
            return Optional.of(place.job.type());
        }
        return unit.jobs().job().filter(job -> !canceled.contains(job)).map(Job::type);
    }

    private Optional<JobType> plannedType(JobUnit unit) {
        return Optional.ofNullable(places.get(unit)).map(place -> place.job.type());
    }

    private void settle() {
        Deque<Place> free = new ArrayDeque<>();
        for (Place place : places.values()) {
            Allowance.check();
            if (!place.job.ignoresOrder()) {
                each(
                        place.job.unit(),
                        place.job.type(),
                        true,
                        this::typeOf,
                        other -> await(place, other));
            }
            if (place.awaited == 0) {
                free.add(place);
            }
        }
        int last = 1;
        while (!free.isEmpty()) {
            Allowance.check();
            Place place = free.remove();
            place.isPlaced = true;
            last = Math.max(last, place.step);
            placed.add(new Placed(place.job, place.step, place.after));
            each(
                    place.job.unit(),
                    place.job.type(),
                    false,
                    this::plannedType,
                    other -> release(place, other, free));
        }
        // What waits in a circle with jobs that are there waits until one of them is canceled.
        for (Place place : places.values()) {
            if (!place.isPlaced) {
                placed.add(new Placed(place.job, last + 1, place.after));
            }
        }
    }

    /** A job that is there ends some time: it is step 0. */
    private void await(Place place, JobUnit other) {
        if (places.containsKey(other)) {
            place.awaited++;
        }
        if (place.after.isEmpty()) {
            place.after = Optional.of(other);
        }
    }

    private void release(Place done, JobUnit unit, Deque<Place> free) {
        Place place = places.get(unit);
        if (place == null || place.job.ignoresOrder()) {
            return;
        }
        if (done.step + 1 > place.step) {
            place.step = done.step + 1;
            place.after = Optional.of(done.job.unit());
        }
        place.awaited--;
        if (place.awaited == 0) {
            free.add(place);
        }
    }
}
