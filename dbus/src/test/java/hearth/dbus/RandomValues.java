package hearth.dbus;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Values of random types, by seed. */
public final class RandomValues {
    private static final String BASIC = "ybnqiuxtdsog";

    private final SplittableRandom random;

    /** Creates a source that gives the same values for the same seed. */
    public RandomValues(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns a few values of random types. */
    public List<Value> values() {
        var values = new ArrayList<Value>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            values.add(value(type(4)));
        }
        return values;
    }

    private String type(int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(8);
        return switch (choice) {
            case 5 -> "a" + type(depth - 1);
            case 6 -> {
                var struct = new StringBuilder("(");
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    struct.append(type(depth - 1));
                }
                yield struct.append(')').toString();
            }
            case 7 -> random.nextBoolean() ? "v" : "a{" + basic() + type(depth - 1) + "}";
            default -> basic();
        };
    }

    private String basic() {
        return String.valueOf(BASIC.charAt(random.nextInt(BASIC.length())));
    }

    private Value value(String type) {
        return switch (type.charAt(0)) {
            case 'y' -> new Value.Uint8(random.nextInt(256));
            case 'b' -> new Value.Bool(random.nextBoolean());
            case 'n' -> new Value.Int16((short) random.nextInt());
            case 'q' -> new Value.Uint16(random.nextInt(65_536));
            case 'i' -> new Value.Int32(random.nextInt());
            case 'u' -> new Value.Uint32(random.nextLong(1L << 32));
            case 'x' -> new Value.Int64(random.nextLong());
            case 't' -> new Value.Uint64(random.nextLong());
            case 'd' -> new Value.Real(random.nextDouble());
            case 's' ->
                    new Value.Text(
                            "é€😀x".substring(0, random.nextInt(3)).repeat(random.nextInt(9)));
            case 'o' -> new Value.Path(DbusPath.ROOT.child("u" + random.nextInt()));
            case 'g' -> new Value.Type(Signature.of(type(3)));
            case 'v' -> new Value.Variant(value(type(2)));
            case '(' -> new Value.Struct(fields(type.substring(1, type.length() - 1)));
            default -> array(type.substring(1));
        };
    }

    private List<Value> fields(String types) {
        return Signature.of(types).types().stream().map(this::value).toList();
    }

    private Value array(String element) {
        var items = new ArrayList<Value>();
        for (int i = random.nextInt(5); i > 0; i--) {
            if (element.startsWith("{")) {
                Value key = value(element.substring(1, 2));
                items.add(new Value.Entry(key, value(element.substring(2, element.length() - 1))));
            } else {
                items.add(value(element));
            }
        }
        return new Value.Array(element, items);
    }
}
