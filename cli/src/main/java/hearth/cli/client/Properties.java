package hearth.cli.client;

import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object's properties by name. One that is missing, or has a type unlike the one asked for,
 * reads as the empty value: an older or newer daemon has others.
 */
public record Properties(Map<String, Value> values) {
    /** The bits of the largest 64-bit number: "not set", "no limit", as the property has it. */
    public static final long UNSET = -1;

    /** Copies the map, in its order. */
    public Properties {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads a dictionary of variants ({@code a{sv}}). */
    static Properties read(MessageReader reader) {
        var values = new LinkedHashMap<String, Value>();
        reader.openArray();
        while (reader.hasNext()) {
            reader.openEntry();
            String name = reader.string();
            if (reader.value() instanceof Value.Variant(Value value)) {
                values.put(name, value);
            }
            reader.closeEntry();
        }
        reader.closeArray();
        return new Properties(values);
    }

    /** Returns a string's or path's text. */
    public String text(String name) {
        Value value = values.get(name);
        // No switch over types: what links one takes a tenth of a command's time.
        return value instanceof Value.Text(String text)
                ? text
                : value instanceof Value.Path(var path) ? path.text() : "";
    }

    /** Returns a number, its 64 bits as they are; 0 where there is none. */
    public long number(String name) {
        return switch (values.get(name)) {
            case Value.Uint64(long number) -> number;
            case Value.Int64(long number) -> number;
            case Value.Uint32(long number) -> number;
            case Value.Int32(int number) -> number;
            case null, default -> 0;
        };
    }

    /** Returns whether a boolean is set. */
    public boolean flag(String name) {
        return values.get(name) instanceof Value.Bool(boolean value) && value;
    }

    /** Returns the texts of an array of strings. */
    public List<String> texts(String name) {
        if (!(values.get(name) instanceof Value.Array(String element, List<Value> items))
                || !element.equals("s")) {
            return List.of();
        }
        return items.stream()
                .filter(Value.Text.class::isInstance)
                .map(item -> ((Value.Text) item).value())
                .toList();
    }

    /** Returns the fields of a struct of strings. */
    public List<String> struct(String name) {
        if (!(values.get(name) instanceof Value.Struct(List<Value> fields))) {
            return List.of();
        }
        return fields.stream()
                .filter(Value.Text.class::isInstance)
                .map(field -> ((Value.Text) field).value())
                .toList();
    }
}
