package hearth.daemon.log;

import hearth.daemon.log.source.LogSettings;
import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for what one manager's units log, as the manager says it: of each unit that is up, and
 * of those that have ended last, since what they have sent may not have been looked at yet. Belongs
 * to the thread that writes logs.
 */
final class UnitRules {
    /** Units that have ended: more than send something in the time until it is looked at. */
    static final int ENDED_MAX = 64;

    private final Map<String, LogSource.Rules> rules = new HashMap<>(0);
    private final LinkedHashSet<String> ended = new LinkedHashSet<>(0);
    private boolean isUsed;

    /** Says what holds for a unit from now on; what its limit has counted goes on. */
    void set(String unit, LogSettings settings) {
        if (!isUsed) {
            return; // the last words of a manager that is gone
        }
        ended.remove(unit);
        Optional<RateLimit> before = of(unit).flatMap(LogSource.Rules::limit);
        rules.put(
                unit,
                new LogSource.Rules(
                        settings.most(),
                        settings.rate().map(rate -> limit(rate, before)),
                        settings.invocationId()));
    }

    private static RateLimit limit(RateLimit.Rate rate, Optional<RateLimit> before) {
        if (before.isEmpty()) {
            return new RateLimit(rate);
        }
        boolean isSame = before.get().rate().equals(rate);
        return isSame ? before.get() : new RateLimit(rate, before.get());
    }

    /** A unit has ended. */
    void end(String unit) {
        if (rules.containsKey(unit)) {
            ended.add(unit);
        }
        if (ended.size() > ENDED_MAX) {
            rules.remove(ended.removeFirst());
        }
    }

    /** A manager begins, with these units up and no others. */
    void begin(Map<String, LogSettings> up) {
        isUsed = true;
        List.copyOf(rules.keySet()).stream()
                .filter(unit -> !up.containsKey(unit))
                .forEach(this::end);
        up.forEach(this::set);
    }

    /** No manager says anything any more. */
    void clear() {
        rules.clear();
        ended.clear();
        isUsed = false;
    }

    /** Returns whether a manager says what holds. */
    boolean isUsed() {
        return isUsed;
    }

    /** Returns what holds for a unit; nothing where it is not known. */
    Optional<LogSource.Rules> of(String unit) {
        return Optional.ofNullable(rules.get(unit));
    }

    /** Returns how many units are known. */
    int count() {
        return rules.size();
    }
}
