package hearth.unit.value.exec;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Some processors, or memory nodes: a bit each, since a line of seven characters can name all of
 * eight thousand. Immutable.
 */
public final class CpuSet {
    /** None at all. */
    public static final CpuSet NONE = of(new BitSet());

    private final BitSet numbers;

    private CpuSet(BitSet numbers) {
        this.numbers = numbers;
    }

    /** Returns the set of the bits that are set. */
    public static CpuSet of(BitSet numbers) {
        return new CpuSet((BitSet) numbers.clone());
    }

    /** Returns the set of these numbers. */
    public static CpuSet of(int... numbers) {
        BitSet bits = new BitSet();
        IntStream.of(numbers).forEach(bits::set);
        return new CpuSet(bits);
    }

    /** Adds these to {@code all}. */
    public void addTo(BitSet all) {
        all.or(numbers);
    }

    /** Returns the numbers, ascending. */
    public IntStream numbers() {
        return numbers.stream();
    }

    /** Returns the bits as sched_setaffinity(2) takes them, the lowest first. */
    public byte[] mask() {
        return numbers.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet that && numbers.equals(that.numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }

    @Override
    public String toString() {
        return numbers.toString();
    }
}
