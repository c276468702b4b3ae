package hearth.cli.text;

import java.util.Collection;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Arrays for programs. */
public final class JsonArray {
    private JsonArray() {}

    /**
     * Writes an array of objects.
     *
     * @param fields writes what is in one of them
     */
    public static <T> void objects(JsonGenerator json, Collection<T> all, Consumer<T> fields) {
        json.writeStartArray();
        for (T one : all) {
            json.writeStartObject();
            fields.accept(one);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes an array of strings. */
    public static void texts(JsonGenerator json, Collection<String> all) {
        json.writeStartArray();
        all.forEach(json::writeString);
        json.writeEndArray();
    }
}
