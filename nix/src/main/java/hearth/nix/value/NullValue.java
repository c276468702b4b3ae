package hearth.nix.value;

/** {@code null}. */
public enum NullValue implements Value {
    /** The only one. */
    NULL;

    @Override
    public ValueType type() {
        return ValueType.NULL;
    }
}
