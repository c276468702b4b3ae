package hearth.daemon.log.socket;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many connections accounts have to the log. Who comes first cannot take all: nobody may have
 * more than are left, so there is one for whoever has none. Belongs to the thread that writes logs.
 */
final class ConnectionCounts {
    /** Connections of one user: a program whose output is logged has one. */
    static final int OF_USER_MAX = 128;

    /** Connections of all: the keeper has room for some thousand descriptors. */
    static final int ALL_MAX = 1_024;

    private final Map<Integer, Integer> counts = new HashMap<>();
    private int all;

    /** Why no more are taken. */
    enum Limit {
        OF_USER,
        OF_ALL
    }

    /** Returns why one more of an account's is not taken; nothing where it is. */
    Optional<Limit> reached(int account) {
        int own = counts.getOrDefault(account, 0);
        if (own >= OF_USER_MAX) {
            return Optional.of(Limit.OF_USER);
        }
        return own < ALL_MAX - all ? Optional.empty() : Optional.of(Limit.OF_ALL);
    }

    /** Counts one. */
    void add(int account) {
        counts.merge(account, 1, Integer::sum);
        all++;
    }

    /** One that was counted is over. */
    void remove(int account) {
        counts.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
        all--;
    }

    /** Returns what is said where one of an account's is not taken. */
    String complaint(Limit limit, int account) {
        return switch (limit) {
            case OF_USER ->
                    "%d connections to the log are open of %s, more are refused until some end"
                            .formatted(OF_USER_MAX, Sender.nameOf(account));
            case OF_ALL ->
                    "%d connections to the log are open of %d for all users, one of %s is refused until some end"
                            .formatted(all, ALL_MAX, Sender.nameOf(account));
        };
    }
}
