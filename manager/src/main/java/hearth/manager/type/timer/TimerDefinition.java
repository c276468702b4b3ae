package hearth.manager.type.timer;

import hearth.unit.UnitName;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.TimerTrigger;
import java.time.ZoneId;
import java.util.List;

/**
 * What a timer's machine needs to know of its settings.
 *
 * @param unit the one that it starts
 * @param triggers in the order of their lines; what is used up is remembered by its place
 * @param accuracy how much later than its time it may elapse
 * @param randomizedDelay how much later at most, by chance
 * @param isDelayFixed whether that chance is the same each time
 * @param fixedChance that chance: a number of all 64 bits, this machine's, user's and timer's own
 * @param isPersistent whether its last trigger outlives it, in a stamp file
 * @param remainsAfterElapse whether it stays active after its last time
 * @param elapsesOnClockChange whether it elapses when the wall clock is set
 * @param elapsesOnZoneChange whether it elapses when the machine's time zone changes
 * @param zone the machine's time zone
 * @param isContained whether the machine is a container: its boot is then its manager's start
 */
public record TimerDefinition(
        UnitName name,
        UnitName unit,
        List<TimerTrigger> triggers,
        TimeSpan accuracy,
        TimeSpan randomizedDelay,
        boolean isDelayFixed,
        long fixedChance,
        boolean isPersistent,
        boolean remainsAfterElapse,
        boolean elapsesOnClockChange,
        boolean elapsesOnZoneChange,
        ZoneId zone,
        boolean isContained) {
    public TimerDefinition {
        triggers = List.copyOf(triggers);
    }

    /** Returns whether its time depends on what the unit that it starts does. */
    boolean followsUnit() {
        return triggers.stream().anyMatch(TimerDefinition::followsUnit);
    }

    /** Returns whether a time is counted from what the unit that it starts does. */
    static boolean followsUnit(TimerTrigger trigger) {
        return trigger instanceof TimerTrigger.After(var base, _)
                && switch (base) {
                    case UNIT_ACTIVE, UNIT_INACTIVE -> true;
                    case ACTIVE, BOOT, STARTUP -> false;
                };
    }

    /** Returns whether any of its times is one of the calendar. */
    static boolean hasCalendar(List<TimerTrigger> triggers) {
        return triggers.stream().anyMatch(TimerTrigger.At.class::isInstance);
    }
}
