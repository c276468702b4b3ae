package hearth.daemon.user;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** How often one user's hand has ended uninvited: one that doesn't stay is not started for ever. */
public final class HandLosses {
    /** Hands of one user that may end uninvited within {@link #WINDOW_NANOS}. */
    static final int LOSSES_MAX = 5;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ArrayDeque<Long> times = new ArrayDeque<>();

    /**
     * Counts a loss.
     *
     * @param nowNanos of a clock that only goes forward
     * @return whether another hand is to be tried
     */
    public boolean mayLose(long nowNanos) {
        while (!times.isEmpty() && nowNanos - times.getFirst() > WINDOW_NANOS) {
            times.removeFirst();
        }
        times.addLast(nowNanos);
        return times.size() <= LOSSES_MAX;
    }
}
