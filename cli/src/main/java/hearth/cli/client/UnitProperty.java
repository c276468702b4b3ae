package hearth.cli.client;

import hearth.dbus.DbusPath;
import hearth.dbus.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A property of a unit without a file.
 *
 * @param name as on the bus: {@code CPUQuotaPerSecUSec}
 */
public record UnitProperty(String name, Value value) {
    /** Returns a text's property. */
    public static UnitProperty of(String name, String text) {
        return new UnitProperty(name, new Value.Text(text));
    }

    /** Returns a boolean's property. */
    public static UnitProperty of(String name, boolean flag) {
        return new UnitProperty(name, new Value.Bool(flag));
    }

    /**
     * Returns the property of a neutral object, as the settings catalogue has them.
     *
     * @param signature one complete type of basic types, arrays and structs
     * @see hearth.unit.setting.Wire
     */
    public static UnitProperty of(String name, String signature, Object neutral) {
        return new UnitProperty(name, new Neutral(signature).next(neutral));
    }

    /** Reads a signature from left to right, and makes the values that it describes. */
    private static final class Neutral {
        private final String signature;
        private int at;

        Neutral(String signature) {
            this.signature = signature;
        }

        Value next(Object neutral) {
            char code = signature.charAt(at++);
            return switch (code) {
                case 'a' -> array(neutral);
                case '(' -> struct((List<?>) neutral);
                case 'b' -> new Value.Bool((Boolean) neutral);
                case 's' -> new Value.Text((String) neutral);
                case 'o' -> new Value.Path(DbusPath.of((String) neutral));
                case 'y' -> new Value.Uint8(number(neutral).intValue());
                case 'q' -> new Value.Uint16(number(neutral).intValue());
                case 'i' -> new Value.Int32(number(neutral).intValue());
                case 'u' -> new Value.Uint32(number(neutral).longValue() & 0xFFFF_FFFFL);
                case 'x' -> new Value.Int64(number(neutral).longValue());
                case 't' -> new Value.Uint64(number(neutral).longValue());
                default -> throw new IllegalArgumentException("no neutral type: " + signature);
            };
        }

        private Value array(Object neutral) {
            int start = at;
            int end = end(start);
            String element = signature.substring(start, end);
            var items = new ArrayList<Value>();
            if (neutral instanceof byte[] bytes) {
                for (byte octet : bytes) {
                    items.add(new Value.Uint8(Byte.toUnsignedInt(octet)));
                }
            } else {
                for (Object item : (List<?>) neutral) {
                    at = start;
                    items.add(next(item));
                }
            }
            at = end;
            return new Value.Array(element, items);
        }

        private Value struct(List<?> members) {
            var fields = new ArrayList<Value>();
            for (Object member : members) {
                fields.add(next(member));
            }
            at++; // the bracket that ends it
            return new Value.Struct(fields);
        }

        /** Returns where the complete type ends that begins here. */
        private int end(int start) {
            int i = start;
            while (signature.charAt(i) == 'a') {
                i++;
            }
            int depth = 0;
            do {
                char code = signature.charAt(i++);
                depth += code == '(' ? 1 : code == ')' ? -1 : 0;
            } while (depth > 0);
            return i;
        }

        private static Number number(Object value) {
            return (Number) value;
        }
    }
}
