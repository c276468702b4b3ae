package hearth.nix.value;

/**
 * An integer.
 *
 * @param value the integer
 */
public record IntValue(long value) implements Value {
    @Override
    public ValueType type() {
        return ValueType.INT;
    }
}
