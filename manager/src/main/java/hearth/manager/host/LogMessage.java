package hearth.manager.host;

import java.util.Map;

/**
 * What a manager says in the log.
 *
 * @param id systemd's catalogue id, 32 hexadecimal digits, or empty
 * @param fields what else its entry has, as systemd calls it: {@code JOB_ID}
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.journal-fields.7.html">
 *     systemd.journal-fields(7)</a>
 */
public record LogMessage(LogLevel level, String id, String text, Map<String, String> fields) {
    /** Makes a message that has nothing else. */
    public LogMessage(LogLevel level, String id, String text) {
        this(level, id, text, Map.of());
    }

    /** Returns the same message with other fields. */
    public LogMessage with(Map<String, String> others) {
        return new LogMessage(level, id, text, others);
    }
}
