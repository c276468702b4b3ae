package hearth.manager.type;

import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import java.util.Map;

/** What the log says when a unit has come to its end, with systemd's message ids. */
public final class Ending {
    private static final String SUCCESS_ID = "7ad2d189f7e94e70a38c781354912448";
    private static final String FAILURE_ID = "d9b373ed55a64feb8242e02dbe79a49c";

    private Ending() {}

    /** Returns what a user's manager says: that all went well is for those who look closer. */
    public static LogMessage asUserSays(LogMessage message) {
        return message.id().equals(SUCCESS_ID)
                ? new LogMessage(LogLevel.DEBUG, message.id(), message.text(), message.fields())
                : message;
    }

    /**
     * Returns the line of a unit that has ended.
     *
     * @param isWell whether the result is success
     * @param result in systemd's spelling
     */
    public static UnitEffect.Say of(String unit, boolean isWell, String result) {
        return isWell
                ? new UnitEffect.Say(
                        LogLevel.INFO, SUCCESS_ID, unit + ": Deactivated successfully.")
                : new UnitEffect.Say(
                        new LogMessage(
                                LogLevel.WARNING,
                                FAILURE_ID,
                                unit + ": Failed with result '" + result + "'.",
                                Map.of("UNIT_RESULT", result)));
    }
}
