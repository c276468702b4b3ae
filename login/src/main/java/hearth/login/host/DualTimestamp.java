package hearth.login.host;

/**
 * One moment on two clocks, as sessions and users show it on D-Bus and in their state files.
 *
 * @param realtimeUsec microseconds since 1970 (CLOCK_REALTIME)
 * @param monotonicUsec microseconds since boot (CLOCK_MONOTONIC)
 */
public record DualTimestamp(long realtimeUsec, long monotonicUsec) {}
