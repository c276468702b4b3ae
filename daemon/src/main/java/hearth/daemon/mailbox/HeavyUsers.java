package hearth.daemon.mailbox;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Whose turns take long, again and again: they are served apart for a while.
 *
 * <p>What counts is CPU time: on a busy machine a turn may last long that does little. To ask the
 * kernel for it costs something, so that is done for those alone of whom one turn has lasted long.
 *
 * <p>Times are of a monotonic clock. Belongs to whoever guards it.
 */
final class HeavyUsers {
    /** A turn as long as this is a heavy one: twice what a mailbox takes where no task is long. */
    static final long HEAVY_NANOS = 2 * Mailbox.TURN_NANOS;

    /** How long a user is remembered: longer than clients take until they ask the same again. */
    static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Users remembered: beyond them, those whose time is over go. */
    private static final int USERS_MAX = 1_024;

    private record Standing(boolean isHeavy, long untilNanos) {
        boolean counts(long nowNanos) {
            return untilNanos - nowNanos > 0;
        }
    }

    private final Map<Integer, Standing> standings = new HashMap<>();

    /** Returns whether the CPU time of a user's turns is to be measured. */
    boolean isMeasured(int uid, long nowNanos) {
        Standing standing = standings.get(uid);
        return standing != null && standing.counts(nowNanos);
    }

    /** Returns whether a user's turns are to be apart from those of the others. */
    boolean isHeavy(int uid, long nowNanos) {
        Standing standing = standings.get(uid);
        return standing != null && standing.isHeavy() && standing.counts(nowNanos);
    }

    /**
     * Takes note of a turn that is over.
     *
     * @param lastedNanos from its beginning to its end
     * @param cpuNanos of that; empty where it was not measured
     */
    void took(int uid, long nowNanos, long lastedNanos, OptionalLong cpuNanos) {
        if (lastedNanos < HEAVY_NANOS || cpuNanos.orElse(lastedNanos) < HEAVY_NANOS) {
            return;
        }
        if (standings.size() >= USERS_MAX) {
            standings.values().removeIf(standing -> !standing.counts(nowNanos));
        }
        boolean isHeavy = cpuNanos.isPresent() || isHeavy(uid, nowNanos);
        standings.put(uid, new Standing(isHeavy, nowNanos + REMEMBERED_NANOS));
    }
}
