package hearth.daemon.log;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One line that a unit wrote, or that its manager said about it.
 *
 * @param realtimeUsec microseconds since 1970
 * @param monotonicUsec microseconds of CLOCK_MONOTONIC
 * @param priority 0 (emergency) to 7 (debug), as in syslog(3)
 * @param unit the unit's name; {@code -} where it is about none
 * @param source who wrote it: {@code sleep[94]}, {@code systemd} for its manager, or {@code hearth}
 *     where systemd has no such words
 * @param text the line, without its end
 * @param more what else its entry says where it was not a unit's process that wrote it: fields of
 *     the journal, by name
 */
public record LogLine(
        long realtimeUsec,
        long monotonicUsec,
        int priority,
        String unit,
        String source,
        String text,
        Map<String, String> more) {

    /** Fields before the text. */
    private static final int FIELDS = 5;

    /** Makes a line that says nothing else. */
    public LogLine(
            long realtimeUsec,
            long monotonicUsec,
            int priority,
            String unit,
            String source,
            String text) {
        this(realtimeUsec, monotonicUsec, priority, unit, source, text, Map.of());
    }

    /** Returns this line with other fields. */
    LogLine with(Map<String, String> fields) {
        return new LogLine(realtimeUsec, monotonicUsec, priority, unit, source, text, fields);
    }

    /**
     * Returns the line that a file of an earlier version holds from {@code start} to before {@code
     * end}; nothing where it is damaged, as after a power cut. Bytes that aren't UTF-8 become
     * U+FFFD.
     */
    static Optional<LogLine> ofFileLine(byte[] file, int start, int end) {
        var ends = new int[FIELDS];
        int at = start;
        for (int i = 0; i < FIELDS; i++) {
            while (at < end && file[at] != ' ') {
                at++;
            }
            if (at == end) {
                return Optional.empty();
            }
            ends[i] = at++;
        }
        try {
            return Optional.of(
                    new LogLine(
                            Long.parseLong(text(file, start, ends[0])),
                            Long.parseLong(text(file, ends[0] + 1, ends[1])),
                            Integer.parseInt(text(file, ends[1] + 1, ends[2])),
                            text(file, ends[2] + 1, ends[3]),
                            text(file, ends[3] + 1, ends[4]),
                            text(file, ends[4] + 1, end)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static String text(byte[] file, int start, int end) {
        return new String(EarlierLogs.unescape(file, start, end), StandardCharsets.UTF_8);
    }
}
