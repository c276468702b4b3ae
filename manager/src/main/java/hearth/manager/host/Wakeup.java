package hearth.manager.host;

/**
 * When a manager wants to be woken.
 *
 * @param clock the one that is meant
 * @param atUsec what it shows then, in microseconds
 * @param slackUsec how much later it may be, so that many are woken at once
 */
public record Wakeup(Clock clock, long atUsec, long slackUsec) {

    /** A clock. */
    public enum Clock {
        /** Since the machine's boot; it stands still while the machine is suspended. */
        MONOTONIC,
        /** Since 1970; it may be set. */
        REALTIME
    }
}
