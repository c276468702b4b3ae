package hearth.daemon.log.socket;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import hearth.daemon.log.source.Spending;
import hearth.journal.protocol.Received;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much senders log: each unit so many entries, and each user so much in all. What is beyond is
 * counted, and the count becomes an entry once the time is over for which the limit holds. Belongs
 * to the thread that writes logs.
 */
final class Limits {
    /** For which time a user's limit holds. */
    private static final long USER_INTERVAL_USEC = 30_000_000;

    /**
     * Bytes of a user's entries, with what they cost in a file, whatever units he makes for them:
     * some 50,000 lines.
     */
    private static final long USER_BYTES_MAX = 64 << 20;

    /**
     * Bytes that a class of priorities leaves to those that are more important, some 1,800 lines: a
     * flood of what is for debugging keeps no error out.
     */
    private static final long LEFT_BYTES = USER_BYTES_MAX / 32;

    /** Bytes that an entry costs beside its fields, and each field beside its text. */
    private static final int ENTRY_COST = 1_024;

    private static final int FIELD_COST = 128;

    /** Units that are known: a user may make as many names as there is room for cgroups. */
    static final int UNITS_MAX = 4_096;

    /** Accounts that are known: more than log at the same time. */
    private static final int ACCOUNTS_MAX = 4_096;

    /** Whose limit holds. */
    private record Key(String manager, int account, String unit) {
        static Key of(Sender sender) {
            String unit = sender.unit().isEmpty() ? Sender.nameOf(sender.account()) : sender.unit();
            return new Key(sender.manager(), sender.account(), unit);
        }
    }

    /**
     * What a user has spent.
     *
     * @param manager in whose log it is said what was not kept
     * @param bytes of entries
     * @param read bytes of files, whatever became of them
     */
    private record Account(String manager, Spending bytes, Spending read) {
        static Account of(String manager) {
            return new Account(
                    manager, new Spending(USER_INTERVAL_USEC), new Spending(USER_INTERVAL_USEC));
        }
    }

    /** Of units without a rule of their own. */
    private final LinkedHashMap<Key, RateLimit> units = new LinkedHashMap<>(16, 0.75f, true);

    private final LinkedHashMap<Integer, Account> accounts = new LinkedHashMap<>(16, 0.75f, true);

    /** Of whom some were not kept since that was last told. */
    private final LinkedHashMap<Key, RateLimit> refused = new LinkedHashMap<>();

    private final LinkedHashMap<Integer, Account> refusedAccounts = new LinkedHashMap<>();

    /**
     * What was not kept.
     *
     * @param manager in whose log that is said
     * @param unit whose entries they are
     */
    record Suppressed(String manager, String unit, long count) {}

    /** Returns whether an entry is kept; what is not is counted. */
    boolean admits(Sender sender, Received.Sent entry, LogSource.Rules rules, long nowUsec) {
        Key key = Key.of(sender);
        RateLimit ofUnit = rules.limit().orElseGet(() -> unit(key));
        if (!ofUnit.admits(nowUsec, entry.priority())) {
            refuse(key, ofUnit);
            return false;
        }
        long cost = ENTRY_COST + entry.bytes() + (long) FIELD_COST * entry.fields().size();
        long most = USER_BYTES_MAX - LEFT_BYTES * RateLimit.classOf(entry.priority());
        boolean isKept = account(key).bytes().spend(nowUsec, cost, most);
        if (!isKept) {
            // Whatever unit it is: a name for each entry must not cost a count for each.
            suppress(key, 1);
        }
        return isKept;
    }

    /**
     * Returns how many bytes of a sender's files may be read: as much as may be kept, since what is
     * read costs the same where nothing is kept of it.
     */
    long bytesToRead(Sender sender, long nowUsec) {
        return account(Key.of(sender)).read().left(nowUsec, USER_BYTES_MAX);
    }

    /** Counts bytes of a sender's files that were read. */
    void haveRead(Sender sender, long bytes, long nowUsec) {
        account(Key.of(sender)).read().spend(nowUsec, bytes, USER_BYTES_MAX);
    }

    private RateLimit unit(Key key) {
        RateLimit limit = units.computeIfAbsent(key, _ -> new RateLimit(RateLimit.DEFAULT));
        if (units.size() > UNITS_MAX) {
            Map.Entry<Key, RateLimit> oldest = units.pollFirstEntry();
            refused.remove(oldest.getKey());
            suppress(oldest.getKey(), oldest.getValue().takeAllSuppressed());
        }
        return limit;
    }

    private Account account(Key key) {
        Account account = accounts.computeIfAbsent(key.account(), _ -> Account.of(key.manager()));
        if (accounts.size() > ACCOUNTS_MAX) {
            refusedAccounts.remove(accounts.pollFirstEntry().getKey());
        }
        return account;
    }

    private void refuse(Key key, RateLimit limit) {
        refused.put(key, limit);
        if (refused.size() > UNITS_MAX) {
            Map.Entry<Key, RateLimit> oldest = refused.pollFirstEntry();
            suppress(oldest.getKey(), oldest.getValue().takeAllSuppressed());
        }
    }

    /** Counts what was not kept of a user's, whatever unit it is of. */
    private void suppress(Key key, long count) {
        if (count > 0) {
            Account account = account(key);
            account.bytes().suppress(count);
            refusedAccounts.put(key.account(), account);
        }
    }

    /** Returns whether a unit without a rule of its own is known. */
    boolean isKnown(Sender sender) {
        return units.containsKey(Key.of(sender));
    }

    /** Returns whether something is to be told some time. */
    boolean hasSuppressed() {
        return !refused.isEmpty() || !refusedAccounts.isEmpty();
    }

    /** Returns what was not kept in times that are over, of so many at the most. */
    List<Suppressed> takeSuppressed(long nowUsec, int most) {
        List<Suppressed> told = new ArrayList<>();
        for (var each = refusedAccounts.entrySet().iterator();
                each.hasNext() && told.size() < most; ) {
            Map.Entry<Integer, Account> one = each.next();
            Account account = one.getValue();
            long count = account.bytes().takeSuppressed(nowUsec);
            add(told, new Suppressed(account.manager(), Sender.nameOf(one.getKey()), count));
            removeUnless(account.bytes().hasSuppressed(), each);
        }
        for (var each = refused.entrySet().iterator(); each.hasNext() && told.size() < most; ) {
            Map.Entry<Key, RateLimit> one = each.next();
            long count = one.getValue().takeSuppressed(nowUsec);
            add(told, new Suppressed(one.getKey().manager(), one.getKey().unit(), count));
            removeUnless(one.getValue().hasSuppressed(), each);
        }
        return told;
    }

    private static void add(List<Suppressed> told, Suppressed one) {
        if (one.count() > 0) {
            told.add(one);
        }
    }

    private static void removeUnless(boolean isLeft, Iterator<?> each) {
        if (!isLeft) {
            each.remove();
        }
    }
}
