package hearth.journal.protocol;

import hearth.journal.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream into lines. One ends with a newline or a NUL; one that is too long is cut and goes
 * on as a further one.
 */
public final class StreamLines {
    /** Bytes of a line, as for journald ({@code LineMax=}). */
    public static final int LINE_BYTES_MAX = 48 * 1024;

    /** Lines cut at once, however short they are. */
    public static final int LINES_MAX = 256;

    /** Characters of {@code <N>}. */
    private static final int PREFIX_BYTES = 3;

    private static final int PRIORITY_MASK = 7;

    /**
     * Lines, and how many bytes they have been.
     *
     * @param lines as entries
     */
    public record Cut(List<Received.Sent> lines, int bytes) {}

    /** What becomes of what is left, which no newline ends. */
    public enum Rest {
        /** It waits for more. */
        WAITS,
        /** It is a line, since it may not wait; what follows is a further one. */
        TOO_LONG,
        /** It is a line: nothing follows. */
        END
    }

    private StreamLines() {}

    /**
     * Cuts the lines that are whole.
     *
     * @param rest what becomes of what is left
     */
    public static Cut cut(byte[] bytes, int length, Rest rest, StreamHeader header) {
        List<Received.Sent> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < length && lines.size() < LINES_MAX; i++) {
            boolean ends = bytes[i] == '\n' || bytes[i] == 0;
            if (ends) {
                add(lines, bytes, start, i, header, bytes[i] == 0 ? "nul" : "");
                start = i + 1;
            } else if (i + 1 - start == LINE_BYTES_MAX) {
                add(lines, bytes, start, i + 1, header, "line-max");
                start = i + 1;
            }
        }
        if (rest != Rest.WAITS && lines.size() < LINES_MAX) {
            add(lines, bytes, start, length, header, rest == Rest.END ? "eof" : "line-max");
            start = length;
        }
        return new Cut(lines, start);
    }

    private static void add(
            List<Received.Sent> lines,
            byte[] bytes,
            int start,
            int lineEnd,
            StreamHeader header,
            String lineBreak) {
        int end = lineEnd;
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        if (end == start) {
            end = lineEnd; // journald keeps a line of blanks
        }
        boolean isPrefixed =
                header.readsPrefix()
                        && end - start >= PREFIX_BYTES
                        && bytes[start] == '<'
                        && bytes[start + 1] >= '0'
                        && bytes[start + 1] <= '7'
                        && bytes[start + 2] == '>';
        int priority = isPrefixed ? bytes[start + 1] - '0' : header.priority() & PRIORITY_MASK;
        int from = isPrefixed ? start + PREFIX_BYTES : start;
        if (from == end) {
            return;
        }
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("PRIORITY", Integer.toString(priority)));
        fields.add(Field.of("MESSAGE", bytes, from, end));
        if (!lineBreak.isEmpty()) {
            fields.add(Field.of("_LINE_BREAK", lineBreak));
        }
        lines.add(new Received.Sent(fields, priority, end - from));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
