package hearth.dbus.object;

import hearth.dbus.DbusPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which objects there are, by patterns: asked for each call, so that objects cost nothing.
 * Immutable.
 */
public final class PathTable {
    private final List<Route> routes;

    private PathTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** A row: one object, or all children of a path. */
    public sealed interface Route {
        /** The object at exactly this path. */
        record Exact(DbusPath path, Supplier<List<BoundInterface<?>>> interfaces)
                implements Route {}

        /**
         * The children of a path.
         *
         * @param parent for example {@code /org/freedesktop/systemd1/unit}
         * @param find gives the interfaces of the child with this name (unescaped); empty where
         *     there is none
         * @param names lists the children's names (unescaped) for the introspection of the parent
         */
        record Children(
                DbusPath parent,
                Function<String, Optional<List<BoundInterface<?>>>> find,
                Supplier<List<String>> names)
                implements Route {}
    }

    /** Returns a table; the first row that has an object wins. */
    public static PathTable of(List<Route> routes) {
        return new PathTable(routes);
    }

    /** Returns an object's interfaces; empty where there is no object. */
    public Optional<List<BoundInterface<?>>> find(DbusPath path) {
        for (Route route : routes) {
            Optional<List<BoundInterface<?>>> found =
                    switch (route) {
                        case Route.Exact exact ->
                                exact.path().equals(path)
                                        ? Optional.of(exact.interfaces().get())
                                        : Optional.empty();
                        case Route.Children children ->
                                path.childOf(children.parent()).flatMap(children.find());
                    };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the labels (escaped) of the nodes right below a path, sorted; empty where it leads
     * nowhere.
     */
    public List<String> childrenOf(DbusPath path) {
        var labels = new TreeSet<String>();
        for (Route route : routes) {
            switch (route) {
                case Route.Exact exact -> addStep(labels, path, exact.path());
                case Route.Children children -> {
                    addStep(labels, path, children.parent());
                    if (children.parent().equals(path)) {
                        children.names().get().stream().map(DbusPath::escape).forEach(labels::add);
                    }
                }
            }
        }
        return List.copyOf(labels);
    }

    /** Adds the label by which one goes from {@code path} towards {@code target} below it. */
    private static void addStep(Set<String> labels, DbusPath path, DbusPath target) {
        if (target.equals(path) || !target.isWithin(path)) {
            return;
        }
        int start = path.equals(DbusPath.ROOT) ? 1 : path.text().length() + 1;
        int slash = target.text().indexOf('/', start);
        labels.add(target.text().substring(start, slash < 0 ? target.text().length() : slash));
    }
}
