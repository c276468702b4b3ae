package hearth.nix.render;

import hearth.nix.declaration.Value;
import java.util.Locale;

/** Values as text, as both module systems write them. */
final class Scalars {
    private Scalars() {}

    /** Returns what stands behind the {@code =}. */
    static String text(Value.Scalar scalar) {
        return switch (scalar) {
            case Value.Bool(boolean value) -> Boolean.toString(value);
            case Value.Int(long value) -> Long.toString(value);
            case Value.Real(double value) -> String.format(Locale.ROOT, "%f", value);
            case Value.Text(String value) -> value;
            case Value.Null() -> "";
        };
    }

    /** Writes a directive: one line for a scalar, one for each element of a list. */
    static void write(StringBuilder text, String key, Value value) {
        for (Value.Scalar scalar : value.scalars()) {
            text.append(key).append('=').append(text(scalar)).append('\n');
        }
    }
}
