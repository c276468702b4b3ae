package hearth.unit.setting;

import java.util.Optional;

/**
 * How a directive's text becomes a value, how values of repeated directives meet, and how the value
 * looks on the bus.
 *
 * @param <T> the type of the values
 * @param name what a person calls it: "boolean", "time span"
 * @param parser from text to value
 * @param merge what a second line does
 * @param wire its usual shape on the bus
 */
public record ValueType<T>(String name, Parser<T> parser, Merge<T> merge, Wire<T> wire) {

    /** From text to value. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Returns the value; nothing, after a word to the reading, where the line is to be ignored.
         *
         * @param text what stands behind the equals sign, trimmed
         */
        Optional<T> parse(String text, Reading reading);
    }
}
