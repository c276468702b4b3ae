package hearth.manager.type.timer;

import hearth.manager.host.Deadline;

/**
 * When a timer elapses next, on each clock.
 *
 * @param monotonic since the machine's boot
 * @param realtimeToken the timer that is set on the wall clock; 0 for none
 * @param realtimeUsec when that runs out, since 1970
 */
public record TimerElapse(Deadline monotonic, long realtimeToken, long realtimeUsec) {
    /** It does not elapse. */
    public static final TimerElapse NEVER = new TimerElapse(Deadline.NONE, 0, Long.MAX_VALUE);
}
