package hearth.nix.evaluation;

import hearth.nix.value.Lazy;
import org.jspecify.annotations.Nullable;

/**
 * The values of one scope's variables, by slot, and the scope around it. A {@code with} is a scope
 * of one slot that holds the set. Slots are filled once, before anybody can ask for them.
 */
public final class Environment {
    private final Evaluation evaluation;
    private final @Nullable Environment parent;
    private final @Nullable Lazy[] slots;

    private Environment(Evaluation evaluation, @Nullable Environment parent, int size) {
        this.evaluation = evaluation;
        this.parent = parent;
        this.slots = new Lazy[size];
    }

    /** Returns the outermost environment of a run. */
    public static Environment root(Evaluation evaluation) {
        return new Environment(evaluation, null, 0);
    }

    /** Returns a new scope inside this one. */
    public Environment nested(int size) {
        return new Environment(evaluation, this, size);
    }

    /** Returns the run. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** Fills a slot. */
    public void set(int slot, Lazy value) {
        slots[slot] = value;
    }

    /** Returns what a slot holds, which is null while its scope is still being filled. */
    public @Nullable Lazy get(int slot) {
        return slots[slot];
    }

    /** Returns the environment so many scopes around this one. */
    public Environment outer(int levels) {
        Environment found = this;
        for (int i = 0; i < levels; i++) {
            Environment around = found.parent;
            if (around == null) {
                throw new IllegalStateException(
                        "a variable was bound to a scope that is not there");
            }
            found = around;
        }
        return found;
    }
}
