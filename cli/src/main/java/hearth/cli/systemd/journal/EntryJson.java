package hearth.cli.systemd.journal;

import hearth.cli.text.Screen;
import hearth.journal.read.Entry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Entries for programs.
 *
 * @see <a href="https://systemd.io/JOURNAL_EXPORT_FORMATS/">Journal export formats</a>
 */
final class EntryJson {
    /** Values above this are left out of JSON, as journalctl does without {@code --all}. */
    private static final int VALUE_MAX = 4096;

    private EntryJson() {}

    /** Returns the fields, those first that say which entry it is. */
    private static Map<String, List<byte[]>> fields(Entry entry) {
        Map<String, List<byte[]>> fields = new LinkedHashMap<>();
        add(fields, "__CURSOR", entry.cursor().toString());
        add(fields, "__REALTIME_TIMESTAMP", Long.toString(entry.time().realtimeUsec()));
        add(fields, "__MONOTONIC_TIMESTAMP", Long.toString(entry.time().monotonicUsec()));
        add(fields, "_BOOT_ID", entry.boot().toString());
        for (byte[] payload : entry.payloads()) {
            int equals = 0;
            while (equals < payload.length && payload[equals] != '=') {
                equals++;
            }
            String name = new String(payload, 0, equals, StandardCharsets.UTF_8);
            if (equals < payload.length && !name.equals("_BOOT_ID")) {
                fields.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(Arrays.copyOfRange(payload, equals + 1, payload.length));
            }
        }
        return fields;
    }

    private static void add(Map<String, List<byte[]>> fields, String name, String value) {
        fields.put(name, List.of(value.getBytes(StandardCharsets.UTF_8)));
    }

    static void write(JsonGenerator json, Entry entry) {
        json.writeStartObject();
        fields(entry)
                .forEach((name, values) -> {
                    json.writeName(name);
                    if (values.size() == 1) {
                        value(json, values.getFirst());
                    } else {
                        json.writeStartArray();
                        values.forEach(value -> value(json, value));
                        json.writeEndArray();
                    }
                });
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, byte[] bytes) {
        Optional<String> text = text(bytes);
        if (bytes.length > VALUE_MAX) {
            json.writeNull();
        } else if (text.isPresent()) {
            json.writeString(text.get());
        } else {
            json.writeStartArray();
            for (byte octet : bytes) {
                json.writeNumber(octet & 0xff);
            }
            json.writeEndArray();
        }
    }

    /** Returns bytes as text; nothing where they are none, or have control characters. */
    private static Optional<String> text(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            boolean isPlain = text.chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\n');
            return isPlain ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Returns the object with a field a line. */
    static String pretty(Entry entry) {
        var lines = new ArrayList<String>();
        fields(entry)
                .forEach((name, values) -> {
                    var text = new StringWriter();
                    var screen =
                            new Screen(new PrintWriter(text), new PrintWriter(text), false, true);
                    screen.json(json -> {
                        if (values.size() == 1) {
                            value(json, values.getFirst());
                        } else {
                            json.writeStartArray();
                            values.forEach(value -> value(json, value));
                            json.writeEndArray();
                        }
                    });
                    screen.out().flush();
                    lines.add("\t\"" + name + "\" : " + text.toString().strip());
                });
        return "{\n" + String.join(",\n", lines) + "\n}\n";
    }

    /** Returns the export format of an entry whose values are text; others are left out. */
    static String export(Entry entry) {
        var text = new StringBuilder();
        fields(entry)
                .forEach((name, values) ->
                        values.forEach(value ->
                                text(value)
                                        .filter(line -> line.indexOf('\n') < 0)
                                        .ifPresent(line ->
                                                text.append(name)
                                                        .append('=')
                                                        .append(line)
                                                        .append('\n'))));
        return text.append('\n').toString();
    }
}
