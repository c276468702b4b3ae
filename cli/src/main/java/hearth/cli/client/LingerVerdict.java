package hearth.cli.client;

/**
 * What the administrator's policy says of a user.
 *
 * @param allows whether they may linger
 * @param longestUsec of a lease; {@link #WITHOUT_END}: as long as they like
 * @param rule which says so; empty for none
 */
public record LingerVerdict(boolean allows, long longestUsec, String rule) {
    /** The bits of the largest unsigned number, as on the bus. */
    public static final long WITHOUT_END = -1;

    /** Returns whether a lease has to have an end. */
    public boolean isBounded() {
        return longestUsec != WITHOUT_END;
    }
}
