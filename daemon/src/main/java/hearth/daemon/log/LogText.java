package hearth.daemon.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines as a log file has them: {@code REALTIME MONOTONIC PRIORITY UNIT SOURCE TEXT}, separated by
 * blanks and ended by a newline.
 *
 * <p>What a unit wrote cannot end a line or begin a field: whatever any reader might take for a
 * separator, a command to a terminal or no character at all is written as {@code \xNN}, byte by
 * byte, and a backslash twice. So reading gives back each byte that was written.
 */
final class LogText {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int SMALLEST = 1024;

    /** Bytes of {@code \xNN}. */
    private static final int ESCAPE_BYTES = 4;

    private byte[] bytes = new byte[SMALLEST];
    private int length;
    private int lines;

    /** Returns the bytes: valid up to {@link #length}, until the next change. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns how many bytes there are. */
    int length() {
        return length;
    }

    /** Returns how many lines there are. */
    int lines() {
        return lines;
    }

    /** Becomes empty. */
    void reset() {
        length = 0;
        lines = 0;
    }

    /** Adds a line. */
    void add(LogLine line) {
        byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
        begin(line.realtimeUsec(), line.monotonicUsec(), line.priority());
        end(fields(line.unit(), line.source()), text, 0, text.length);
    }

    /** Adds the times and the priority that begin a line. */
    void begin(long realtimeUsec, long monotonicUsec, int priority) {
        number(realtimeUsec);
        number(monotonicUsec);
        number(priority);
    }

    /** Adds what {@link #fields} has made, and the line's text from {@code from} to {@code to}. */
    void end(byte[] fields, byte[] text, int from, int to) {
        room(fields.length + (to - from) * ESCAPE_BYTES + 1);
        System.arraycopy(fields, 0, bytes, length, fields.length);
        length += fields.length;
        escape(text, from, to, ' ');
        bytes[length++] = '\n';
        lines++;
    }

    /** Returns a unit and a source as fields of a line, each with the blank behind it. */
    static byte[] fields(String unit, String source) {
        var fields = new LogText();
        fields.field(unit);
        fields.field(source);
        return Arrays.copyOf(fields.bytes, fields.length);
    }

    private void field(String text) {
        byte[] written = text.getBytes(StandardCharsets.UTF_8);
        room(written.length * ESCAPE_BYTES + 1);
        escape(written, 0, written.length, '!');
        bytes[length++] = ' ';
    }

    private void number(long number) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        room(digits.length + 1);
        System.arraycopy(digits, 0, bytes, length, digits.length);
        length += digits.length;
        bytes[length++] = ' ';
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    /** Adds bytes, those below {@code lowest} as numbers. */
    private void escape(byte[] text, int from, int to, char lowest) {
        for (int i = from; i < to; ) {
            int one = text[i];
            if (one >= lowest && one != '\\' && one != 0x7f) {
                bytes[length++] = text[i++];
                continue;
            }
            int size = one < 0 ? Utf8.visible(text, i, to) : 0;
            if (size > 0) {
                System.arraycopy(text, i, bytes, length, size);
                length += size;
                i += size;
            } else {
                escape(text[i++]);
            }
        }
    }

    private void escape(byte one) {
        bytes[length++] = '\\';
        if (one == '\\') {
            bytes[length++] = '\\';
            return;
        }
        bytes[length++] = 'x';
        bytes[length++] = DIGITS[(one >> 4) & 0xf];
        bytes[length++] = DIGITS[one & 0xf];
    }

    /** Returns the bytes that were written as those from {@code from} to {@code to}. */
    static byte[] unescape(byte[] text, int from, int to) {
        var plain = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (text[i] != '\\') {
                plain.write(text[i]);
            } else if (i + 1 < to && text[i + 1] == '\\') {
                plain.write('\\');
                i++;
            } else if (i + 3 < to && text[i + 1] == 'x' && hex(text, i + 2) >= 0) {
                plain.write(hex(text, i + 2));
                i += 3;
            } else {
                plain.write('\\'); // of an earlier version, which wrote it once
            }
        }
        return plain.toByteArray();
    }

    private static int hex(byte[] text, int at) {
        int high = Character.digit(text[at], 16);
        int low = Character.digit(text[at + 1], 16);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
