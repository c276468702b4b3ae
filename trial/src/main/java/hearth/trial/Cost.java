package hearth.trial;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What a parser did with an input, without any clock.
 *
 * @param steps branches taken, and characters and elements looked at in searches
 * @param allocatedBytes of objects made, which is also what copying costs
 */
public record Cost(long steps, long allocatedBytes) {
    /** What is not the input's share: the parser's own tables, strings of messages. */
    private static final long FIXED_BYTES = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Returns why a parser's cost is not linear; empty where it is: four times the input may take
     * 4.8 times the steps, and 6 times the bytes, since arrays grow by doubling.
     *
     * @param parser what is counted, with everything of ours that it calls: a class with a
     *     constructor without arguments
     * @param inputs makes an input of a size; its type is one of the JDK's
     * @param size the smallest size, for which the fixed costs are small
     */
    public static <T> String fault(
            Class<? extends Consumer<T>> parser, IntFunction<T> inputs, int size) {
        Consumer<T> counted = counted(parser);
        of(counted, inputs.apply(4 * size)); // links and initializes what the parser uses
        Cost one = of(counted, inputs.apply(size));
        Cost four = of(counted, inputs.apply(4 * size));
        boolean isLinear =
                four.steps <= 4.8 * one.steps
                        && four.allocatedBytes <= 6 * one.allocatedBytes + FIXED_BYTES;
        Cost two = of(counted, inputs.apply(2 * size));
        return isLinear ? "" : "size " + size + ": " + one + ", twice: " + two + ", four: " + four;
    }

    @SuppressWarnings("unchecked") // a copy of the class that the caller gave
    private static <T> Consumer<T> counted(Class<? extends Consumer<T>> parser) {
        try {
            var constructor =
                    new CountingLoader(parser.getClassLoader())
                            .loadClass(parser.getName())
                            .getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Consumer<T>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(parser + " cannot be made", e);
        }
    }

    private static <T> Cost of(Consumer<T> parser, T input) {
        Counter.reset();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        parser.accept(input);
        return new Cost(Counter.steps(), THREADS.getCurrentThreadAllocatedBytes() - before);
    }
}
