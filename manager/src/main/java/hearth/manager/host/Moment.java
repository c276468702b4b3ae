package hearth.manager.host;

import hearth.unit.time.TimeSpan;

/**
 * One point in time on both clocks; microseconds.
 *
 * @param realtimeUsec since the epoch; 0 means never
 * @param monotonicUsec since boot; 0 means never
 */
public record Moment(long realtimeUsec, long monotonicUsec) {
    /** The time of what has not happened. */
    public static final Moment NEVER = new Moment(0, 0);

    /** Returns whether this is {@link #NEVER}. */
    public boolean isNever() {
        return monotonicUsec == 0;
    }

    /**
     * Returns the monotonic time a span after this; {@link Long#MAX_VALUE} where that has no end.
     */
    public long plus(TimeSpan span) {
        return plus(span, 0);
    }

    /**
     * Returns the monotonic time a span and some more after this; {@link Long#MAX_VALUE} where that
     * has no end, or is beyond what a clock shows.
     *
     * @param moreUsec not negative
     */
    public long plus(TimeSpan span, long moreUsec) {
        long end = monotonicUsec + span.usec();
        long later = end + moreUsec;
        return span.isInfinite() || end < 0 || later < 0 ? Long.MAX_VALUE : later;
    }
}
