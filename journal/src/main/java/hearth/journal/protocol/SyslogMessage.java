package hearth.journal.protocol;

import hearth.journal.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what programs send by syslog(3), as journald does: {@code <PRIORITY>Mmm dd hh:mm:ss
 * IDENTIFIER[PID]: text}, each part but the text being optional. What the fields don't have of the
 * message is in {@code SYSLOG_RAW}.
 */
public final class SyslogMessage {
    /** Facility and priority of what says none: user, informational. */
    private static final int PRIORITY = 1 << 3 | 6;

    private static final int PRIORITY_MASK = 7;

    /** Digits of a priority. */
    private static final int DIGITS_MAX = 3;

    /**
     * What a time looks like: a letter, a digit, a digit or a blank, else itself. It is in the
     * sender's language only if that is English.
     */
    private static final String TIME = "aaa xd xd:dd:dd ";

    private static final String BLANKS = " \t\n\r";

    private final byte[] bytes;
    private final List<Field> fields = new ArrayList<>();
    private final int end;
    private int at;

    private SyslogMessage(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        at = start;
    }

    /** Reads the first bytes of an array. */
    public static Received read(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && isBlank(bytes[end - 1])) {
            end--;
        }
        int start = 0;
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        int textEnd = start;
        while (textEnd < end && bytes[textEnd] != 0) {
            textEnd++;
        }
        boolean isCut = start > 0 || textEnd < length;
        return new SyslogMessage(bytes, start, textEnd).read(length, isCut);
    }

    private Received read(int length, boolean isCut) {
        int priority = readPriority();
        int time = at;
        boolean hasTime = skipTime();
        int timeEnd = at;
        fields.add(Field.of("PRIORITY", Integer.toString(priority & PRIORITY_MASK)));
        if (priority >> 3 != 0) {
            fields.add(Field.of("SYSLOG_FACILITY", Integer.toString(priority >> 3)));
        }
        readIdentifier();
        if (hasTime) {
            fields.add(Field.of("SYSLOG_TIMESTAMP", bytes, time, timeEnd));
        }
        fields.add(Field.of("MESSAGE", bytes, at, end));
        if (isCut || !hasTime) {
            fields.add(Field.of("SYSLOG_RAW", bytes, 0, length));
        }
        long size = 0;
        for (Field field : fields) {
            size += field.payload().length;
        }
        return new Received(List.of(new Received.Sent(fields, priority & PRIORITY_MASK, size)), 0);
    }

    private int readPriority() {
        if (at == end || bytes[at] != '<') {
            return PRIORITY;
        }
        int value = 0;
        for (int i = at + 1; i < end && i <= at + 1 + DIGITS_MAX; i++) {
            if (bytes[i] == '>' && i > at + 1) {
                at = i + 1;
                return value;
            }
            if (!isDigit(bytes[i])) {
                break;
            }
            value = 10 * value + bytes[i] - '0';
        }
        return PRIORITY;
    }

    private boolean skipTime() {
        if (end - at < TIME.length()) {
            return false;
        }
        for (int i = 0; i < TIME.length(); i++) {
            if (!matches(TIME.charAt(i), bytes[at + i])) {
                return false;
            }
        }
        at += TIME.length();
        return true;
    }

    private static boolean matches(char wanted, byte b) {
        return switch (wanted) {
            case 'a' -> (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            case 'd' -> isDigit(b);
            case 'x' -> isDigit(b) || b == ' ';
            default -> b == wanted;
        };
    }

    /** Reads who speaks, where the first word ends with a colon. */
    private void readIdentifier() {
        int start = at;
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        int word = start;
        while (word < end && !isBlank(bytes[word])) {
            word++;
        }
        if (word == start || bytes[word - 1] != ':') {
            return;
        }
        int nameEnd = word - 1;
        int bracket = nameEnd > start && bytes[nameEnd - 1] == ']' ? nameEnd - 1 : -1;
        while (bracket >= start && bytes[bracket] != '[') {
            bracket--;
        }
        if (bracket >= start) {
            addKnown("SYSLOG_IDENTIFIER", start, bracket);
            addKnown("SYSLOG_PID", bracket + 1, nameEnd - 1);
        } else {
            addKnown("SYSLOG_IDENTIFIER", start, nameEnd);
        }
        at = word < end ? word + 1 : word; // one blank is between
    }

    private void addKnown(String name, int start, int valueEnd) {
        if (start < valueEnd) {
            fields.add(Field.of(name, bytes, start, valueEnd));
        }
    }

    private static boolean isBlank(byte b) {
        return BLANKS.indexOf(b) >= 0;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
