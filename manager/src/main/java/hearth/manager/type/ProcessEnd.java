package hearth.manager.type;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.unit.value.Signals;
import hearth.unit.value.service.ExitStatuses;
import java.util.Optional;
import java.util.TreeMap;

/** What the log says when a process of a unit has ended, with systemd's message id and fields. */
public final class ProcessEnd {
    private static final String UNIT_PROCESS_EXIT = "98e322203f7a4ed290d09fe03c09fe15";

    private ProcessEnd() {}

    /**
     * Returns what is said of a process that has ended.
     *
     * @param who such as {@code Main process}
     * @param command what it was run for; nothing where nobody knows any more
     * @param isWell whether the unit takes it for a success
     */
    public static LogMessage message(
            String unit,
            String who,
            Optional<ExecRole> command,
            boolean isWell,
            Event.Exited exited) {
        var fields = new TreeMap<String, String>();
        fields.put("EXIT_CODE", exited.code().wireName());
        fields.put("EXIT_STATUS", Integer.toString(exited.status()));
        command.ifPresent(role -> fields.put("COMMAND", role.wireName()));
        return new LogMessage(
                isWell ? LogLevel.DEBUG : levelOfFailure(exited.code()),
                UNIT_PROCESS_EXIT,
                unit + ": " + who + " exited, " + words(exited.code(), exited.status()),
                fields);
    }

    /** What ends by itself has said why; of a signal nobody has. */
    private static LogLevel levelOfFailure(ExitCode code) {
        return code == ExitCode.EXITED ? LogLevel.NOTICE : LogLevel.WARNING;
    }

    /** Returns the end as messages have it: {@code code=exited, status=203/EXEC}. */
    private static String words(ExitCode code, int status) {
        String name =
                code == ExitCode.EXITED
                        ? ExitStatuses.nameOf(status).orElse("n/a")
                        : Signals.nameOf(status).map(word -> word.substring(3)).orElse("n/a");
        return "code=" + code.wireName() + ", status=" + status + "/" + name;
    }
}
