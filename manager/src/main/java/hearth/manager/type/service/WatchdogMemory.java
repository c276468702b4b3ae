package hearth.manager.type.service;

import hearth.manager.host.Deadline;
import hearth.manager.host.Moment;

/**
 * What a service remembers about its watchdog; immutable.
 *
 * @param deadline its timer
 * @param limitUsec {@code WATCHDOG_USEC=} where the service set it, else -1
 * @param ping when the service was last heard of
 */
public record WatchdogMemory(Deadline deadline, long limitUsec, Moment ping) {
    /** It never ran. */
    public static final WatchdogMemory NONE = new WatchdogMemory(Deadline.NONE, -1, Moment.NEVER);
}
