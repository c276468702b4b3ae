package hearth.nix.option;

import hearth.nix.value.Thunk;
import hearth.nix.value.Value;
import java.util.function.Supplier;

/** A value that Java computes when it is first asked for. */
public final class Later extends Thunk {
    private final Supplier<? extends Value> supplier;

    private Later(Supplier<? extends Value> supplier) {
        this.supplier = supplier;
    }

    /** Returns the promise of what a supplier will return. */
    public static Later of(Supplier<? extends Value> supplier) {
        return new Later(supplier);
    }

    @Override
    protected Value compute() {
        return supplier.get();
    }
}
