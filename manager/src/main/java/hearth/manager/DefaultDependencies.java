package hearth.manager;

import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.service.ServiceDefinition;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.value.ServiceType;
import java.util.List;

/**
 * The dependencies that units have without writing them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     AUTOMATIC DEPENDENCIES</a>
 */
final class DefaultDependencies {
    private static final UnitName BASIC = new UnitName("basic.target");
    private static final UnitName SYSINIT = new UnitName("sysinit.target");
    private static final UnitName SHUTDOWN = new UnitName("shutdown.target");
    private static final UnitName SOCKETS = new UnitName("sockets.target");
    private static final UnitName TIMERS = new UnitName("timers.target");
    private static final UnitName PATHS = new UnitName("paths.target");
    private static final UnitName DBUS_SOCKET = new UnitName("dbus.socket");

    /** By which edges a target comes after whom it pulls in. */
    private static final List<UnitEdge> PULLS =
            List.of(
                    UnitEdge.WANTS,
                    UnitEdge.REQUIRES,
                    UnitEdge.REQUISITE,
                    UnitEdge.BINDS_TO,
                    UnitEdge.UPHOLDS);

    private final ManagerConfig config;
    private final UnitTable table;

    DefaultDependencies(ManagerConfig config, UnitTable table) {
        this.config = config;
        this.table = table;
    }

    void add(Unit unit) {
        addSlice(unit);
        addForTargets(unit);
        if (!unit.plan.defaultDependencies()) {
            return;
        }
        switch (unit.type()) {
            case SERVICE -> addForService(unit);
            case SCOPE -> {
                if (!unit.isPerpetual()) {
                    addShutdown(unit);
                }
            }
            case SLICE -> {
                if (!unit.isPerpetual()) {
                    addShutdown(unit);
                }
            }
            case TARGET -> addShutdown(unit);
            case SOCKET -> addForTrigger(unit, SOCKETS);
            case TIMER -> addForTrigger(unit, TIMERS);
            case PATH -> addForTrigger(unit, PATHS);
            case DEVICE, MOUNT, AUTOMOUNT, SWAP -> {}
        }
    }

    private void addSlice(Unit unit) {
        if (unit.plan.slice().isEmpty()) {
            return;
        }
        UnitName.parse(unit.plan.slice())
                .ifPresent(slice -> {
                    table.relate(unit, UnitEdge.SLICE, slice);
                    table.relate(unit, UnitEdge.REQUIRES, slice);
                    table.relate(unit, UnitEdge.AFTER, slice);
                });
    }

    private void addForService(Unit unit) {
        if (config.isUserScope()) {
            table.relate(unit, UnitEdge.REQUIRES, BASIC);
        } else {
            table.relate(unit, UnitEdge.REQUIRES, SYSINIT);
            table.relate(unit, UnitEdge.AFTER, SYSINIT);
        }
        table.relate(unit, UnitEdge.AFTER, BASIC);
        if (unit.body instanceof UnitBody.Service service && isOnBus(service.definition())) {
            table.relate(unit, UnitEdge.AFTER, DBUS_SOCKET);
        }
        addShutdown(unit);
    }

    private static boolean isOnBus(ServiceDefinition definition) {
        return definition.type() == ServiceType.DBUS;
    }

    private void addForTrigger(Unit unit, UnitName target) {
        table.relate(unit, UnitEdge.BEFORE, target);
        addShutdown(unit);
    }

    private void addShutdown(Unit unit) {
        if (!unit.id().equals(SHUTDOWN.text())) {
            table.relate(unit, UnitEdge.BEFORE, SHUTDOWN);
            table.relate(unit, UnitEdge.CONFLICTS, SHUTDOWN);
        }
    }

    /** A target is reached when all that it pulls in are up, unless they say otherwise. */
    private static void addForTargets(Unit unit) {
        for (UnitEdge edge : PULLS) {
            if (unit.type() == UnitType.TARGET) {
                unit.edges(edge).forEach(pulled -> order(unit, pulled));
            }
            for (Unit target : unit.edges(edge.inverse())) {
                if (target.type() == UnitType.TARGET) {
                    order(target, unit);
                }
            }
        }
    }

    private static void order(Unit target, Unit pulled) {
        boolean isMeant =
                target.loadState() == LoadState.LOADED
                        && pulled.loadState() == LoadState.LOADED
                        && target.plan.defaultDependencies()
                        && pulled.plan.defaultDependencies()
                        && !target.hasEdge(UnitEdge.BEFORE, pulled);
        if (isMeant) {
            target.connect(UnitEdge.AFTER, pulled);
        }
    }
}
