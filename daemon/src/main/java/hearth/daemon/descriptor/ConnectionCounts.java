package hearth.daemon.descriptor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many connections accounts have to one socket. Who comes first cannot take all: nobody may
 * have more than are left, so there is one for whoever has none. Belongs to one thread.
 */
public final class ConnectionCounts {
    private final int ofAccountMax;
    private final int allMax;
    private final Map<Integer, Integer> counts = new HashMap<>();
    private int all;

    /** Why no more are taken. */
    public enum Limit {
        /** The account has as many as one may have. */
        OF_ACCOUNT,
        /** Too few are left for others. */
        OF_ALL
    }

    /**
     * Counts nothing yet.
     *
     * @param ofAccountMax the most of one account
     * @param allMax the most of all together
     */
    public ConnectionCounts(int ofAccountMax, int allMax) {
        this.ofAccountMax = ofAccountMax;
        this.allMax = allMax;
    }

    /** Returns why one more of an account's is not taken; nothing where it is. */
    public Optional<Limit> reached(int account) {
        int own = counts.getOrDefault(account, 0);
        if (own >= ofAccountMax) {
            return Optional.of(Limit.OF_ACCOUNT);
        }
        return own < allMax - all ? Optional.empty() : Optional.of(Limit.OF_ALL);
    }

    /** Returns how many there are. */
    public int all() {
        return all;
    }

    /** Counts one. */
    public void add(int account) {
        counts.merge(account, 1, Integer::sum);
        all++;
    }

    /** One that was counted is over. */
    public void remove(int account) {
        counts.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
