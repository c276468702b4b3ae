package hearth.journal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * What a client says before the lines of a stream: who speaks, and how lines are marked. Of which
 * unit they are, and where else they are to go, is passed over: the kernel knows the one, and
 * nobody asks for the other.
 *
 * @param identifier who speaks; empty where the client doesn't say
 * @param priority of a line that doesn't say, with the facility above it, as in syslog(3)
 * @param readsPrefix whether a line may say its priority
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_journal_stream_fd.3.html">
 *     sd_journal_stream_fd(3)</a>
 */
public record StreamHeader(String identifier, int priority, boolean readsPrefix) {
    /** Bytes of a header: names of units have 255, identifiers are a program's name. */
    public static final int BYTES_MAX = 1_024;

    /** Bytes of a line that count: the rest of an identifier is cut. */
    private static final int LINE_BYTES_MAX = 128;

    private static final int LINES = 7;
    private static final int PREFIX_LINE = 3;

    /** What the beginning of a stream is. */
    public sealed interface Beginning {
        /** It is a header, of so many bytes. */
        record Whole(StreamHeader header, int bytes) implements Beginning {}

        /** More of it has to come. */
        record Begun() implements Beginning {}

        /** It is none. */
        record Malformed() implements Beginning {}
    }

    /** Reads the header at the beginning of a stream. */
    public static Beginning read(byte[] bytes, int length) {
        var lines = new String[LINES];
        int start = 0;
        int count = 0;
        for (int i = 0; i < Math.min(length, BYTES_MAX) && count < LINES; i++) {
            if (bytes[i] == '\n') {
                lines[count++] =
                        new String(bytes, start, Math.min(i - start, LINE_BYTES_MAX), UTF_8);
                start = i + 1;
            }
        }
        if (count < LINES) {
            return length >= BYTES_MAX ? new Beginning.Malformed() : new Beginning.Begun();
        }
        return read(lines)
                .<Beginning>map(header -> new Beginning.Whole(header, length(bytes)))
                .orElseGet(Beginning.Malformed::new);
    }

    private static int length(byte[] bytes) {
        int lines = 0;
        int at = 0;
        while (lines < LINES) {
            lines += bytes[at++] == '\n' ? 1 : 0;
        }
        return at;
    }

    private static Optional<StreamHeader> read(String[] lines) {
        for (int i = PREFIX_LINE; i < LINES; i++) {
            if (!lines[i].equals("0") && !lines[i].equals("1")) {
                return Optional.empty();
            }
        }
        String digits = lines[2];
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= 3
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            return Optional.empty();
        }
        return Optional.of(
                new StreamHeader(
                        lines[0], Integer.parseInt(digits), lines[PREFIX_LINE].equals("1")));
    }
}
