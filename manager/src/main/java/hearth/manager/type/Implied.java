package hearth.manager.type;

import hearth.manager.graph.UnitEdge;
import hearth.unit.UnitName;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dependency that nobody has written.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     AUTOMATIC DEPENDENCIES</a>
 */
public record Implied(UnitEdge edge, UnitName unit) {
    private static final UnitName SHUTDOWN = new UnitName("shutdown.target");

    /** Returns what units depend on that are up before a target is reached. */
    public static List<Implied> upBefore(String target) {
        return Stream.concat(
                        Stream.of(new Implied(UnitEdge.BEFORE, new UnitName(target))),
                        SHUTDOWN_ENDS_IT.stream())
                .toList();
    }

    /** Returns what a unit depends on that starts another. */
    public static List<Implied> ofTrigger(UnitName triggered) {
        return List.of(
                new Implied(UnitEdge.TRIGGERS, triggered), new Implied(UnitEdge.BEFORE, triggered));
    }

    /** What ends before the manager does: almost everything. */
    public static final List<Implied> SHUTDOWN_ENDS_IT =
            List.of(
                    new Implied(UnitEdge.BEFORE, SHUTDOWN),
                    new Implied(UnitEdge.CONFLICTS, SHUTDOWN));
}
