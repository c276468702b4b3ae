package hearth.manager.type.service;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ids of systemd's message catalogue, so that {@code journalctl -x} explains ours too.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd-messages.3.html">sd-messages(3)</a>
 */
final class ServiceMessages {
    private static final String UNIT_PROCESS_EXIT = "98e322203f7a4ed290d09fe03c09fe15";
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
                Map.of("N_RESTARTS", Integer.toString(count)));
    }

    /**
     * Returns what is said of a process that has ended.
     *
     * @param command what it was run for; nothing where nobody knows any more
     */
    static LogMessage exited(
            LogLevel level, String text, Event.Exited exited, Optional<ExecRole> command) {
        var fields = new TreeMap<String, String>();
        fields.put("EXIT_CODE", exited.code().wireName());
        fields.put("EXIT_STATUS", Integer.toString(exited.status()));
        command.ifPresent(role -> fields.put("COMMAND", role.wireName()));
        return new LogMessage(level, UNIT_PROCESS_EXIT, text, fields);
    }
}
