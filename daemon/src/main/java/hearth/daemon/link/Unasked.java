package hearth.daemon.link;

import hearth.linux.Polling;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a hand may tell without having been asked: so many events that nobody has handled yet, and
 * so many a second. Who tells more isn't read for a while, and what it has to say waits with it.
 *
 * <p>Belongs to the reactor, but for {@link #handled}.
 */
final class Unasked {
    /**
     * Bytes of an event: paths in the cgroup tree are 1,024 at most, names of units 255; with them
     * its first word, which has the variables that PAM has set.
     */
    static final int BYTES_MAX = 2 * 1024;

    static final int FIRST_BYTES_MAX = 256 * 1024;

    /** Events that may wait in the mailbox: 8 MB at the very most, mostly one. */
    static final int WAITING_MAX = 4_096;

    /** Read again when so few are left: not at each one. */
    static final int WAITING_LOW = WAITING_MAX / 2;

    /** At once: all that a hand can have to say of itself to a new brain. */
    static final int BURST = 50_000;

    /** A second, in the long run: more than a machine can start processes. */
    static final int RATE = 5_000;

    private final Polling polling;
    private final AtomicInteger waiting = new AtomicInteger();
    private long left = BURST;
    private long countedNanos;

    Unasked(Polling polling) {
        this.polling = polling;
        countedNanos = now();
    }

    private long now() {
        return polling.nowNanos(Polling.Clock.MONOTONIC);
    }

    /** Counts an event that is passed on. */
    void told() {
        waiting.incrementAndGet();
        left--;
    }

    /** Counts one that was handled; returns whether there is room again. Any thread. */
    boolean handled() {
        return waiting.decrementAndGet() == WAITING_LOW;
    }

    /** Returns whether so many wait that no more are to be read. */
    boolean isFull() {
        return waiting.get() >= WAITING_MAX;
    }

    /** Returns whether few enough wait to go on. */
    boolean isLow() {
        return waiting.get() <= WAITING_LOW;
    }

    /** Returns whether there were too many lately. */
    boolean isTooFast() {
        if (left > 0) {
            return false;
        }
        long now = now();
        long millis = TimeUnit.NANOSECONDS.toMillis(now - countedNanos);
        left = Math.min(BURST, left + millis * RATE / TimeUnit.SECONDS.toMillis(1));
        countedNanos = now;
        return left <= 0;
    }
}
