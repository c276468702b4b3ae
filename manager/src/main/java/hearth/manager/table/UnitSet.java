package hearth.manager.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Units, each once, in the order in which they came.
 *
 * <p>A unit has several of these and most hold one or two units, so they begin as an immutable
 * list, which takes a tenth of a hash table's memory; a target that a thousand units want gets its
 * hash table when it has grown beyond {@value #FEW}.
 */
public class UnitSet {
    /** Up to so many a look through a list costs next to nothing; each user's targets have some. */
    static final int FEW = 32;

    private Collection<UnitEntry> units = List.of();

    private boolean hasFew() {
        return units instanceof List<UnitEntry>;
    }

    /** Adds a unit; returns false where it was there. */
    public boolean add(UnitEntry unit) {
        if (units.contains(unit)) {
            return false;
        }
        if (hasFew() && units.size() < FEW) {
            List<UnitEntry> more = new ArrayList<>(units);
            more.add(unit);
            units = List.copyOf(more);
            return true;
        }
        if (hasFew()) {
            units = new LinkedHashSet<>(units);
        }
        return units.add(unit);
    }

    /** Takes a unit away; returns false where it was not there. */
    public boolean remove(UnitEntry unit) {
        if (!hasFew()) {
            return units.remove(unit);
        }
        List<UnitEntry> fewer = new ArrayList<>(units);
        boolean isRemoved = fewer.remove(unit);
        units = List.copyOf(fewer);
        return isRemoved;
    }

    public boolean contains(UnitEntry unit) {
        return units.contains(unit);
    }

    public boolean isEmpty() {
        return units.isEmpty();
    }

    /** Returns the units; a few of them as they are now, many as they are from now on. */
    public Collection<UnitEntry> units() {
        return hasFew() ? units : Collections.unmodifiableCollection(units);
    }
}
