package hearth.unit.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The shape of a value on the bus, in neutral Java: {@code b} is Boolean; {@code y q i u} Integer
 * or Long; {@code x t} Long (unsigned bits); {@code s o} String; {@code ay} {@code byte[]}; any
 * other array and any struct a {@link List} of its members.
 *
 * @param <T> the type of the values
 * @param signature the D-Bus signature
 * @param reader from value to neutral object; what a client reads
 * @param writer from neutral object to text; what a client sets
 */
public record Wire<T>(String signature, Function<? super T, Object> reader, Writer writer) {

    /** Turns what a client sets into what stands behind the equals sign. */
    @FunctionalInterface
    public interface Writer {
        /** Refuses: the property can only be read. */
        Writer READ_ONLY =
                (before, value) -> {
                    throw new IllegalArgumentException("property can only be read");
                };

        /**
         * Returns the texts of the setting's lines after the change.
         *
         * @param before the texts of its lines until now
         * @param value the neutral object, of the wire's signature
         * @throws IllegalArgumentException where the value has no text; the message is for people
         */
        List<String> write(List<String> before, Object value);
    }

    /** Returns whether clients can set it. */
    public boolean isSettable() {
        return !writer.equals(Writer.READ_ONLY);
    }

    /** Returns the wire of a value that one line writes. */
    public static <T> Wire<T> scalar(
            String signature, Function<? super T, Object> reader, Function<Object, String> text) {
        return new Wire<>(signature, reader, (before, value) -> List.of(text.apply(value)));
    }

    /** Returns the wire of a list: each member one line more, an empty list a reset. */
    public static <T> Wire<T> list(
            String signature, Function<? super T, Object> reader, Function<Object, String> text) {
        return new Wire<>(
                signature,
                reader,
                (before, value) -> {
                    List<?> members = (List<?>) value;
                    if (members.isEmpty()) {
                        return List.of("");
                    }
                    List<String> lines = new ArrayList<>(before);
                    members.forEach(member -> lines.add(text.apply(member)));
                    return lines;
                });
    }

    /** Returns the wire of a list that is written with a reset before its first member. */
    public static <T> Wire<T> listAnew(
            String signature, Function<? super T, Object> reader, Function<Object, String> text) {
        Wire<T> list = list(signature, reader, text);
        return new Wire<>(
                signature,
                reader,
                (before, value) ->
                        list.writer().write(before.isEmpty() ? List.of("") : before, value));
    }

    /** Returns the wire of a property that clients only read. */
    public static <T> Wire<T> readOnly(String signature, Function<? super T, Object> reader) {
        return new Wire<>(signature, reader, Writer.READ_ONLY);
    }

    /** Returns a text so that no specifier in it is resolved. */
    public static String literal(Object text) {
        return text.toString().replace("%", "%%");
    }
}
