package hearth.login;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often an account has people linger. With each a manager may start and stop, and the log of
 * the machine tells of that, which is everybody's. Root may as often as he likes.
 */
final class LingerPace {
    /** Orders of one account in a while: more than a program has jobs. */
    static final int ORDERS_MAX = 60;

    /** How long a while is. */
    static final Duration WHILE = Duration.ofMinutes(1);

    /** Accounts whose orders are counted: where there are more, the oldest begins anew. */
    static final int ACCOUNTS_MAX = 1_024;

    private record While(long sinceUsec, int orders) {}

    private final Map<Long, While> whiles = new LinkedHashMap<>(); // the oldest first

    /** Counts an order, and returns whether it may be carried out. */
    boolean admits(long account, long nowUsec) {
        if (account == 0) {
            return true;
        }
        While before = whiles.get(account);
        if (before != null && before.sinceUsec() + lengthUsec() > nowUsec) {
            whiles.put(account, new While(before.sinceUsec(), before.orders() + 1));
            return before.orders() < ORDERS_MAX;
        }
        whiles.remove(account);
        whiles.put(account, new While(nowUsec, 1));
        if (whiles.size() > ACCOUNTS_MAX) {
            whiles.remove(whiles.keySet().iterator().next());
        }
        return true;
    }

    private static long lengthUsec() {
        return TimeUnit.NANOSECONDS.toMicros(WHILE.toNanos());
    }
}
