package hearth.daemon.log.source;

import java.util.Map;

/**
 * How much is kept of what somebody logs: so much in an interval, and a count of the rest. Belongs
 * to the thread that writes logs.
 */
public final class RateLimit {
    /** What journald gives a unit whose settings say nothing. */
    public static final Rate DEFAULT = new Rate(30_000_000, 10_000);

    /** Who says what was not kept, for those who look for journald's words. */
    public static final String SPEAKER = "systemd-journald";

    /** What journald calls such an entry by. */
    private static final String MESSAGE_ID = "a596d6fe7bfa4994828e72309e95d61e";

    private final Rate rate;
    private long beganUsec;
    private long spent;
    private long suppressed;
    private boolean hasBegun;

    /**
     * So much in an interval; no limit where either is 0, as for journald.
     *
     * @param most how many lines, or what else is counted
     */
    public record Rate(long intervalUsec, long most) {
        /** Returns whether there is a limit. */
        public boolean isLimit() {
            return intervalUsec > 0 && most > 0;
        }
    }

    /** Returns what is said of entries that were not kept, as journald words it. */
    public static String text(long count, String unit) {
        return "Suppressed " + count + " messages from " + unit;
    }

    /** Returns the fields that such an entry has besides. */
    public static Map<String, String> fields(long count) {
        return Map.of("MESSAGE_ID", MESSAGE_ID, "N_DROPPED", Long.toString(count));
    }

    /** Makes one of which nothing is spent. */
    public RateLimit(Rate rate) {
        this.rate = rate;
    }

    /** Returns the limit. */
    public Rate rate() {
        return rate;
    }

    /** Spends some, now; returns whether that was left, and counts it otherwise. */
    public boolean admits(long nowUsec, long cost) {
        if (!rate.isLimit()) {
            return true;
        }
        if (isOver(nowUsec)) {
            beganUsec = nowUsec;
            spent = 0;
            hasBegun = true;
        }
        if (spent + cost > rate.most()) {
            suppressed++;
            return false;
        }
        spent += cost;
        return true;
    }

    /** Counts one that something else did not admit; returns false, as {@link #admits} would. */
    public boolean refuse() {
        suppressed++;
        return false;
    }

    /** Takes over what another limit has counted. */
    public void goOnFrom(RateLimit before, long nowUsec) {
        suppressed += before.suppressed;
        beganUsec = nowUsec;
        hasBegun = true;
    }

    /** Returns whether the interval in which something was spent is over. */
    public boolean isOver(long nowUsec) {
        return !hasBegun || nowUsec - beganUsec >= rate.intervalUsec();
    }

    /**
     * Returns how many were not admitted since this was asked last, once their interval is over.
     */
    public long takeSuppressed(long nowUsec) {
        if (suppressed == 0 || !isOver(nowUsec)) {
            return 0;
        }
        long count = suppressed;
        suppressed = 0;
        return count;
    }

    /** Returns whether some were not admitted of which nobody knows yet. */
    public boolean hasSuppressed() {
        return suppressed > 0;
    }
}
