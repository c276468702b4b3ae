package hearth.api.systemd1.order;

import hearth.dbus.DbusPath;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.unit.setting.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries the neutral objects of the settings catalogue to the wire and back; one for each
 * signature, compiled once.
 *
 * @see Wire
 */
public final class NeutralCodec {
    private final Signature signature;
    private final Node node;

    private NeutralCodec(Signature signature, Node node) {
        this.signature = signature;
        this.node = node;
    }

    /**
     * Returns the codec of one complete type.
     *
     * @throws IllegalArgumentException where the signature is not one complete type made of basic
     *     types, arrays and structs
     */
    public static NeutralCodec of(String signature) {
        Parser parser = new Parser(signature);
        Node node = parser.next();
        if (!parser.isAtEnd()) {
            throw new IllegalArgumentException("more than one type: " + signature);
        }
        return new NeutralCodec(Signature.of(signature), node);
    }

    /** Returns the type it carries. */
    Signature signature() {
        return signature;
    }

    /** Writes a neutral object of this type. */
    public void write(MessageWriter out, Object value) {
        node.write(out, value);
    }

    /** Writes the value of nothing said: false, 0, an empty string, an empty array. */
    public void writeEmpty(MessageWriter out) {
        node.writeEmpty(out);
    }

    /** Reads a neutral object of this type. */
    Object read(MessageReader in) {
        return node.read(in);
    }

    /** One type within a signature. */
    private sealed interface Node {
        void write(MessageWriter out, Object value);

        void writeEmpty(MessageWriter out);

        Object read(MessageReader in);
    }

    private record Basic(char code) implements Node {
        @Override
        public void write(MessageWriter out, Object value) {
            switch (code) {
                case 'b' -> out.bool((Boolean) value);
                case 'y' -> out.uint8(number(value).intValue());
                case 'q' -> out.uint16(number(value).intValue());
                case 'i' -> out.int32(number(value).intValue());
                case 'u' -> out.uint32(number(value).longValue());
                case 'x' -> out.int64(number(value).longValue());
                case 't' -> out.uint64(number(value).longValue());
                case 's' -> out.string((String) value);
                case 'o' -> out.objectPath(DbusPath.of((String) value));
                default -> throw new IllegalStateException("no basic type: " + code);
            }
        }

        @Override
        public Object read(MessageReader in) {
            return switch (code) {
                case 'b' -> in.bool();
                case 'y' -> in.uint8();
                case 'q' -> in.uint16();
                case 'i' -> in.int32();
                case 'u' -> in.uint32();
                case 'x' -> in.int64();
                case 't' -> in.uint64();
                case 's' -> in.string();
                case 'o' -> in.objectPath().text();
                default -> throw new IllegalStateException("no basic type: " + code);
            };
        }

        @Override
        public void writeEmpty(MessageWriter out) {
            switch (code) {
                case 'b' -> write(out, false);
                case 's' -> write(out, "");
                case 'o' -> write(out, "/");
                default -> write(out, 0);
            }
        }

        private static Number number(Object value) {
            return (Number) value;
        }
    }

    private record Bytes() implements Node {
        @Override
        public void write(MessageWriter out, Object value) {
            out.bytes((byte[]) value);
        }

        @Override
        public void writeEmpty(MessageWriter out) {
            out.bytes(new byte[0]);
        }

        @Override
        public Object read(MessageReader in) {
            return in.bytes();
        }
    }

    private record Array(Node element) implements Node {
        @Override
        public void write(MessageWriter out, Object value) {
            out.openArray();
            for (Object item : (List<?>) value) {
                element.write(out, item);
            }
            out.closeArray();
        }

        @Override
        public void writeEmpty(MessageWriter out) {
            out.openArray().closeArray();
        }

        @Override
        public Object read(MessageReader in) {
            List<Object> items = new ArrayList<>();
            in.openArray();
            while (in.hasNext()) {
                items.add(element.read(in));
            }
            in.closeArray();
            return List.copyOf(items);
        }
    }

    private record Struct(List<Node> fields) implements Node {
        @Override
        public void write(MessageWriter out, Object value) {
            List<?> values = (List<?>) value;
            out.openStruct();
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(out, values.get(i));
            }
            out.closeStruct();
        }

        @Override
        public void writeEmpty(MessageWriter out) {
            out.openStruct();
            fields.forEach(field -> field.writeEmpty(out));
            out.closeStruct();
        }

        @Override
        public Object read(MessageReader in) {
            List<Object> values = new ArrayList<>(fields.size());
            in.openStruct();
            for (Node field : fields) {
                values.add(field.read(in));
            }
            in.closeStruct();
            return List.copyOf(values);
        }
    }

    /** Reads a signature; the wire allows 255 characters and 64 levels, which bounds the depth. */
    private static final class Parser {
        private static final String BASIC = "byqiuxtso";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        Node next() {
            char code = at < text.length() ? text.charAt(at++) : 0;
            if (code == 'a') {
                if (text.startsWith("y", at)) {
                    at++;
                    return new Bytes();
                }
                return new Array(next());
            }
            if (code == '(') {
                List<Node> fields = new ArrayList<>();
                while (!text.startsWith(")", at)) {
                    fields.add(next());
                }
                at++;
                return new Struct(List.copyOf(fields));
            }
            if (code == 0 || BASIC.indexOf(code) < 0) {
                throw new IllegalArgumentException("no neutral type: " + text);
            }
            return new Basic(code);
        }
    }
}
