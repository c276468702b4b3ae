package hearth.manager.type.service;

import hearth.manager.cause.CauseText;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import java.util.Map;

/**
 * Ids of systemd's message catalogue, so that {@code journalctl -x} explains ours too.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd-messages.3.html">sd-messages(3)</a>
 */
final class ServiceMessages {
    static final String UNIT_SKIPPED = "0e4284a0caca4bfc81c0bb6786972673";
    private static final String UNIT_RESTART_SCHEDULED = "5eb03494b6584870a536b337290809b3";
    static final String UNIT_OUT_OF_MEMORY = "fe6faa94e7774663a0da52717891d8ef";
    static final String NONE = "";

    private ServiceMessages() {}

    /** Returns what is said when a service will be started again. */
    static LogMessage restartScheduled(String unit, int count) {
        return new LogMessage(
                LogLevel.INFO,
                UNIT_RESTART_SCHEDULED,
                unit + ": Scheduled restart job, restart counter is at " + count + ".",
                Map.of("N_RESTARTS", Integer.toString(count), CauseText.RULE, "Restart"));
    }
}
