package hearth.daemon.varlink;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The parameters of a call, flat: what an object has inside another one is named after both, as in
 * {@code PID.pid}. What is null was not said; lists are passed over.
 */
public final class Parameters {
    private record Value(JsonToken kind, String text) {}

    private final Map<String, Value> values = new HashMap<>();

    Parameters() {}

    /** A parameter is missing, or isn't what it should be. */
    public static final class InvalidParameter extends Exception {
        private static final long serialVersionUID = 1;

        private final String parameter;

        /** Says which. */
        public InvalidParameter(String parameter) {
            super("invalid parameter " + parameter, null, false, false);
            this.parameter = parameter;
        }

        /** Returns its name. */
        public String parameter() {
            return parameter;
        }
    }

    /** Takes in an object whose opening brace has been read, up to its end. */
    void read(JsonParser json, String prefix) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + json.currentName();
            JsonToken kind = json.nextToken();
            switch (kind) {
                case START_OBJECT -> {
                    values.put(name, new Value(kind, ""));
                    read(json, name + ".");
                }
                case START_ARRAY -> json.skipChildren();
                case VALUE_NULL -> {}
                default -> values.put(name, new Value(kind, json.getString()));
            }
        }
    }

    /** Returns whether something was said. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns a text; empty where none was said. */
    public Optional<String> text(String name) throws InvalidParameter {
        Value value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.kind() != JsonToken.VALUE_STRING) {
            throw new InvalidParameter(name);
        }
        return Optional.of(value.text());
    }

    /** Returns a text that has to be said. */
    public String textOf(String name) throws InvalidParameter {
        return text(name).orElseThrow(() -> new InvalidParameter(name));
    }

    /** Returns a number from 0 to {@code most}; empty where none was said. */
    public OptionalLong number(String name, long most) throws InvalidParameter {
        Value value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value.text());
            if (value.kind() == JsonToken.VALUE_NUMBER_INT && number >= 0 && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException _) {
            // no number, or far beyond
        }
        throw new InvalidParameter(name);
    }

    /** Returns a truth; empty where none was said. */
    public Optional<Boolean> truth(String name) throws InvalidParameter {
        Value value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return switch (value.kind()) {
            case VALUE_TRUE -> Optional.of(true);
            case VALUE_FALSE -> Optional.of(false);
            default -> throw new InvalidParameter(name);
        };
    }
}
