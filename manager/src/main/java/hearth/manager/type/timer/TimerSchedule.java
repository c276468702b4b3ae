package hearth.manager.type.timer;

import hearth.manager.host.Moment;
import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a timer elapses next.
 *
 * @param monotonicUsec the first of its times on that clock, without what chance adds
 * @param realtimeUsec the first of its times by the wall clock
 * @param used places of the triggers that elapse no more, as of now
 * @param nexts when each trigger elapses next, or did at last, by its own clock; 0 for never
 */
record TimerSchedule(
        OptionalLong monotonicUsec,
        OptionalLong realtimeUsec,
        Set<Integer> used,
        List<Long> nexts) {

    /**
     * What times are counted from.
     *
     * @param managerStart when the manager began
     * @param started when the timer was started
     * @param lastTrigger when it started its unit last
     * @param triggered what its unit did
     * @param used places of the triggers that elapse no more, as of before
     * @param nexts when each trigger elapsed next, as of before
     */
    record Bases(
            Moment managerStart,
            Moment started,
            Moment lastTrigger,
            TriggeredTimes triggered,
            Set<Integer> used,
            List<Long> nexts) {}

    /**
     * Returns the schedule of a timer.
     *
     * @param isClockChange whether this is asked because the clock was set: then nothing is used up
     */
    static TimerSchedule of(
            TimerDefinition definition, Bases bases, Moment now, boolean isClockChange) {
        OptionalLong monotonic = OptionalLong.empty();
        OptionalLong realtime = OptionalLong.empty();
        Set<Integer> used = new HashSet<>(bases.used());
        List<Long> nexts = new ArrayList<>();
        for (int i = 0; i < definition.triggers().size(); i++) {
            TimerTrigger trigger = definition.triggers().get(i);
            if (bases.used().contains(i)) {
                nexts.add(i < bases.nexts().size() ? bases.nexts().get(i) : 0L);
                continue;
            }
            OptionalLong next = next(definition, trigger, bases, now);
            nexts.add(next.orElse(0));
            boolean isOver =
                    bases.lastTrigger().realtimeUsec() > 0
                            && !isClockChange
                            && isOnce(trigger)
                            && next.isPresent()
                            && next.getAsLong() <= now.monotonicUsec();
            if (isOver) {
                used.add(i);
            } else if (trigger instanceof TimerTrigger.At) {
                realtime = earlier(realtime, next);
            } else {
                monotonic = earlier(monotonic, next);
            }
        }
        return new TimerSchedule(monotonic, realtime, used, nexts);
    }

    /** Returns when one trigger elapses next, by its own clock; nothing where it does not. */
    private static OptionalLong next(
            TimerDefinition definition, TimerTrigger trigger, Bases bases, Moment now) {
        return switch (trigger) {
            case TimerTrigger.At(CalendarSpec when) -> nextOf(when, definition, bases, now);
            case TimerTrigger.After(TimerBase base, TimeSpan span) -> {
                Optional<Moment> from = from(base, definition, bases);
                yield from.isPresent() && !span.isInfinite()
                        ? OptionalLong.of(from.get().plus(span))
                        : OptionalLong.empty();
            }
        };
    }

    /** Times that have passed before the manager was there have passed at its start. */
    private static OptionalLong nextOf(
            CalendarSpec when, TimerDefinition definition, Bases bases, Moment now) {
        Moment base =
                bases.lastTrigger().realtimeUsec() > 0 ? bases.lastTrigger() : bases.started();
        Optional<Instant> next =
                when.nextAfter(
                        Instant.EPOCH.plus(base.realtimeUsec(), ChronoUnit.MICROS),
                        definition.zone());
        long start =
                now.realtimeUsec() - (now.monotonicUsec() - bases.managerStart().monotonicUsec());
        return next.isPresent()
                ? OptionalLong.of(
                        Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, next.get()), start))
                : OptionalLong.empty();
    }

    private static Optional<Moment> from(TimerBase base, TimerDefinition definition, Bases bases) {
        return switch (base) {
            case ACTIVE -> Optional.of(bases.started());
            // The clock begins with the boot of what the container runs on.
            case BOOT ->
                    Optional.of(definition.isContained() ? bases.managerStart() : Moment.NEVER);
            case STARTUP -> Optional.of(bases.managerStart());
            case UNIT_ACTIVE -> later(bases.triggered().up(), bases.lastTrigger());
            case UNIT_INACTIVE -> later(bases.triggered().down(), bases.lastTrigger());
        };
    }

    private static Optional<Moment> later(Moment one, Moment other) {
        Moment later = one.monotonicUsec() >= other.monotonicUsec() ? one : other;
        return later.isNever() ? Optional.empty() : Optional.of(later);
    }

    /** Returns whether a trigger elapses once in the life of what it is counted from. */
    private static boolean isOnce(TimerTrigger trigger) {
        return trigger instanceof TimerTrigger.After && !TimerDefinition.followsUnit(trigger);
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }
}
