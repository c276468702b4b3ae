package hearth.nix.lib;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.option.OptionType;
import hearth.nix.value.Value;

/**
 * A function that returns a type, such as {@code types.listOf}.
 *
 * @param nixName its name below {@code types}
 * @param arity the number of its arguments
 * @param maker returns the type
 */
record TypeFunction(String nixName, int arity, Maker maker) implements Builtin.Body {
    /** Makes a type. */
    @FunctionalInterface
    interface Maker {
        /** Returns the type that a call asks for. */
        OptionType make(Call call);
    }

    @Override
    public Value apply(Call call) {
        return TypeHandle.value(nixName, maker.make(call));
    }
}
