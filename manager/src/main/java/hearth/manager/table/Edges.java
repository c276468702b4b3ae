package hearth.manager.table;

import hearth.manager.graph.UnitEdge;
import org.jspecify.annotations.Nullable;

/**
 * The far ends of a unit's edges of one kind, and a link to those of another kind: most units have
 * a handful of the forty kinds, and there are many units.
 */
public final class Edges extends UnitSet {
    final UnitEdge kind;
    final @Nullable Edges next;

    public Edges(UnitEdge kind, @Nullable Edges next) {
        this.kind = kind;
        this.next = next;
    }

    /** Returns those of a kind among these and those that they lead to; null: there are none. */
    static @Nullable Edges find(@Nullable Edges first, UnitEdge kind) {
        Edges some = first;
        while (some != null && some.kind != kind) {
            some = some.next;
        }
        return some;
    }
}
