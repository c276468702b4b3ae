package hearth.cli.client;

/**
 * A lease that is asked for.
 *
 * @param uid whose
 * @param owner for whom; empty for none
 * @param reason why; empty for none
 */
public record LeaseWish(long uid, String owner, String reason, End end) {
    /** Until when. */
    public sealed interface End {
        /** Until it is revoked. */
        record Never() implements End {}

        /** For a time from now on. */
        record For(long usec) implements End {}

        /** Until a time, in microseconds since 1970. */
        record Until(long usec) implements End {}

        /** As long as the machine runs on. */
        record Reboot() implements End {}

        /** As long as a unit of that user's is active. */
        record While(String unit) implements End {}
    }
}
