package hearth.daemon.log.source;

import java.util.Arrays;
import java.util.Map;

/**
 * How many entries are kept of what somebody logs: so many of each class of priorities in an
 * interval, and a count of the rest. A flood of one class keeps nothing of another out. Belongs to
 * the thread that writes logs.
 */
public final class RateLimit {
    /** What journald gives a unit whose settings say nothing. */
    public static final Rate DEFAULT = new Rate(30_000_000, 10_000);

    /** Who says what was not kept, for those who look for journald's words. */
    public static final String SPEAKER = "systemd-journald";

    /** What journald calls such an entry by. */
    private static final String MESSAGE_ID = "a596d6fe7bfa4994828e72309e95d61e";

    /** Classes of priorities, as journald counts them. */
    private static final int CLASSES = 5;

    private static final int CRITICAL = 2;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFORMATION = 6;

    private final Rate rate;
    private final Spending[] classes = new Spending[CLASSES];

    /**
     * So much in an interval; no limit where either is 0, as for journald.
     *
     * @param most how many entries of each class
     */
    public record Rate(long intervalUsec, long most) {
        /** Returns whether there is a limit. */
        public boolean isLimit() {
            return intervalUsec > 0 && most > 0;
        }
    }

    /** Returns the class of a priority, 0 the most important. */
    public static int classOf(int priority) {
        if (priority <= CRITICAL) {
            return 0;
        }
        return switch (priority) {
            case ERROR -> 1;
            case WARNING -> 2;
            default -> priority <= INFORMATION ? 3 : CLASSES - 1;
        };
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
        Arrays.setAll(classes, _ -> new Spending(rate.intervalUsec()));
    }

    /** Makes one that goes on with what another has counted, which counts no more. */
    public RateLimit(Rate rate, RateLimit before) {
        this.rate = rate;
        Arrays.setAll(classes, i -> new Spending(rate.intervalUsec(), before.classes[i]));
    }

    /** Returns the limit. */
    public Rate rate() {
        return rate;
    }

    /** Counts an entry, now; returns whether that many are kept of its class. */
    public boolean admits(long nowUsec, int priority) {
        Spending ofClass = classes[classOf(priority)];
        boolean isKept = !rate.isLimit() || ofClass.spend(nowUsec, 1, rate.most());
        if (!isKept) {
            ofClass.suppress(1);
        }
        return isKept;
    }

    /** Returns how many were not kept since this was asked last, of intervals that are over. */
    public long takeSuppressed(long nowUsec) {
        return Arrays.stream(classes).mapToLong(one -> one.takeSuppressed(nowUsec)).sum();
    }

    /** Returns how many were not kept since that was asked last. */
    public long takeAllSuppressed() {
        return takeSuppressed(Long.MAX_VALUE);
    }

    /** Returns whether some were not kept of which nobody knows yet. */
    public boolean hasSuppressed() {
        return Arrays.stream(classes).anyMatch(Spending::hasSuppressed);
    }
}
