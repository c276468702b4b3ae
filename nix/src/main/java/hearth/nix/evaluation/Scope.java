package hearth.nix.evaluation;

import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a place of a program can see, before it runs. Each scope but the global one
 * has an {@link hearth.nix.evaluation.Environment} of the same shape when it does.
 */
public final class Scope {
    private final @Nullable Scope parent;
    private final Map<String, Value> globals;
    private final Map<String, Integer> slots = new HashMap<>();
    private final boolean isWith;

    private Scope(@Nullable Scope parent, Map<String, Value> globals, boolean isWith) {
        this.parent = parent;
        this.globals = globals;
        this.isWith = isWith;
    }

    /** Returns the scope around a program. */
    public static Scope global(Map<String, Value> globals) {
        return new Scope(null, globals, false);
    }

    /** Returns a scope inside this one, with a slot for each name in their order. */
    public Scope nested(Collection<String> names) {
        Scope scope = new Scope(this, Map.of(), false);
        for (String name : names) {
            scope.slots.put(name, scope.slots.size());
        }
        return scope;
    }

    /** Returns the scope of a {@code with} inside this one. */
    public Scope nestedWith() {
        return new Scope(this, Map.of(), true);
    }

    /** Returns the value that a name has outside of all programs' scopes, or null. */
    public @Nullable Value globalOf(String name) {
        Scope scope = this;
        while (true) {
            Value value = scope.globals.get(name);
            Scope around = scope.parent;
            if (value != null || around == null) {
                return value;
            }
            scope = around;
        }
    }

    /** Where a variable's value lies: the slot of a scope so many levels around. */
    public record Place(int level, int slot) {}

    /** Returns where the innermost scope that defines a name has it, or null where none does. */
    public @Nullable Place placeOf(String name) {
        int level = 0;
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Integer slot = scope.slots.get(name);
            if (slot != null) {
                return new Place(level, slot);
            }
            level++;
        }
        return null;
    }

    /** Returns the levels of the enclosing {@code with}s, innermost first. */
    public int[] withLevels() {
        List<Integer> levels = new ArrayList<>();
        int level = 0;
        for (Scope scope = this; scope != null; scope = scope.parent) {
            if (scope.isWith) {
                levels.add(level);
            }
            level++;
        }
        int[] found = new int[levels.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = levels.get(i);
        }
        return found;
    }

    /** Returns all names that are defined here, for suggestions. */
    public Set<String> visibleNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Scope scope = this; scope != null; scope = scope.parent) {
            names.addAll(scope.slots.keySet());
            names.addAll(scope.globals.keySet());
        }
        return names;
    }
}
