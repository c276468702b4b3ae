package hearth.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * What a directive that is written again does to what is there.
 *
 * @param <T> the type of the values
 * @param empty what a line without a value does
 * @param join makes one value of the earlier and the later one
 */
public record Merge<T>(Empty empty, BinaryOperator<T> join) {

    /** What {@code Name=} with nothing behind it means. */
    public enum Empty {
        /** It is parsed like any other text. */
        PARSED,
        /** What was written before is forgotten. */
        RESETS,
        /** It does nothing. */
        IGNORED
    }

    /** Returns the rule "the last one counts"; an empty one is up to the parser. */
    public static <T> Merge<T> assign() {
        return new Merge<>(Empty.PARSED, (earlier, later) -> later);
    }

    /** Returns the rule "the last one counts, and an empty one restores the default". */
    public static <T> Merge<T> assignOrReset() {
        return new Merge<>(Empty.RESETS, (earlier, later) -> later);
    }

    /** Returns the rule "each one adds to the list, and an empty one empties it". */
    public static <E> Merge<List<E>> append() {
        return new Merge<>(Empty.RESETS, Merge::concatenation);
    }

    /** Returns the rule of dependencies: each one adds, and nothing takes away. */
    public static <E> Merge<List<E>> appendOnly() {
        return new Merge<>(Empty.IGNORED, Merge::concatenation);
    }

    private static <E> List<E> concatenation(List<E> earlier, List<E> later) {
        List<E> all = new ArrayList<>(earlier.size() + later.size());
        all.addAll(earlier);
        all.addAll(later);
        return List.copyOf(all);
    }
}
