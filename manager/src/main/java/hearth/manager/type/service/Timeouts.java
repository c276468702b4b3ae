package hearth.manager.type.service;

import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.TimeoutFailureMode;

/**
 * How long a service may take for what, and what happens then.
 *
 * @param start for each step of starting and reloading
 * @param stop for each step of stopping
 * @param abort after the watchdog's signal
 * @param runtimeMax how long it may be up
 * @param runtimeExtra at most this much more, at random
 * @param startFailure how a start that takes too long is ended
 * @param stopFailure how a stop command that takes too long is ended
 */
public record Timeouts(
        TimeSpan start,
        TimeSpan stop,
        TimeSpan abort,
        TimeSpan runtimeMax,
        TimeSpan runtimeExtra,
        TimeoutFailureMode startFailure,
        TimeoutFailureMode stopFailure) {

    /** What holds for services that say nothing. */
    public static final Timeouts STANDARD =
            new Timeouts(
                    TimeSpan.ofSeconds(90),
                    TimeSpan.ofSeconds(90),
                    TimeSpan.ofSeconds(90),
                    TimeSpan.INFINITY,
                    TimeSpan.ZERO,
                    TimeoutFailureMode.TERMINATE,
                    TimeoutFailureMode.TERMINATE);
}
