package hearth.cli.client;

/**
 * A line that a unit wrote.
 *
 * @param realtimeUsec when, since the epoch
 * @param monotonicUsec when, since boot; never goes back
 * @param priority 0 (emergency) to 7 (debug)
 * @param text without its line feed
 */
public record LogLine(long realtimeUsec, long monotonicUsec, int priority, String text) {}
