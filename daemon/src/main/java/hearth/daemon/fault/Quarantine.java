package hearth.daemon.fault;

import hearth.daemon.fault.Crumbs.Faults;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who waits outside, and how long: a user whose manager fails again and again, or whom the brain's
 * end was due to twice in a row, must not end it for everybody. The first fault costs nothing, the
 * pauses after the following ones grow, and who was quiet for {@link #FORGIVEN} begins anew. His
 * services run on meanwhile. Outlives the brain. Any thread may ask.
 */
public final class Quarantine {
    /** After so long without a fault the next one is the first. */
    static final Duration FORGIVEN = Duration.ofMinutes(15);

    /** Pauses after the first, second, ... fault; the last for all that follow. */
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10));

    /** Exit status of a JVM that has no memory left and was told to end then. */
    static final int OUT_OF_MEMORY_STATUS = 3;

    /** Exit status of a brain of which a thread never comes back. */
    public static final int STUCK_STATUS = 70;

    private static final int CLD_EXITED = 1;

    /** Signals by which a JVM ends itself: SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV. */
    private static final List<Integer> CRASHES = List.of(4, 6, 7, 8, 11);

    /**
     * How the brain before ended, by the keeper's word.
     *
     * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED; 0 where there was none before
     * @param isHung whether the keeper ended it since it did not answer
     */
    public record End(int code, int status, boolean isHung) {
        boolean isOutOfMemory() {
            return code == CLD_EXITED && status == OUT_OF_MEMORY_STATUS;
        }

        boolean isFault() {
            boolean isStuck = code == CLD_EXITED && status == STUCK_STATUS;
            boolean isCrash = code > CLD_EXITED && CRASHES.contains(status);
            return isHung || isStuck || isCrash || isOutOfMemory();
        }
    }

    private final Crumbs crumbs;
    private final LongSupplier nowUsec;
    private final Map<Integer, Faults> faults; // guarded by this
    private volatile boolean followsFault = true; // until it is known: the safe side

    /**
     * Goes on with what earlier brains knew.
     *
     * @param nowUsec CLOCK_MONOTONIC
     */
    public Quarantine(Crumbs crumbs, LongSupplier nowUsec) {
        this.crumbs = crumbs;
        this.nowUsec = nowUsec;
        faults = new HashMap<>(crumbs.faults());
    }

    /**
     * Counts the end of the brain before as a fault of whoever it was due to: of who had most of
     * the heap where that was full, else of those at whose work it was.
     *
     * @param heapBytes what the heap may grow to
     * @return whose fault it counts as
     */
    public List<Integer> blame(End end, Crumbs.Left left, long heapBytes) {
        followsFault = end.isFault();
        if (!followsFault) {
            return List.of();
        }
        boolean isHeavy = left.heaviest() != -1 && left.heaviestBytes() > heapBytes / 8;
        List<Integer> blamed =
                end.isOutOfMemory() && isHeavy
                        ? List.of(left.heaviest())
                        : left.atWork().stream().filter(uid -> uid != -1).sorted().toList();
        blamed.forEach(this::fault);
        return blamed;
    }

    /** Returns whether the brain before has failed; false where it was killed from outside. */
    public boolean followsFault() {
        return followsFault;
    }

    /** Counts a fault of a user's manager; returns how many there were in a row. */
    public synchronized int fault(int uid) {
        long now = nowUsec.getAsLong();
        faults.values().removeIf(fault -> now - fault.lastUsec() > FORGIVEN.toNanos() / 1_000);
        int count = faults.getOrDefault(uid, new Faults(0, 0)).count() + 1;
        if (faults.size() >= Crumbs.FAULTS_MAX && !faults.containsKey(uid)) {
            faults.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastUsec()))
                    .ifPresent(oldest -> faults.remove(oldest.getKey()));
        }
        faults.put(uid, new Faults(count, now));
        crumbs.remember(faults);
        return count;
    }

    /** Returns how much longer a user waits outside; nothing where he doesn't. */
    public synchronized Optional<Duration> pause(int uid) {
        Faults known = faults.get(uid);
        if (known == null) {
            return Optional.empty();
        }
        Duration whole = PAUSES.get(Math.min(known.count(), PAUSES.size()) - 1);
        Duration left = whole.minusNanos((nowUsec.getAsLong() - known.lastUsec()) * 1_000);
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }
}
