package hearth.api.systemd1.view;

import hearth.api.systemd1.world.CgroupStatistic;
import hearth.api.systemd1.world.MachineFacts;
import hearth.manager.Manager;
import hearth.manager.Unit;
import hearth.manager.graph.UnitEdge;
import hearth.manager.type.scope.ScopeRecord;
import hearth.manager.type.service.ServiceRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What the interfaces of a unit are about.
 *
 * @param api the manager's view, with the world
 * @param unit the unit
 */
public record UnitView(ManagerView api, Unit unit) {
    private static final ServiceRecord NO_SERVICE = ServiceRecord.dead(0);
    private static final ScopeRecord NO_SCOPE = ScopeRecord.dead(List.of(), 0);

    public Manager manager() {
        return api.manager();
    }

    public MachineFacts facts() {
        return api.world().facts();
    }

    /** Returns the home of the manager's user. */
    public String home() {
        return api.world().specifiers().user().home();
    }

    /** Whether the unit has a definition; one without has no more than its type's bare values. */
    public boolean isDefined() {
        return switch (unit.loadState()) {
            case LOADED, BAD_SETTING -> true;
            case STUB, NOT_FOUND, ERROR, MASKED -> false;
        };
    }

    public ServiceRecord service() {
        return unit.record(ServiceRecord.class).orElse(NO_SERVICE);
    }

    public ScopeRecord scope() {
        return unit.record(ScopeRecord.class).orElse(NO_SCOPE);
    }

    /** Returns the names of the units at the other end of these edges. */
    public List<String> names(UnitEdge edge) {
        List<String> names = new ArrayList<>();
        for (Unit other : unit.edges(edge)) {
            names.add(other.id());
        }
        return names;
    }

    /** Returns the unit that this one triggers; empty for none. */
    public String triggered() {
        List<String> triggered = names(UnitEdge.TRIGGERS);
        return triggered.isEmpty() ? "" : triggered.getFirst();
    }

    /** Returns what the kernel counts in the unit's cgroup. */
    public long count(CgroupStatistic statistic) {
        return unit.cgroup().isEmpty()
                ? CgroupStatistic.UNKNOWN
                : api.world().count(unit.cgroup(), statistic);
    }

    /** Returns whether its processes can be frozen as one. */
    public boolean canFreeze() {
        return canFreeze(unit);
    }

    /** A slice can where all that is in it can; slices nest as deep as a name has dashes. */
    private static boolean canFreeze(Unit unit) {
        return switch (unit.type()) {
            case SERVICE, SCOPE -> true;
            case SLICE -> {
                boolean canAll = true;
                for (Unit member : unit.edges(UnitEdge.SLICE_OF)) {
                    canAll &= canFreeze(member);
                }
                yield canAll;
            }
            case SOCKET, TARGET, DEVICE, MOUNT, AUTOMOUNT, SWAP, TIMER, PATH -> false;
        };
    }

    /** Returns whether units of its type have a cgroup. */
    boolean hasCgroup() {
        return unit.type().hasCgroup();
    }
}
