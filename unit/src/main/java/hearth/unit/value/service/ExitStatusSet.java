package hearth.unit.value.service;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some ways to end: by exit statuses and by signals.
 *
 * @param statuses 0 to 255
 * @param signals numbers
 */
public record ExitStatusSet(Set<Integer> statuses, Set<Integer> signals) {
    /** None at all. */
    public static final ExitStatusSet EMPTY = new ExitStatusSet(Set.of(), Set.of());

    public ExitStatusSet {
        statuses = Set.copyOf(statuses);
        signals = Set.copyOf(signals);
    }

    /** Returns this set and another one together. */
    public ExitStatusSet plus(ExitStatusSet other) {
        Set<Integer> allStatuses = new HashSet<>(statuses);
        allStatuses.addAll(other.statuses);
        Set<Integer> allSignals = new HashSet<>(signals);
        allSignals.addAll(other.signals);
        return new ExitStatusSet(allStatuses, allSignals);
    }

    /** Returns the statuses, ascending. */
    public SortedSet<Integer> sortedStatuses() {
        return new TreeSet<>(statuses);
    }

    /** Returns the signals, ascending. */
    public SortedSet<Integer> sortedSignals() {
        return new TreeSet<>(signals);
    }
}
