package hearth.manager.table;

import hearth.manager.graph.UnitEdge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides which units are forgotten: those that are at rest and not held, and that no unit names
 * which itself stays. So units at rest that name each other in a circle go together.
 *
 * <p>A unit that stays for another's sake remembers one such, its keeper; from keeper to keeper a
 * trail leads to a unit that is not at rest. Looking whether a unit may go is a walk along that
 * trail, however many units name it ({@code shutdown.target} is named by all). Only where a trail
 * has broken off, those who name the unit are looked at, and those who name them, each once.
 */
public final class UnitCollector {
    private final Predicate<UnitEntry> isHere;
    private final Consumer<UnitEntry> remove;
    private final Set<UnitEntry> candidates = new LinkedHashSet<>();
    private final Map<UnitEntry, UnitSet> referrers = new HashMap<>();
    private final Map<UnitEntry, UnitEntry> keepers = new HashMap<>();
    private final List<UnitEntry> pinned = new ArrayList<>();

    /**
     * Makes a collector without candidates.
     *
     * @param isHere whether a unit is in memory
     * @param remove takes one out
     */
    public UnitCollector(Predicate<UnitEntry> isHere, Consumer<UnitEntry> remove) {
        this.isHere = isHere;
        this.remove = remove;
    }

    /** One unit's definition names another. */
    public void refer(UnitEntry unit, UnitEntry other) {
        referrers.computeIfAbsent(other, referred -> new UnitSet()).add(unit);
    }

    /** All definitions are about to be read again. */
    public void forgetReferences() {
        referrers.clear();
        keepers.clear();
    }

    /** A unit goes: whom it named may go as well. */
    public void forget(UnitEntry unit) {
        for (UnitEdge edge : UnitEdge.values()) {
            for (UnitEntry other : unit.edges(edge)) {
                UnitSet who = referrers.get(other);
                if (who != null && who.remove(unit)) {
                    keepers.remove(other, unit);
                    candidates.add(other);
                }
            }
        }
        referrers.remove(unit);
        keepers.remove(unit);
    }

    /** Keeps a unit over the end of this turn, for a caller that is about to look at it. */
    public void pin(UnitEntry unit) {
        unit.pinned(true);
        pinned.add(unit);
    }

    /** Whether a unit is kept for a caller. */
    public boolean hasPinned() {
        return !pinned.isEmpty();
    }

    /** What was kept for a caller may go. */
    public void unpin() {
        for (UnitEntry unit : pinned) {
            unit.pinned(false);
            candidates.add(unit);
        }
        pinned.clear();
    }

    /** It may be that nobody needs a unit any more. */
    public void mayCollect(UnitEntry unit) {
        candidates.add(unit);
    }

    /** It may be that nobody needs any of these. */
    public void mayCollectAll(Collection<UnitEntry> units) {
        candidates.addAll(units);
    }

    /** Forgets units that nobody needs; each that goes may leave others behind that go too. */
    public void collect() {
        if (candidates.isEmpty()) {
            return;
        }
        Set<UnitEntry> needed = new HashSet<>(); // nothing that goes takes a needed one with it
        while (!candidates.isEmpty()) {
            List<UnitEntry> next = List.copyOf(candidates);
            candidates.clear();
            new Search(needed).unneeded(next).forEach(remove);
        }
    }

    private Collection<UnitEntry> referrersOf(UnitEntry unit) {
        UnitSet who = referrers.get(unit);
        return who == null ? List.of() : who.units();
    }

    private boolean isNamedBy(UnitEntry unit, UnitEntry other) {
        UnitSet who = referrers.get(unit);
        return who != null && who.contains(other);
    }

    private static boolean isAtRest(UnitEntry unit) {
        boolean isOver =
                switch (unit.activeState()) {
                    case INACTIVE -> true;
                    case FAILED -> unit.plan().isCollectedWhenFailed();
                    case ACTIVE -> unit.isPicture();
                    case RELOADING, ACTIVATING, DEACTIVATING, MAINTENANCE -> false;
                };
        return isOver
                && !unit.isPerpetual()
                && !unit.isCgroupMade() // what it left behind can still be seen, and killed
                && unit.jobs().isEmpty()
                && unit.references().isEmpty()
                && !unit.conditionOutcome().isOpen()
                && !unit.isPinned();
    }

    /** One look for units that nobody needs; linear in those whose trail has broken off. */
    private final class Search {
        /** At rest, and known to stay. */
        private final Set<UnitEntry> needed;

        /** From here the trail leads nowhere. */
        private final Set<UnitEntry> lost = new HashSet<>();

        /** What stays if this unit does. */
        private final Map<UnitEntry, List<UnitEntry>> hopes = new HashMap<>();

        Search(Set<UnitEntry> needed) {
            this.needed = needed;
        }

        /** Returns who goes: of these units, and of those that name them. */
        Collection<UnitEntry> unneeded(List<UnitEntry> units) {
            Set<UnitEntry> doubtful = new LinkedHashSet<>();
            for (UnitEntry unit : units) {
                if (isHere.test(unit) && isAtRest(unit)) {
                    doubtful.add(unit);
                }
            }
            Deque<UnitEntry> open = new ArrayDeque<>(doubtful);
            Deque<UnitEntry> kept = new ArrayDeque<>();
            while (!open.isEmpty()) {
                UnitEntry unit = open.remove();
                if (hasKeeper(unit)) {
                    kept.add(unit);
                    continue;
                }
                for (UnitEntry by : referrersOf(unit)) {
                    hopes.computeIfAbsent(by, key -> new ArrayList<>()).add(unit);
                    if (doubtful.add(by)) {
                        open.add(by);
                    }
                }
            }
            needed.addAll(kept);
            while (!kept.isEmpty()) {
                UnitEntry unit = kept.remove();
                doubtful.remove(unit);
                for (UnitEntry other : hopes.getOrDefault(unit, List.of())) {
                    if (needed.add(other)) {
                        keepers.put(other, unit);
                        kept.add(other);
                    }
                }
            }
            return doubtful;
        }

        private boolean hasKeeper(UnitEntry unit) {
            if (isKnown(unit)) {
                return true;
            }
            for (UnitEntry by : referrersOf(unit)) {
                if (isKnown(by)) {
                    keepers.put(unit, by);
                    return true;
                }
            }
            return false;
        }

        /** Whether a unit is known to stay: it is not at rest, or its trail leads to one such. */
        private boolean isKnown(UnitEntry start) {
            List<UnitEntry> trail = new ArrayList<>();
            UnitEntry unit = start;
            while (isAtRest(unit) && !needed.contains(unit)) {
                UnitEntry keeper = keepers.get(unit);
                // A unit that is lost already may be on this very trail: it goes in a circle.
                if (!lost.add(unit) || keeper == null || !isNamedBy(unit, keeper)) {
                    return false;
                }
                trail.add(unit);
                unit = keeper;
            }
            trail.forEach(lost::remove);
            needed.addAll(trail);
            return true;
        }
    }
}
