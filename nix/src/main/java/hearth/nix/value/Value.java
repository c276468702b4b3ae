package hearth.nix.value;

/**
 * A value of the Nix language, evaluated to its outermost constructor. Immutable, but for the lazy
 * ones inside.
 */
public sealed interface Value extends Lazy
        permits NullValue,
                BoolValue,
                IntValue,
                FloatValue,
                Text,
                PathValue,
                ListValue,
                AttributeSet,
                Function {
    @Override
    default Value force() {
        return this;
    }

    /** Returns which type of the language it has. */
    ValueType type();
}
