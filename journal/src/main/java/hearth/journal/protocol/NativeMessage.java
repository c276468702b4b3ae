package hearth.journal.protocol;

import hearth.journal.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads journald's own protocol: a field is a line {@code NAME=value}, or a line {@code NAME},
 * eight bytes that say a length, so many bytes and a newline; an empty line ends an entry.
 *
 * <p>A field whose name begins with an underscore is whoever receives the message's to say, so it
 * is passed over, as is a name that is none. What cannot be understood ends the message: the
 * entries before count.
 *
 * @see <a href="https://systemd.io/JOURNAL_NATIVE_PROTOCOL/">Native Journal Protocol</a>
 */
public final class NativeMessage {
    /**
     * Fields of an entry: so many fit one in a file, with those beside them that are trusted.
     * journald takes 1,024.
     */
    public static final int FIELDS_MAX = 960;

    /** Entries of one message: the library sends one. */
    public static final int ENTRIES_MAX = 64;

    /** The priority of an entry that says none: informational, as syslog(3) numbers it. */
    private static final int PRIORITY = 6;

    /** Bytes of a length. */
    private static final int LENGTH_BYTES = 8;

    private final byte[] bytes;
    private final int end;
    private final List<Received.Sent> entries = new ArrayList<>(1);
    private List<Field> fields = new ArrayList<>();
    private long fieldBytes;
    private int priority = PRIORITY;
    private int at;

    private NativeMessage(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Reads the first bytes of an array. */
    public static Received read(byte[] bytes, int length) {
        return new NativeMessage(bytes, length).read();
    }

    private Received read() {
        while (at < end) {
            if (entries.size() == ENTRIES_MAX || !readLine()) {
                return new Received(entries, 1);
            }
        }
        endEntry();
        return new Received(entries, 0);
    }

    /** Reads a line, or a field of two; returns whether it could be understood. */
    private boolean readLine() {
        int start = at;
        int equals = -1;
        while (at < end && bytes[at] != '\n') {
            if (bytes[at] == '=' && equals < 0) {
                equals = at;
            }
            at++;
        }
        int lineEnd = at;
        at++;
        if (start == lineEnd) {
            endEntry();
            return true;
        }
        if (bytes[start] == '.' || bytes[start] == '#') {
            return true; // a command or a comment: there are none that matter
        }
        return equals < 0
                ? readBinary(start, lineEnd)
                : equals > start && add(start, equals, equals + 1, lineEnd);
    }

    private boolean readBinary(int start, int nameEnd) {
        if (at > end - LENGTH_BYTES) {
            return false;
        }
        long length = 0;
        for (int i = LENGTH_BYTES - 1; i >= 0; i--) {
            length = length << Byte.SIZE | (bytes[at + i] & 0xff);
        }
        at += LENGTH_BYTES;
        if (length < 0 || length >= end - at || bytes[at + (int) length] != '\n') {
            return false;
        }
        int value = at;
        at += (int) length + 1;
        return add(start, nameEnd, value, at - 1);
    }

    private boolean add(int start, int nameEnd, int value, int valueEnd) {
        if (bytes[start] == '_' || !Field.isName(bytes, start, nameEnd)) {
            return true;
        }
        if (fields.size() == FIELDS_MAX) {
            return false;
        }
        Field field = Field.of(bytes, start, nameEnd, value, valueEnd);
        fields.add(field);
        fieldBytes += field.payload().length;
        if (nameEnd - start == "PRIORITY".length()
                && valueEnd - value == 1
                && bytes[value] >= '0'
                && bytes[value] <= '7'
                && new String(bytes, start, nameEnd - start, StandardCharsets.US_ASCII)
                        .equals("PRIORITY")) {
            priority = bytes[value] - '0';
        }
        return true;
    }

    private void endEntry() {
        if (!fields.isEmpty()) {
            entries.add(new Received.Sent(fields, priority, fieldBytes));
        }
        fields = new ArrayList<>();
        fieldBytes = 0;
        priority = PRIORITY;
    }
}
