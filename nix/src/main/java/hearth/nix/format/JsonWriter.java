package hearth.nix.format;

import hearth.nix.evaluation.Calls;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.Function;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.Numbers;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Values as JSON, as {@code builtins.toJSON} and {@code nix eval --json} write them. */
public final class JsonWriter {
    private final Evaluation evaluation;
    private final Position site;
    private final StringBuilder out = new StringBuilder();

    private JsonWriter(Evaluation evaluation, Position site) {
        this.evaluation = evaluation;
        this.site = site;
    }

    /**
     * Returns a value, evaluated wholly, as a byte string.
     *
     * @throws NixException where it contains a function, or a string that is no UTF-8
     */
    public static String write(Evaluation evaluation, Value value, Position site) {
        JsonWriter writer = new JsonWriter(evaluation, site);
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Value value) {
        evaluation.charge(1, site);
        switch (value) {
            case NullValue _ -> out.append("null");
            case BoolValue bool -> out.append(bool.isTrue());
            case IntValue(long integer) -> out.append(integer);
            case FloatValue(double number) -> out.append(Numbers.json(number));
            case Text(String bytes) -> string(bytes);
            case PathValue(String bytes) -> string(bytes);
            case ListValue list -> list(list);
            case AttributeSet set -> set(set);
            case Function _ -> throw failure("cannot convert a function to JSON");
        }
    }

    private void list(ListValue list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : ",");
            try {
                value(list.get(i).force());
            } catch (NixException e) {
                throw e.within("while writing the list's element " + i + " as JSON", site);
            }
        }
        out.append(']');
    }

    private void set(AttributeSet set) {
        Lazy toString = set.get("__toString");
        Lazy outPath = set.get("outPath");
        if (toString != null) {
            value(Calls.call(toString.force(), set, site));
        } else if (outPath != null) {
            value(outPath.force());
        } else {
            out.append('{');
            for (int i = 0; i < set.size(); i++) {
                out.append(i == 0 ? "" : ",");
                string(set.nameAt(i));
                out.append(':');
                attribute(set, i);
            }
            out.append('}');
        }
    }

    private void attribute(AttributeSet set, int index) {
        try {
            value(set.valueAt(index).force());
        } catch (NixException e) {
            String name = ByteStrings.decode(set.nameAt(index));
            throw e.within(
                    "while writing the attribute '" + name + "' as JSON", set.positionAt(index));
        }
    }

    private void string(String bytes) {
        evaluation.charge(bytes.length(), site);
        requireUtf8(bytes);
        out.append('"');
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(c < 0x10 ? "0" : "")
                                .append(Integer.toHexString(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void requireUtf8(String bytes) {
        try {
            var _ =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(ByteStrings.toArray(bytes)));
        } catch (CharacterCodingException e) {
            throw failure(
                    "a string that is no UTF-8 cannot be written as JSON: '"
                            + ByteStrings.decode(bytes)
                            + "'");
        }
    }

    private NixException failure(String message) {
        return new NixException(NixException.Kind.FAILED, message, site);
    }
}
