package hearth.budget;

import java.util.HashMap;
import java.util.Map;

/**
 * The budgets of all users, and the part of the heap that they share. Any thread may charge.
 *
 * <p>A user has two kinds of limits. Each {@link Resource} has a number that nobody exceeds. What
 * it weighs in the heap comes out of two halves: of the first, each user has a share that nobody
 * can take; of the second a user may take no more than is left for the others afterwards. So the
 * first who takes all he can leaves half, the second a quarter, and the sum over all users never
 * exceeds the heap, whatever they do: what does not fit is refused before it is allocated.
 */
public final class Budgets {
    /** What no other user can take from one: a manager with some dozen units. */
    static final long SHARE_BYTES = 64 << 10;

    /**
     * What users may have of the heap; the rest is the brain's own, and what is garbage already.
     */
    private static final long USERS_EIGHTHS = 5;

    private static final long GENEROUS_BYTES = 1L << 40;

    /**
     * Told of a limit that a user has reached; on the thread that charges, so it only passes on.
     */
    @FunctionalInterface
    public interface Listener {
        /** A charge was refused; told once until the user has fallen to half of the limit. */
        void exceeded(int uid, Resource resource);
    }

    /**
     * Who weighs most.
     *
     * @param uid the user's; nobody's where nothing is charged, and {@code bytes} is 0
     * @param bytes in the heap
     */
    public record Heaviest(int uid, long bytes) {}

    private final long halfBytes;
    private final Listener listener;
    private final Map<Integer, Ledger> ledgers = new HashMap<>(); // guarded by this
    private long sharesUsed; // of the first half; guarded by this
    private long commonUsed; // of the second half; guarded by this

    /**
     * Makes budgets without users.
     *
     * @param heapBytes what the heap may grow to
     */
    public Budgets(long heapBytes, Listener listener) {
        halfBytes = heapBytes / 16 * USERS_EIGHTHS;
        this.listener = listener;
    }

    /** Returns budgets of a machine with plenty of memory, which tell nobody: for rehearsals. */
    public static Budgets generous() {
        return new Budgets(GENEROUS_BYTES, (uid, resource) -> {});
    }

    /** Returns the budget of a user. */
    public Account of(int uid) {
        return new Account(this, uid);
    }

    /** Returns how many users the heap has room for, each with a share that nobody can take. */
    public long usersMax() {
        return halfBytes / SHARE_BYTES;
    }

    /** Returns who weighs most in the heap. */
    public synchronized Heaviest heaviest() {
        var heaviest = new Heaviest(-1, 0);
        for (Map.Entry<Integer, Ledger> entry : ledgers.entrySet()) {
            if (entry.getValue().heapBytes() > heaviest.bytes()) {
                heaviest = new Heaviest(entry.getKey(), entry.getValue().heapBytes());
            }
        }
        return heaviest;
    }

    synchronized long used(int uid, Resource resource) {
        Ledger ledger = ledgers.get(uid);
        return ledger == null ? 0 : ledger.used(resource);
    }

    /** Charges; returns whether it was possible. */
    boolean take(int uid, Resource resource, long amount) {
        boolean isNews;
        synchronized (this) {
            Ledger ledger = ledgers.computeIfAbsent(uid, _ -> new Ledger());
            if (fits(ledger, resource, amount)) {
                change(ledger, resource, amount);
                dropUnused(uid, ledger);
                return true;
            }
            isNews = ledger.tellOnce(resource);
            dropUnused(uid, ledger);
        }
        if (isNews) {
            listener.exceeded(uid, resource);
        }
        return false;
    }

    /** Releases what was charged. */
    synchronized void give(int uid, Resource resource, long amount) {
        Ledger ledger = ledgers.get(uid);
        if (ledger == null) {
            throw new IllegalStateException("more " + resource + " released than was charged");
        }
        change(ledger, resource, -amount);
        dropUnused(uid, ledger);
    }

    private boolean fits(Ledger ledger, Resource resource, long amount) {
        if (amount > resource.most() - ledger.used(resource)) {
            return false;
        }
        long before = ledger.heapBytes();
        long after = before + amount * resource.heapBytes();
        long shares = sharesUsed - share(before) + share(after);
        long commonOfOthers = commonUsed - common(before);
        // The last condition alone makes a user leave as much as he takes.
        return shares <= halfBytes && 2 * common(after) <= halfBytes - commonOfOthers;
    }

    private void change(Ledger ledger, Resource resource, long amount) {
        long before = ledger.heapBytes();
        ledger.change(resource, amount);
        long after = ledger.heapBytes();
        sharesUsed += share(after) - share(before);
        commonUsed += common(after) - common(before);
    }

    /** Numbers of users can be had by the ten thousand: who has nothing costs nothing. */
    private void dropUnused(int uid, Ledger ledger) {
        if (ledger.isUnused()) {
            ledgers.remove(uid);
        }
    }

    private static long share(long heapBytes) {
        return Math.min(heapBytes, SHARE_BYTES);
    }

    private static long common(long heapBytes) {
        return Math.max(0, heapBytes - SHARE_BYTES);
    }
}
