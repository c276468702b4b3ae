package hearth.daemon.host;

import hearth.manager.host.Moment;
import hearth.manager.host.Wakeup;
import java.util.concurrent.TimeUnit;

/**
 * When those who have some slack are woken: the more of it they have, the rounder the time, so that
 * timers of all users ring at once.
 */
final class Wakeups {
    /** What times are rounded up to, the roundest first. */
    private static final long[] STEPS_USEC = {60_000_000, 10_000_000, 1_000_000, 250_000};

    private Wakeups() {}

    /**
     * Returns when to ring, in nanoseconds of CLOCK_MONOTONIC.
     *
     * @param now what both clocks show
     */
    static long ringNanos(Wakeup wakeup, Moment now) {
        long at =
                switch (wakeup.clock()) {
                    case MONOTONIC -> wakeup.atUsec();
                    case REALTIME -> wakeup.atUsec() - now.realtimeUsec() + now.monotonicUsec();
                };
        boolean isDue = at <= now.monotonicUsec(); // what has been missed is made up for at once
        long ring = isDue ? Math.max(0, at) : rounded(at, wakeup.slackUsec());
        return TimeUnit.MICROSECONDS.toNanos(ring);
    }

    private static long rounded(long atUsec, long slackUsec) {
        if (atUsec > Long.MAX_VALUE - STEPS_USEC[0]) {
            return atUsec; // never, as far as clocks go
        }
        for (long step : STEPS_USEC) {
            long round = Math.ceilDiv(atUsec, step) * step;
            if (round - atUsec <= slackUsec) {
                return round;
            }
        }
        return atUsec;
    }
}
