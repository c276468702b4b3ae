package hearth.manager.turn;

import hearth.manager.host.Effect;
import hearth.manager.table.StartLimit;
import hearth.manager.table.UnitEntry;
import hearth.unit.time.TimeSpan;
import java.util.HashMap;
import java.util.Map;

/**
 * How often units were started because others uphold them. Where what a unit needs fails at once,
 * it would be tried without end: after some tries it waits until the first of them is old.
 */
final class UpheldTries {
    /** As many as systemd allows itself, in its time. */
    private static final StartLimit.Rule RULE = new StartLimit.Rule(TimeSpan.ofSeconds(10), 16);

    private final Core core;
    private final Map<UnitEntry, StartLimit> tries = new HashMap<>();
    private final Map<UnitEntry, Long> timers = new HashMap<>();

    UpheldTries(Core core) {
        this.core = core;
    }

    /** Counts a try; where there were too many, a timer is set for the next. */
    boolean mayTry(UnitEntry unit) {
        long now = core.now().monotonicUsec();
        StartLimit before = tries.getOrDefault(unit, StartLimit.EMPTY);
        if (!before.isHit(RULE, now)) {
            tries.put(unit, before.started(RULE, now));
            return true;
        }
        if (!timers.containsKey(unit)) {
            long token = unit.token();
            timers.put(unit, token);
            long first = before.startsUsec().getFirst();
            core.outbox().emit(new Effect.SetTimer(token, first + RULE.interval().usec()));
        }
        return false;
    }

    /** A timer of a unit ran out; returns whether it was one of these. */
    boolean elapsed(UnitEntry unit, long token) {
        return timers.remove(unit, token);
    }

    /** The unit is gone. */
    void forget(UnitEntry unit) {
        tries.remove(unit);
        Long token = timers.remove(unit);
        if (token != null) {
            core.outbox().emit(new Effect.CancelTimer(token));
        }
    }
}
