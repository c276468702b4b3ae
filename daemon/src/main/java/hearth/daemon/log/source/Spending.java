package hearth.daemon.log.source;

/**
 * What is spent in an interval, and how many entries were not kept for want of more. Belongs to the
 * thread that writes logs.
 */
public final class Spending {
    private final long intervalUsec;
    private long beganUsec;
    private long spent;
    private long suppressed;

    /** Suppressed in intervals before. */
    private long due;

    /** Makes one of which nothing is spent. */
    public Spending(long intervalUsec) {
        this.intervalUsec = intervalUsec;
    }

    /** Makes one that goes on from another, with another interval. */
    Spending(long intervalUsec, Spending before) {
        this.intervalUsec = intervalUsec;
        beganUsec = before.beganUsec;
        spent = before.spent;
        suppressed = before.suppressed;
        due = before.due;
    }

    /** Spends some, now; returns whether that was left of so much. */
    public boolean spend(long nowUsec, long amount, long most) {
        begin(nowUsec);
        if (spent + amount > most) {
            return false;
        }
        spent += amount;
        return true;
    }

    /** Returns how much is left of so much. */
    public long left(long nowUsec, long most) {
        begin(nowUsec);
        return Math.max(0, most - spent);
    }

    private void begin(long nowUsec) {
        if (isOver(nowUsec)) {
            beganUsec = nowUsec;
            spent = 0;
            due += suppressed;
            suppressed = 0;
        }
    }

    private boolean isOver(long nowUsec) {
        return nowUsec - beganUsec >= intervalUsec;
    }

    /** Counts entries that were not kept. */
    public void suppress(long count) {
        suppressed += count;
    }

    /**
     * Returns how many were not kept since this was asked last, of intervals that are over: another
     * has begun, or could.
     */
    public long takeSuppressed(long nowUsec) {
        long count = due;
        due = 0;
        if (isOver(nowUsec)) {
            count += suppressed;
            suppressed = 0;
        }
        return count;
    }

    /** Returns whether some were not kept of which nobody knows yet. */
    public boolean hasSuppressed() {
        return suppressed + due > 0;
    }
}
