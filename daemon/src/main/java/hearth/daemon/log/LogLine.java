package hearth.daemon.log;

import java.util.Optional;

/**
 * One line that a unit wrote, or that its manager said about it.
 *
 * @param realtimeUsec microseconds since 1970
 * @param monotonicUsec microseconds of CLOCK_MONOTONIC
 * @param priority 0 (emergency) to 7 (debug), as in syslog(3)
 * @param unit the unit's name
 * @param source who wrote it: {@code sleep[94]}, or {@code hearth} for its manager
 * @param text the line, without its end
 */
public record LogLine(
        long realtimeUsec,
        long monotonicUsec,
        int priority,
        String unit,
        String source,
        String text) {

    /** Returns this line as one line of a log file: fields separated by blanks, text last. */
    String toFileLine() {
        return realtimeUsec
                + " "
                + monotonicUsec
                + " "
                + priority
                + " "
                + unit
                + " "
                + source.replace(' ', '_')
                + " "
                + text.replace('\n', ' ')
                + "\n";
    }

    /**
     * Returns the line that a log file holds; nothing where it is damaged, as after a power cut.
     */
    static Optional<LogLine> ofFileLine(String line) {
        String[] fields = line.split(" ", 6);
        if (fields.length < 6) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new LogLine(
                            Long.parseLong(fields[0]),
                            Long.parseLong(fields[1]),
                            Integer.parseInt(fields[2]),
                            fields[3],
                            fields[4],
                            fields[5]));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
