package hearth.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;

/**
 * Units, each once, in the order in which they came: the far ends of one kind of edge.
 *
 * <p>A unit has several of these and most hold one or two units, so they begin as a short list,
 * which takes a fifth of a hash table's memory; a target that a thousand units want gets its hash
 * table when it has grown beyond {@value #FEW}.
 */
final class UnitSet {
    /** Up to so many a look through a list is as fast as a hash table. */
    static final int FEW = 8;

    private Collection<Unit> units = new ArrayList<>(1);

    /** Adds a unit; returns false where it was there. */
    boolean add(Unit unit) {
        if (units.contains(unit)) {
            return false;
        }
        if (units.size() == FEW && units instanceof ArrayList<Unit>) {
            units = new LinkedHashSet<>(units);
        }
        return units.add(unit);
    }

    /** Takes a unit away; returns false where it was not there. */
    boolean remove(Unit unit) {
        return units.remove(unit);
    }

    boolean contains(Unit unit) {
        return units.contains(unit);
    }

    boolean isEmpty() {
        return units.isEmpty();
    }

    /** Returns the units, as they are from now on. */
    Collection<Unit> units() {
        return Collections.unmodifiableCollection(units);
    }
}
