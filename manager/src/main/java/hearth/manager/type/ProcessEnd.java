package hearth.manager.type;

import hearth.manager.host.ExitCode;
import hearth.manager.host.LogLevel;
import hearth.unit.value.Signals;
import hearth.unit.value.service.ExitStatuses;

/** What the log says when a process of a unit has ended, with systemd's message id. */
public final class ProcessEnd {
    private static final String UNIT_PROCESS_EXIT = "98e322203f7a4ed290d09fe03c09fe15";

    private ProcessEnd() {}

    /**
     * Returns the line of a process that has ended.
     *
     * @param who such as {@code Main process}
     */
    public static UnitEffect.Say say(
            LogLevel level, String unit, String who, ExitCode code, int status) {
        return new UnitEffect.Say(
                level, UNIT_PROCESS_EXIT, unit + ": " + who + " exited, " + words(code, status));
    }

    /** Returns the end as messages have it: {@code code=exited, status=203/EXEC}. */
    public static String words(ExitCode code, int status) {
        String name =
                code == ExitCode.EXITED
                        ? ExitStatuses.nameOf(status).orElse("n/a")
                        : Signals.nameOf(status).map(word -> word.substring(3)).orElse("n/a");
        return "code=" + code.wireName() + ", status=" + status + "/" + name;
    }
}
