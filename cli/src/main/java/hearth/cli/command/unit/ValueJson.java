package hearth.cli.command.unit;

import hearth.dbus.Value;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** D-Bus values as JSON: numbers, texts, booleans and lists stay what they are. */
final class ValueJson {
    /** An array of these is an object: they are a dictionary's. */
    private static final String ENTRY = "{s";

    private ValueJson() {}

    static void write(JsonGenerator json, Value value) {
        switch (value) {
            case Value.Uint8(int number) -> json.writeNumber(number);
            case Value.Bool(boolean flag) -> json.writeBoolean(flag);
            case Value.Int16(int number) -> json.writeNumber(number);
            case Value.Uint16(int number) -> json.writeNumber(number);
            case Value.Int32(int number) -> json.writeNumber(number);
            case Value.Uint32(long number) -> json.writeNumber(number);
            case Value.Int64(long number) -> json.writeNumber(number);
            case Value.Uint64(long bits) ->
                    json.writeNumber(new BigInteger(Long.toUnsignedString(bits)));
            case Value.Real(double number) -> json.writeNumber(number);
            case Value.Text(String text) -> json.writeString(text);
            case Value.Path(var path) -> json.writeString(path.text());
            case Value.Type(var type) -> json.writeString(type.toString());
            case Value.Handle(int index) -> json.writeNumber(index);
            case Value.Array(String element, List<Value> items) ->
                    list(json, items, element.startsWith(ENTRY));
            case Value.Struct(List<Value> fields) -> list(json, fields, false);
            case Value.Variant(Value inner) -> write(json, inner);
            case Value.Entry(Value key, Value content) -> list(json, List.of(key, content), false);
        }
    }

    private static void list(JsonGenerator json, List<Value> items, boolean isDictionary) {
        if (!isDictionary) {
            json.writeStartArray();
            items.forEach(item -> write(json, item));
            json.writeEndArray();
            return;
        }
        json.writeStartObject();
        for (Value item : items) {
            if (item instanceof Value.Entry(Value.Text(String key), Value content)) {
                json.writeName(key);
                write(json, content);
            }
        }
        json.writeEndObject();
    }
}
