package hearth.nix.value;

/**
 * A float.
 *
 * @param value the float
 */
public record FloatValue(double value) implements Value {
    @Override
    public ValueType type() {
        return ValueType.FLOAT;
    }
}
