package hearth.unit.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The values that one field of a calendar expression may have: those of its steps, or any.
 *
 * @param steps in the order of their starts, none twice; empty for any value
 */
record CalendarField(List<Step> steps) {
    /** Any value: an asterisk. */
    static final CalendarField ANY = new CalendarField(List.of());

    /** A step without an end. */
    static final int NO_STOP = -1;

    CalendarField {
        steps = List.copyOf(steps);
    }

    /**
     * A value, or a range of them.
     *
     * @param start the first one
     * @param stop the last one, at most; {@link #NO_STOP} for the field's own end
     * @param repeat how far apart they are; 0 for the first one alone
     */
    record Step(int start, int stop, int repeat) {
        private static final Comparator<Step> ORDER =
                Comparator.comparingInt(Step::start)
                        .thenComparingInt(Step::stop)
                        .thenComparingInt(Step::repeat);

        /** Returns this step with the last value that it really has as its end. */
        private Step trimmed() {
            int last = stop > start ? stop - (stop - start) % repeat : stop;
            return last == start ? new Step(start, NO_STOP, 0) : new Step(start, last, repeat);
        }

        /** Returns the same days counted from a month's first, where these count from its last. */
        private Step fromStart(int lastDay) {
            int first = lastDay + 1 - start;
            return stop == NO_STOP
                    ? new Step(first, NO_STOP, repeat)
                    : new Step(lastDay + 1 - stop, first, repeat);
        }

        private OptionalInt nextFrom(int value) {
            if (value <= start) {
                return OptionalInt.of(start);
            }
            if (repeat == 0) {
                return OptionalInt.empty();
            }
            int next = start + Math.ceilDiv(value - start, repeat) * repeat;
            return stop == NO_STOP || next <= stop ? OptionalInt.of(next) : OptionalInt.empty();
        }

        private boolean isWithin(int from, int to) {
            boolean hasRoom =
                    stop == NO_STOP
                            ? start + (long) repeat <= to
                            : stop >= from && stop <= to && start + (long) repeat <= stop;
            return start >= from && start <= to && repeat <= to - from && hasRoom;
        }

        /** As {@link #isWithin}, for days that count back from the end of a month. */
        private boolean isWithinFromEnd(int from, int to) {
            return stop == NO_STOP
                    ? start >= from && start <= to && repeat <= to - from && start - repeat >= from
                    : isWithin(from, to);
        }
    }

    /** Returns a field of steps as they were written: in order, each once, with its true end. */
    static CalendarField of(List<Step> written) {
        List<Step> steps = new ArrayList<>(written.stream().map(Step::trimmed).toList());
        steps.sort(Step.ORDER);
        return new CalendarField(steps.stream().distinct().toList());
    }

    /** Returns a field of one value. */
    static CalendarField of(int value) {
        return new CalendarField(List.of(new Step(value, NO_STOP, 0)));
    }

    boolean isAny() {
        return steps.isEmpty();
    }

    /** Returns whether each step begins, goes on and ends between two values. */
    boolean isWithin(int from, int to) {
        return steps.stream().allMatch(step -> step.isWithin(from, to));
    }

    /** Returns the same of days that count back from the end of a month. */
    boolean isWithinFromEnd(int from, int to) {
        return steps.stream().allMatch(step -> step.isWithinFromEnd(from, to));
    }

    /** Returns the first of its values from one on; none where there is no more. */
    OptionalInt nextFrom(int value) {
        if (isAny()) {
            return OptionalInt.of(value);
        }
        OptionalInt best = OptionalInt.empty();
        for (Step step : steps) {
            OptionalInt next = step.nextFrom(value);
            if (next.isPresent() && (best.isEmpty() || next.getAsInt() < best.getAsInt())) {
                best = next;
            }
        }
        return best;
    }

    /** Returns days that count back from the end of a month as days of a month of some length. */
    CalendarField fromStart(int lastDay) {
        return new CalendarField(steps.stream().map(step -> step.fromStart(lastDay)).toList());
    }
}
