package hearth.nix.value;

/** A truth value. */
public enum BoolValue implements Value {
    /** {@code false}. */
    FALSE,
    /** {@code true}. */
    TRUE;

    /** Returns the value of a boolean. */
    public static BoolValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Returns whether it is {@link #TRUE}. */
    public boolean isTrue() {
        return this == TRUE;
    }

    @Override
    public ValueType type() {
        return ValueType.BOOL;
    }
}
