package hearth.journal;

/**
 * When an entry was written.
 *
 * @param realtimeUsec microseconds since 1970
 * @param monotonicUsec microseconds of CLOCK_MONOTONIC
 * @param boot the boot that the second belongs to
 */
public record EntryTime(long realtimeUsec, long monotonicUsec, Id128 boot) {}
