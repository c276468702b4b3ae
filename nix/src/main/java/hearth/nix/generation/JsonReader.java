package hearth.nix.generation;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON of a known shape; what has another shape throws {@link StateException}. */
final class JsonReader implements AutoCloseable {
    /** Longer than the largest file that a generation can have, with its escapes. */
    private static final int MAX_TEXT = 32 << 20;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
                    .build();

    private final JsonParser parser;

    /** Takes one value of an object. */
    @FunctionalInterface
    interface Member {
        /** Reads the value of this name; the reader stands before it. */
        void read(String name) throws StateException;
    }

    /** Takes one element of an array. */
    @FunctionalInterface
    interface Element<T> {
        /** Reads it; the reader stands at it. */
        T read() throws StateException;
    }

    JsonReader(String text) {
        parser = JSON.createParser(ObjectReadContext.empty(), text);
    }

    /** Reads an object that comes next. */
    void object(Member member) throws StateException {
        expect(JsonToken.START_OBJECT);
        members(member);
    }

    /** Reads the object at which the reader stands. */
    void members(Member member) throws StateException {
        while (next() != JsonToken.END_OBJECT) {
            member.read(parser.currentName());
        }
    }

    /** Reads an array that comes next. */
    <T> List<T> array(JsonToken first, Element<T> element) throws StateException {
        expect(JsonToken.START_ARRAY);
        List<T> elements = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (token != first) {
                throw new StateException("has " + token + " where " + first + " should be");
            }
            elements.add(element.read());
        }
        return elements;
    }

    /** Reads an array of texts that comes next. */
    List<String> texts() throws StateException {
        return array(JsonToken.VALUE_STRING, parser::getString);
    }

    /** Reads a text that comes next. */
    String text() throws StateException {
        expect(JsonToken.VALUE_STRING);
        return parser.getString();
    }

    /** Reads a number that comes next. */
    int number() throws StateException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    /** Reads true or false that comes next. */
    boolean flag() throws StateException {
        return switch (next()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new StateException("has no true or false where one should be");
        };
    }

    /** Passes over a value that comes next. */
    void skip() throws StateException {
        next();
        parser.skipChildren();
    }

    private void expect(JsonToken expected) throws StateException {
        JsonToken token = next();
        if (token != expected) {
            throw new StateException("has " + token + " where " + expected + " should be");
        }
    }

    private JsonToken next() throws StateException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new StateException("ends too early");
            }
            return token;
        } catch (JacksonException e) {
            throw new StateException("is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
