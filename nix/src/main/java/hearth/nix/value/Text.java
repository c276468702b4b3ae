package hearth.nix.value;

import hearth.nix.source.ByteStrings;

/**
 * A string. Strings carry no context here, since there is no store whose paths one could depend on.
 *
 * @param bytes its bytes, one character each; what a person reads is {@link #toString()}
 * @see ByteStrings
 */
public record Text(String bytes) implements Value {
    /** The empty string. */
    public static final Text EMPTY = new Text("");

    /** Returns the string of ordinary text, encoded as UTF-8. */
    public static Text of(String text) {
        return new Text(ByteStrings.encode(text));
    }

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    /** Returns it as ordinary text; what is no UTF-8 becomes U+FFFD. */
    @Override
    public String toString() {
        return ByteStrings.decode(bytes);
    }
}
