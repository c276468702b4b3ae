package hearth.nix.value;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The promise of a value: computed when it is first asked for, and kept. Confined to the thread of
 * its evaluation.
 *
 * <p>While it is computed it is black: who asks for it then needs the value to make the value,
 * which is an endless recursion and said to be one.
 */
@SuppressWarnings("ReferenceEquality") // black is one object, whatever equals it
public abstract non-sealed class Thunk implements Lazy {
    /** What a black thunk holds. */
    private static final Value BLACK = new IntValue(0);

    private @Nullable Value value;

    /** Returns the promise of what a supplier returns. */
    public static Thunk of(Supplier<? extends Value> supplier) {
        return new Supplied(supplier);
    }

    /** Returns the value; called again only if it threw. */
    protected abstract Value compute();

    /** Drops what only computing took, so that it can be collected. */
    protected void release() {}

    @Override
    public final Value force() {
        Value known = value;
        if (known != null && known != BLACK) {
            return known;
        }
        if (known != null) {
            throw new NixException(
                    NixException.Kind.INFINITE_RECURSION,
                    "infinite recursion encountered",
                    Position.NONE);
        }
        value = BLACK;
        try {
            known = compute();
        } finally {
            value = known;
        }
        release();
        return known;
    }

    /** What a supplier returns. */
    private static final class Supplied extends Thunk {
        private @Nullable Supplier<? extends Value> supplier;

        Supplied(Supplier<? extends Value> supplier) {
            this.supplier = supplier;
        }

        @Override
        protected Value compute() {
            Supplier<? extends Value> source = supplier;
            if (source == null) {
                throw new IllegalStateException("computed twice");
            }
            return source.get();
        }

        @Override
        protected void release() {
            supplier = null;
        }
    }

    /** Returns whether the value has been computed. */
    public final boolean isForced() {
        return value != null && value != BLACK;
    }
}
