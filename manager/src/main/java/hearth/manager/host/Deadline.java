package hearth.manager.host;

/**
 * A timer that is set.
 *
 * @param token of the timer; 0: none is set
 * @param atMonotonicUsec when it runs out
 */
public record Deadline(long token, long atMonotonicUsec) {
    /** None is set. */
    public static final Deadline NONE = new Deadline(0, Long.MAX_VALUE);

    /** Returns whether one is set. */
    public boolean isSet() {
        return token != 0;
    }
}
