package hearth.cli.client;

import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a manager has said of a unit, and why it was so.
 *
 * @param realtimeUsec when, in microseconds since 1970
 * @param facts {@code job}, {@code result}, {@code signal}, {@code processes}
 * @param rules the settings that it follows from, each as names and values
 * @param causes the nearest first, each as names and values, of which {@code kind} says what it is
 */
public record RecordRow(
        long realtimeUsec,
        String unit,
        String text,
        Map<String, String> facts,
        List<Map<String, String>> rules,
        List<Map<String, String>> causes) {

    /** A process that was ended. */
    public record Ended(long pid, String program) {}

    /** Reads all that an answer has. */
    static List<RecordRow> all(Message answer) {
        var rows = new ArrayList<RecordRow>();
        MessageReader reader = answer.reader().openArray();
        while (reader.hasNext()) {
            rows.add(read(reader));
        }
        return rows;
    }

    /** Reads one, as {@code (tssa{ss}aa{ss}aa{ss})}. */
    private static RecordRow read(MessageReader in) {
        in.openStruct();
        var row =
                new RecordRow(
                        in.uint64(),
                        in.string(),
                        in.string(),
                        fields(in),
                        several(in),
                        several(in));
        in.closeStruct();
        return row;
    }

    private static List<Map<String, String>> several(MessageReader in) {
        List<Map<String, String>> all = new ArrayList<>();
        in.openArray();
        while (in.hasNext()) {
            all.add(fields(in));
        }
        in.closeArray();
        return all;
    }

    /** Reads names and values, as {@code a{ss}}. */
    public static Map<String, String> fields(MessageReader in) {
        Map<String, String> fields = new LinkedHashMap<>();
        in.openArray();
        while (in.hasNext()) {
            in.openEntry();
            fields.put(in.string(), in.string());
            in.closeEntry();
        }
        in.closeArray();
        return fields;
    }

    /** Returns this with other causes. */
    public RecordRow because(List<Map<String, String>> others) {
        return new RecordRow(realtimeUsec, unit, text, facts, rules, others);
    }

    /** Returns the processes that were ended; none where it speaks of no end. */
    public List<Ended> ended() {
        return Arrays.stream(facts.getOrDefault("processes", "").split("\t", -1))
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2 && isNumber(words[0]))
                .map(words -> new Ended(Long.parseLong(words[0]), words[1]))
                .toList();
    }

    /** Returns whether a text is the number of a process. */
    public static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 10
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
