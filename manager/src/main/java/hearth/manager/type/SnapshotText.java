package hearth.manager.type;

import hearth.manager.host.Deadline;
import hearth.manager.host.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Lines of {@code key=value}. Unknown keys are ignored and missing ones have defaults, so that an
 * older and a newer brain read each other's.
 */
public final class SnapshotText {
    private final Map<String, String> read = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final StringBuilder written = new StringBuilder();

    /** Makes a text without lines. */
    public SnapshotText() {}

    /** Returns the lines of a text. */
    public static SnapshotText parse(String text) {
        SnapshotText lines = new SnapshotText();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                lines.read.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
            }
        }
        return lines;
    }

    /** Returns what was written. */
    public String text() {
        return written.toString();
    }

    /** Returns what was read, by key. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(read);
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
    public SnapshotText put(String key, String value) {
        if (!value.isEmpty()) {
            written.append(key).append('=').append(escape(value)).append('\n');
        }
        return this;
    }

    /** Adds a line with a number. */
    public SnapshotText put(String key, long value) {
        written.append(key).append('=').append(value).append('\n');
        return this;
    }

    /** Adds a line where something is so. */
    public SnapshotText putFlag(String key, boolean isSet) {
        return isSet ? put(key, "yes") : this;
    }

    /** Adds a line with a time, unless it is that of what never was. */
    public SnapshotText putMoment(String key, Moment moment) {
        return moment.isNever()
                ? this
                : put(key, moment.realtimeUsec() + " " + moment.monotonicUsec());
    }

    /** Adds a line with a timer that is set. */
    public SnapshotText putDeadline(String key, Deadline deadline) {
        return deadline.isSet()
                ? put(key, deadline.token() + " " + deadline.atMonotonicUsec())
                : this;
    }

    // ---- reading; what cannot be understood is an IllegalArgumentException

    /** Returns whether a line was read. */
    public boolean has(String key) {
        return read.containsKey(key);
    }

    /** Returns the value of a line. */
    public String get(String key, String otherwise) {
        return read.getOrDefault(key, otherwise);
    }

    /** Returns the number of a line. */
    public long number(String key, long otherwise) {
        String text = read.get(key);
        return text == null ? otherwise : Long.parseLong(text);
    }

    /** Returns the number of a line, which must be small. */
    public int integer(String key, int otherwise) {
        return Math.toIntExact(number(key, otherwise));
    }

    /** Returns whether a line says that something is so. */
    public boolean flag(String key) {
        return "yes".equals(read.get(key));
    }

    /** Returns the words of a line. */
    public List<String> words(String key) {
        String text = read.getOrDefault(key, "");
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    /** Returns the time of a line. */
    public Moment moment(String key) {
        List<String> words = words(key);
        return words.size() == 2
                ? new Moment(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)))
                : Moment.NEVER;
    }

    /** Returns the timer of a line. */
    public Deadline deadline(String key) {
        List<String> words = words(key);
        return words.size() == 2
                ? new Deadline(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)))
                : Deadline.NONE;
    }

    /**
     * Returns the value that is spelled so. A word that no value has is kept for {@link #unknown}:
     * it may be a newer brain's, and what is lost by it is said.
     *
     * @param values all there are
     * @param spelling of each, the field's own word
     * @param otherwise where nothing is written
     * @param unknown where another word is
     */
    public <E> E word(
            String key, E[] values, Function<E, String> spelling, E otherwise, E unknown) {
        String text = read.get(key);
        return text == null ? otherwise : value(key, text, values, spelling, unknown);
    }

    /** Returns the value that is spelled so, where the word is a part of what is written. */
    public <E> E value(
            String key, String word, E[] values, Function<E, String> spelling, E unknown) {
        for (E value : values) {
            if (isSpelled(word, spelling.apply(value))) {
                return value;
            }
        }
        unknown(key, word);
        return unknown;
    }

    /** Earlier brains wrote {@code STOP_SIGTERM} for {@code stop-sigterm}. */
    private static boolean isSpelled(String word, String spelling) {
        return word.equals(spelling)
                || word.toLowerCase(Locale.ROOT).replace('_', '-').equals(spelling);
    }

    /** Takes note of a word that means nothing here. */
    public void unknown(String key, String word) {
        unknown.add(key + "=" + word);
    }

    /** Returns what was read and means nothing here, as {@code key=word}. */
    public List<String> unknown() {
        return Collections.unmodifiableList(unknown);
    }
}
