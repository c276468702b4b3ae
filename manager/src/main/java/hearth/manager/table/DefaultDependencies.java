package hearth.manager.table;

import hearth.manager.ManagerConfig;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.type.Implied;
import hearth.unit.UnitName;
import java.util.List;

/**
 * The dependencies that units have without writing them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     AUTOMATIC DEPENDENCIES</a>
 */
public final class DefaultDependencies {
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
    private final Mirror mirror;

    public DefaultDependencies(ManagerConfig config, UnitTable table, Mirror mirror) {
        this.config = config;
        this.table = table;
        this.mirror = mirror;
    }

    public void add(UnitEntry unit) {
        addSlice(unit);
        mirror.addNeeds(unit);
        for (Implied implied : unit.body().ownDependencies()) {
            table.relate(unit, implied.edge(), implied.unit());
        }
        if (!unit.plan().defaultDependencies() || unit.isPerpetual()) {
            return;
        }
        for (Implied implied : unit.body().defaultDependencies(config.scope())) {
            table.relate(unit, implied.edge(), implied.unit());
        }
    }

    private void addSlice(UnitEntry unit) {
        if (unit.plan().slice().isEmpty()) {
            return;
        }
        UnitName.parse(unit.plan().slice())
                .ifPresent(slice -> {
                    table.relate(unit, UnitEdge.SLICE, slice);
                    table.relate(unit, UnitEdge.REQUIRES, slice);
                    table.relate(unit, UnitEdge.AFTER, slice);
                });
    }

    /**
     * A target is reached when all that it pulls in are up, unless they say otherwise; to be called
     * when all that they say is known.
     */
    static void orderTargets(UnitEntry unit) {
        for (UnitEdge edge : PULLS) {
            if (unit.type().comesAfterWhatItPullsIn()) {
                unit.edges(edge).forEach(pulled -> order(unit, pulled));
            }
            for (UnitEntry target : unit.edges(edge.inverse())) {
                if (target.type().comesAfterWhatItPullsIn()) {
                    order(target, unit);
                }
            }
        }
    }

    private static void order(UnitEntry target, UnitEntry pulled) {
        boolean isMeant =
                target.loadState() == LoadState.LOADED
                        && pulled.loadState() == LoadState.LOADED
                        && target.plan().defaultDependencies()
                        && pulled.plan().defaultDependencies()
                        && !target.hasEdge(UnitEdge.BEFORE, pulled);
        if (isMeant) {
            target.connect(UnitEdge.AFTER, pulled);
        }
    }
}
