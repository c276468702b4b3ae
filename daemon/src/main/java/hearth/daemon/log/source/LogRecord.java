package hearth.daemon.log.source;

import hearth.journal.read.Entry;
import hearth.manager.cause.CauseText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What entries say of causes: names of fields beside those of {@link CauseText}. */
public final class LogRecord {
    /** Whether processes were sent a signal that ends them. */
    public static final String KILLS = "HEARTH_KILLS";

    /** The only value of {@link #KILLS}. */
    public static final String YES = "1";

    /** Which signal. */
    public static final String SIGNAL = "HEARTH_SIGNAL";

    /** Which processes: number, a blank and name of each, and tabs between them. */
    public static final String PROCESSES = "HEARTH_PROCESSES";

    /** What is between processes: names have no tabs, and the field is one line. */
    public static final String BETWEEN = "\t";

    /** All that is told of an entry. */
    private static final List<String> TOLD =
            List.of(
                    CauseText.FIELD,
                    CauseText.RULE,
                    SIGNAL,
                    PROCESSES,
                    "JOB_TYPE",
                    "JOB_RESULT",
                    "MESSAGE_ID");

    private LogRecord() {}

    /** Returns those of an entry. */
    public static Map<String, String> fieldsOf(Entry entry) {
        Map<String, String> fields = new TreeMap<>();
        for (String name : TOLD) {
            entry.text(name).ifPresent(value -> fields.put(name, value));
        }
        return fields;
    }
}
