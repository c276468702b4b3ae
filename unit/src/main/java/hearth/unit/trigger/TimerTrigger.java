package hearth.unit.trigger;

import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;

/** One of the times at which a timer elapses. */
public sealed interface TimerTrigger {
    /**
     * Some time after something has happened.
     *
     * @param base what has happened
     * @param span how long after it
     */
    record After(TimerBase base, TimeSpan span) implements TimerTrigger {}

    /** Whenever clocks and calendar say so. */
    record At(CalendarSpec when) implements TimerTrigger {}
}
