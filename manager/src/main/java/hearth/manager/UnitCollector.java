package hearth.manager;

import hearth.manager.graph.UnitEdge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides which units are forgotten: those at rest that nobody holds and no other unit names. Units
 * that name each other in a circle go at the next reload, which looks at all of them.
 */
final class UnitCollector {
    private final Predicate<Unit> isHere;
    private final Consumer<Unit> remove;
    private final Deque<Unit> collectQueue = new ArrayDeque<>();
    private final Map<Unit, UnitSet> referrers = new HashMap<>();
    private final List<Unit> pinned = new ArrayList<>();

    /**
     * Makes a collector without candidates.
     *
     * @param isHere whether a unit is in memory
     * @param remove takes one out
     */
    UnitCollector(Predicate<Unit> isHere, Consumer<Unit> remove) {
        this.isHere = isHere;
        this.remove = remove;
    }

    /** One unit's definition names another. */
    void refer(Unit unit, Unit other) {
        referrers.computeIfAbsent(other, referred -> new UnitSet()).add(unit);
    }

    /** All definitions are about to be read again. */
    void forgetReferences() {
        referrers.clear();
    }

    /** A unit goes: whom it named may go as well. */
    void forget(Unit unit) {
        for (UnitEdge edge : UnitEdge.values()) {
            for (Unit other : unit.edges(edge)) {
                UnitSet who = referrers.get(other);
                if (who != null && who.remove(unit)) {
                    collectQueue.add(other);
                }
            }
        }
        referrers.remove(unit);
    }

    /** Keeps a unit over the end of this turn, for a caller that is about to look at it. */
    void pin(Unit unit) {
        unit.isPinned = true;
        pinned.add(unit);
    }

    /** A new turn: what was kept for the last one may go. */
    void unpin() {
        for (Unit unit : pinned) {
            unit.isPinned = false;
            collectQueue.add(unit);
        }
        pinned.clear();
    }

    /** It may be that nobody needs a unit any more. */
    void mayCollect(Unit unit) {
        collectQueue.add(unit);
    }

    /** Forgets units that nobody needs; each that goes may leave others behind that go too. */
    void collect() {
        while (!collectQueue.isEmpty()) {
            Unit unit = collectQueue.remove();
            if (isHere.test(unit) && isAtRest(unit) && !isReferred(unit)) {
                remove.accept(unit);
            }
        }
    }

    private boolean isReferred(Unit unit) {
        UnitSet who = referrers.get(unit);
        return who != null && !who.isEmpty();
    }

    private static boolean isAtRest(Unit unit) {
        boolean isOver =
                switch (unit.activeState()) {
                    case INACTIVE -> true;
                    case FAILED -> unit.plan.isCollectedWhenFailed();
                    case ACTIVE, RELOADING, ACTIVATING, DEACTIVATING, MAINTENANCE -> false;
                };
        return isOver
                && !unit.isPerpetual
                && unit.jobs().isEmpty()
                && unit.references().isEmpty()
                && unit.task instanceof UnitTask.None
                && !unit.isPinned;
    }

    /** Forgets what cannot be reached from what is needed, circles too. */
    void collectAll(Collection<Unit> units) {
        Set<Unit> needed = new HashSet<>();
        Deque<Unit> reached = new ArrayDeque<>();
        for (Unit unit : units) {
            if (!isAtRest(unit) && needed.add(unit)) {
                reached.add(unit);
            }
        }
        Map<Unit, Set<Unit>> named = new HashMap<>();
        referrers.forEach((unit, who) ->
                who.units()
                        .forEach(
                                by -> named.computeIfAbsent(by, key -> new HashSet<>()).add(unit)));
        while (!reached.isEmpty()) {
            for (Unit other : named.getOrDefault(reached.remove(), Set.of())) {
                if (needed.add(other)) {
                    reached.add(other);
                }
            }
        }
        for (Unit unit : List.copyOf(units)) {
            if (!needed.contains(unit)) {
                remove.accept(unit);
            }
        }
    }
}
