package hearth.manager.table;

/**
 * The numbers that questions carry. Those of a unit lie in a block of their own, so that an answer
 * finds its way back; the lower half of a block is the machine's, the upper half is for what others
 * ask about the unit.
 */
public final class Tokens {
    private static final int BITS = 32;
    private static final long OF_UNIT = 1L << (BITS - 1);

    private Tokens() {}

    /** Returns the first token of the machine of a unit. */
    static long firstOfMachine(int index) {
        return ((long) index << BITS) + 1;
    }

    /** Returns a token for a question about a unit that its machine does not ask. */
    static long ofUnit(int index, int number) {
        return ((long) index << BITS) | OF_UNIT | number;
    }

    /** Returns the index of the unit whose block a token lies in. */
    static int index(long token) {
        return (int) (token >>> BITS);
    }

    /** Returns whether a question is not the machine's. */
    public static boolean isOfUnit(long token) {
        return (token & OF_UNIT) != 0;
    }
}
