package hearth.manager;

import hearth.manager.host.Deadline;
import hearth.manager.host.Moment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of {@code key=value}. Unknown keys are ignored and missing ones have defaults, so that an
 * older and a newer brain read each other's.
 */
final class SnapshotText {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final StringBuilder written = new StringBuilder();

    /** Returns the lines of a text. */
    static SnapshotText parse(String text) {
        SnapshotText lines = new SnapshotText();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                lines.values.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
            }
        }
        return lines;
    }

    String text() {
        return written.toString();
    }

    /** Returns what was read, by key. */
    Map<String, String> values() {
        return values;
    }

    private static String escape(String value) {
        return value.indexOf('\\') < 0 && value.indexOf('\n') < 0
                ? value
                : value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                text.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    // ---- writing

    /** Adds a line; one without a value is left out, as reading it would give the same. */
    SnapshotText put(String key, String value) {
        if (!value.isEmpty()) {
            written.append(key).append('=').append(escape(value)).append('\n');
        }
        return this;
    }

    SnapshotText put(String key, long value) {
        written.append(key).append('=').append(value).append('\n');
        return this;
    }

    SnapshotText putFlag(String key, boolean isSet) {
        return isSet ? put(key, "yes") : this;
    }

    SnapshotText putMoment(String key, Moment moment) {
        return moment.isNever()
                ? this
                : put(key, moment.realtimeUsec() + " " + moment.monotonicUsec());
    }

    SnapshotText putDeadline(String key, Deadline deadline) {
        return deadline.isSet()
                ? put(key, deadline.token() + " " + deadline.atMonotonicUsec())
                : this;
    }

    // ---- reading; what cannot be understood is an IllegalArgumentException

    boolean has(String key) {
        return values.containsKey(key);
    }

    String get(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    long number(String key, long otherwise) {
        String text = values.get(key);
        return text == null ? otherwise : Long.parseLong(text);
    }

    int integer(String key, int otherwise) {
        return Math.toIntExact(number(key, otherwise));
    }

    boolean flag(String key) {
        return "yes".equals(values.get(key));
    }

    List<String> words(String key) {
        String text = values.getOrDefault(key, "");
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    Moment moment(String key) {
        List<String> words = words(key);
        return words.size() == 2
                ? new Moment(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)))
                : Moment.NEVER;
    }

    Deadline deadline(String key) {
        List<String> words = words(key);
        return words.size() == 2
                ? new Deadline(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)))
                : Deadline.NONE;
    }

    <E extends Enum<E>> E constant(String key, Class<E> type, E otherwise) {
        String text = values.get(key);
        return text == null ? otherwise : Enum.valueOf(type, text);
    }
}
