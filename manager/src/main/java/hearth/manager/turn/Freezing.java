package hearth.manager.turn;

import hearth.manager.Unit;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.table.UnitEntry;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Units that are kept from running. What is frozen with a slice is each unit in it and the slice;
 * whoever is to run again needs the slices around it thawed as well, and what else is in them stays
 * as it is.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1), freeze</a>
 */
public final class Freezing {
    private final Core core;

    public Freezing(Core core) {
        this.core = core;
    }

    /** Freezes a unit with all that is in it; a slice with what cannot be frozen is left alone. */
    public void freeze(UnitEntry unit) {
        if (isWhollyFreezable(unit)) {
            freezeWithMembers(unit);
        } else {
            core.outbox()
                    .log(
                            unit,
                            LogLevel.WARNING,
                            "",
                            unit.id()
                                    + ": Requested freezer operation is not supported by all"
                                    + " children of the slice");
        }
    }

    private static boolean isWhollyFreezable(UnitEntry unit) {
        boolean isManagers = unit.isPerpetual() && unit.type().beginsWithProcesses();
        return unit.type().canBeFrozen()
                && !isManagers
                && unit.edges(UnitEdge.SLICE_OF).stream().allMatch(Freezing::isWhollyFreezable);
    }

    private void freezeWithMembers(UnitEntry unit) {
        for (UnitEntry member : unit.edges(UnitEdge.SLICE_OF)) {
            if (!member.activeState().isInactiveOrFailed()) {
                freezeWithMembers(member);
            }
        }
        become(unit, Unit.FreezerState.FREEZING);
    }

    /** Thaws a unit with all that is in it, and the slices around it. */
    public void thaw(UnitEntry unit) {
        unit.edges(UnitEdge.SLICE_OF).forEach(this::thawWithMembers);
        become(unit, Unit.FreezerState.THAWING);
        thawAround(unit);
    }

    /** A slice that was thawed for one of its members may have others that are frozen still. */
    private void thawWithMembers(UnitEntry unit) {
        unit.edges(UnitEdge.SLICE_OF).forEach(this::thawWithMembers);
        if (unit.freezerState() != Unit.FreezerState.RUNNING) {
            become(unit, Unit.FreezerState.THAWING);
        }
    }

    /** Returns the cgroups of what was thawed. */
    private Set<String> thawAround(UnitEntry unit) {
        Set<String> cgroups = new LinkedHashSet<>();
        for (Optional<UnitEntry> slice = sliceOf(unit);
                slice.isPresent();
                slice = sliceOf(slice.get())) {
            if (slice.get().freezerState() != Unit.FreezerState.RUNNING) {
                cgroups.add(slice.get().plan().cgroup());
                become(slice.get(), Unit.FreezerState.THAWING);
            }
        }
        return cgroups;
    }

    private static Optional<UnitEntry> sliceOf(UnitEntry unit) {
        return unit.edges(UnitEdge.SLICE).stream().findFirst();
    }

    /**
     * What is frozen cannot end: neither what the manager has frozen, nor what its user has, who
     * may write into the cgroups of the unit and its slices.
     */
    public void letEnd(UnitEntry unit) {
        String cgroup = unit.plan().cgroup();
        if (cgroup.isEmpty()) {
            return;
        }
        Set<String> thawed = thawAround(unit);
        if (unit.freezerState() != Unit.FreezerState.RUNNING) {
            thawed.add(cgroup);
            become(unit, Unit.FreezerState.THAWING);
        }
        for (String frozen : core.host().frozenBy(cgroup)) {
            if (thawed.add(frozen)) {
                core.outbox().emit(new Effect.Freeze(unit.token(), unit.id(), frozen, false));
            }
        }
    }

    /** What the manager itself is in never was frozen. */
    private void become(UnitEntry unit, Unit.FreezerState state) {
        if (unit.isPerpetual()) {
            return;
        }
        boolean isFreeze = state == Unit.FreezerState.FREEZING;
        unit.froze(state);
        core.outbox()
                .emit(new Effect.Freeze(unit.token(), unit.id(), unit.plan().cgroup(), isFreeze));
        core.outbox().changed(unit);
    }
}
