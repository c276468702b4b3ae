package hearth.unit.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * What a directive that is written again does to what is there.
 *
 * @param <T> the type of the values
 * @param empty what a line without a value does
 * @param sum begins the making of one value of all that were written
 */
public record Merge<T>(Empty empty, Supplier<Sum<T>> sum) {

    /** What {@code Name=} with nothing behind it means. */
    public enum Empty {
        /** It is parsed like any other text. */
        PARSED,
        /** What was written before is forgotten. */
        RESETS,
        /** It does nothing. */
        IGNORED
    }

    /**
     * One value in the making. Adding costs what the added value has, however much is there: a file
     * may write a directive thousands of times.
     */
    public interface Sum<T> {
        /** Takes the next value in the order written. */
        void add(T value);

        /** Returns what all values are together; there was at least one. */
        T total();
    }

    /** Returns the rule "the last one counts"; an empty one is up to the parser. */
    public static <T> Merge<T> assign() {
        return folding(Empty.PARSED, (earlier, later) -> later);
    }

    /** Returns the rule "the last one counts, and an empty one restores the default". */
    public static <T> Merge<T> assignOrReset() {
        return folding(Empty.RESETS, (earlier, later) -> later);
    }

    /** Returns the rule "each one adds to the list, and an empty one empties it". */
    public static <E> Merge<List<E>> append() {
        return new Merge<>(Empty.RESETS, Concatenation::new);
    }

    /** Returns the rule of dependencies: each one adds, and nothing takes away. */
    public static <E> Merge<List<E>> appendOnly() {
        return new Merge<>(Empty.IGNORED, Concatenation::new);
    }

    /** Returns a rule for values whose size has a bound of its own, such as sets of signals. */
    public static <T> Merge<T> folding(Empty empty, BinaryOperator<T> join) {
        return new Merge<>(empty, () -> new Fold<>(join));
    }

    private static final class Concatenation<E> implements Sum<List<E>> {
        private final List<E> all = new ArrayList<>();

        @Override
        public void add(List<E> value) {
            all.addAll(value);
        }

        @Override
        public List<E> total() {
            return List.copyOf(all);
        }
    }

    private static final class Fold<T> implements Sum<T> {
        private final BinaryOperator<T> join;
        private final List<T> last = new ArrayList<>(1); // the value, once there is one

        Fold(BinaryOperator<T> join) {
            this.join = join;
        }

        @Override
        public void add(T value) {
            if (last.isEmpty()) {
                last.add(value);
            } else {
                last.set(0, join.apply(last.getFirst(), value));
            }
        }

        @Override
        public T total() {
            return last.getFirst();
        }
    }
}
