package hearth.manager.table;

import hearth.unit.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * The starts of a unit within its limit's interval; immutable.
 *
 * @param startsUsec monotonic times, oldest first; at most {@code burst} of them
 */
public record StartLimit(List<Long> startsUsec) {
    /** No start yet. */
    public static final StartLimit EMPTY = new StartLimit(List.of());

    /** A burst beyond this is as good as none; it bounds the memory. */
    static final int MAX_BURST = 10_000;

    /** How many starts within which time. */
    public record Rule(TimeSpan interval, int burst) {
        static final Rule STANDARD = new Rule(TimeSpan.ofSeconds(10), 5);

        boolean isOff() {
            return interval.usec() == 0 || burst <= 0;
        }
    }

    public StartLimit {
        startsUsec = List.copyOf(startsUsec);
    }

    /** Returns whether one more start now would be too many. */
    public boolean isHit(Rule rule, long nowUsec) {
        return !rule.isOff() && recent(rule, nowUsec).size() >= Math.min(rule.burst(), MAX_BURST);
    }

    /** Returns the limit after a start. */
    public StartLimit started(Rule rule, long nowUsec) {
        if (rule.isOff()) {
            return EMPTY;
        }
        List<Long> recent = new ArrayList<>(recent(rule, nowUsec));
        recent.add(nowUsec);
        return new StartLimit(recent);
    }

    /** Returns the limit without the last start. */
    StartLimit beforeLast() {
        return startsUsec.isEmpty()
                ? this
                : new StartLimit(startsUsec.subList(0, startsUsec.size() - 1));
    }

    private List<Long> recent(Rule rule, long nowUsec) {
        if (rule.interval().isInfinite()) {
            return startsUsec;
        }
        return startsUsec.stream()
                .filter(start -> start > nowUsec - rule.interval().usec())
                .toList();
    }
}
