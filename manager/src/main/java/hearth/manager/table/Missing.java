package hearth.manager.table;

import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Units without a file to which others lead: the file may have been written a moment ago. */
public final class Missing {
    /** By which edges an order about one unit concerns another. */
    private static final List<UnitEdge> LEADS =
            List.of(
                    UnitEdge.REQUIRES,
                    UnitEdge.REQUISITE,
                    UnitEdge.WANTS,
                    UnitEdge.BINDS_TO,
                    UnitEdge.UPHOLDS,
                    UnitEdge.TRIGGERS,
                    UnitEdge.ON_FAILURE,
                    UnitEdge.ON_SUCCESS);

    private Missing() {}

    /** Returns whether a unit has no file, or leads to one that has none. */
    public static boolean isBehind(UnitEntry unit) {
        Set<UnitEntry> seen = new HashSet<>(Set.of(unit));
        Deque<UnitEntry> left = new ArrayDeque<>(seen);
        while (!left.isEmpty()) {
            UnitEntry next = left.remove();
            if (next.loadState() == LoadState.NOT_FOUND) {
                return true;
            }
            for (UnitEdge edge : LEADS) {
                for (UnitEntry other : next.edges(edge)) {
                    if (seen.add(other)) {
                        left.add(other);
                    }
                }
            }
        }
        return false;
    }
}
