package hearth.api.systemd1.world;

/**
 * A line of a unit's log.
 *
 * @param realtimeUsec when, since the epoch
 * @param monotonicUsec when, since boot
 * @param priority 0 (emergency) to 7 (debug)
 * @param text without its line feed
 */
public record LogLine(long realtimeUsec, long monotonicUsec, int priority, String text) {}
