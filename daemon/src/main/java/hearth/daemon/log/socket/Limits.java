package hearth.daemon.log.socket;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import hearth.journal.Field;
import hearth.journal.protocol.Received;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much senders log: each unit so many entries, and each user so much in all. What is beyond is
 * counted, and the count becomes an entry once the time is over for which the limit holds. Belongs
 * to the thread that writes logs.
 */
final class Limits {
    /**
     * Bytes of a user's entries, with what they cost in a file, whatever units he makes for them:
     * some 50,000 lines.
     */
    static final RateLimit.Rate OF_USER = new RateLimit.Rate(30_000_000, 64 << 20);

    /** Bytes that an entry costs beside its fields, and each field beside its text. */
    private static final int ENTRY_COST = 1_024;

    private static final int FIELD_COST = 128;

    /** Units of one that are known: a user may make as many names as there is room for cgroups. */
    private static final int UNITS_MAX = 4_096;

    /** Whose limit holds. */
    private record Key(String manager, String unit) {}

    private final LinkedHashMap<Key, RateLimit> units = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, RateLimit> users = new LinkedHashMap<>(16, 0.75f, true);

    /** Of whom some were not kept since that was last told. */
    private final Set<Key> refused = new LinkedHashSet<>();

    /**
     * What was not kept.
     *
     * @param manager in whose log that is said
     * @param unit whose entries they are
     */
    record Suppressed(String manager, String unit, long count) {}

    /** Returns whether an entry is kept; what is not is counted. */
    boolean admits(
            Sender sender, Received.Sent entry, Optional<LogSource.Rules> rules, long nowUsec) {
        String unit = sender.unit().isEmpty() ? "user " + sender.account() : sender.unit();
        Key key = new Key(sender.manager(), unit);
        RateLimit ofUnit =
                unit(key, rules.flatMap(LogSource.Rules::rate).orElse(RateLimit.DEFAULT), nowUsec);
        RateLimit ofUser = users.computeIfAbsent(sender.account(), _ -> new RateLimit(OF_USER));
        if (users.size() > UNITS_MAX) {
            users.pollFirstEntry();
        }
        long cost = ENTRY_COST + entry.bytes() + (long) FIELD_COST * entry.fields().size();
        boolean isKept =
                ofUnit.admits(nowUsec, 1) && (ofUser.admits(nowUsec, cost) || ofUnit.refuse());
        if (!isKept) {
            refused.add(key);
        }
        return isKept;
    }

    private RateLimit unit(Key key, RateLimit.Rate rate, long nowUsec) {
        RateLimit known = units.get(key);
        if (known != null && known.rate().equals(rate)) {
            return known;
        }
        var made = new RateLimit(rate);
        if (known != null) {
            made.goOnFrom(known, nowUsec);
        }
        units.put(key, made);
        if (units.size() > UNITS_MAX) {
            forgetOldest();
        }
        return made;
    }

    /** Lets go of a unit of which nothing is to be told, where there is one. */
    private void forgetOldest() {
        for (Iterator<Map.Entry<Key, RateLimit>> each = units.entrySet().iterator();
                each.hasNext(); ) {
            if (!each.next().getValue().hasSuppressed()) {
                each.remove();
                return;
            }
        }
    }

    /** Returns how many units are known. */
    int unitCount() {
        return units.size();
    }

    /** Returns whether something is to be told some time. */
    boolean hasSuppressed() {
        return !refused.isEmpty();
    }

    /** Returns what was not kept in times that are over. */
    List<Suppressed> takeSuppressed(long nowUsec) {
        List<Suppressed> told = new ArrayList<>();
        for (Iterator<Key> each = refused.iterator(); each.hasNext(); ) {
            Key key = each.next();
            RateLimit limit = units.get(key);
            long count = limit == null ? 0 : limit.takeSuppressed(nowUsec);
            if (count > 0) {
                told.add(new Suppressed(key.manager(), key.unit(), count));
            }
            if (limit == null || !limit.hasSuppressed()) {
                each.remove();
            }
        }
        return told;
    }

    /** Returns the fields of an entry that says what was not kept, as journald words it. */
    static List<Field> fields(List<Field> machine, Suppressed suppressed) {
        var fields = new ArrayList<>(machine);
        fields.add(Field.of("_UID", "0"));
        fields.add(Field.of("_TRANSPORT", "driver"));
        fields.add(Field.of("PRIORITY", "6"));
        fields.add(Field.of("SYSLOG_FACILITY", "3"));
        fields.add(Field.of("SYSLOG_IDENTIFIER", RateLimit.SPEAKER));
        fields.add(Field.of("MESSAGE", RateLimit.text(suppressed.count(), suppressed.unit())));
        RateLimit.fields(suppressed.count())
                .forEach((name, value) -> fields.add(Field.of(name, value)));
        return fields;
    }
}
