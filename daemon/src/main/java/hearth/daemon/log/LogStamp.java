package hearth.daemon.log;

import hearth.manager.host.Moment;

/**
 * When lines were read: a microsecond apart at least, so that no two are the same. The clock is
 * asked once for all that was read at once.
 */
final class LogStamp {
    private long realtimeUsec;
    private long monotonicUsec;

    /** Goes on from now. */
    void set(Moment now) {
        long ahead = Math.max(0, monotonicUsec - now.monotonicUsec());
        realtimeUsec = now.realtimeUsec() + ahead;
        monotonicUsec = now.monotonicUsec() + ahead;
    }

    /** Goes on to the next line. */
    void next() {
        realtimeUsec++;
        monotonicUsec++;
    }

    long realtimeUsec() {
        return realtimeUsec;
    }

    long monotonicUsec() {
        return monotonicUsec;
    }
}
