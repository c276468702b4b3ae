package hearth.daemon.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code keeper/src/protocol.def}, read again: what C is compiled from. */
final class Specification {

    /**
     * A message, record or enumeration.
     *
     * @param direction of a message; empty for a part
     * @param number of a message; 0 for a part
     * @param since the version that it came with
     */
    record Part(String direction, int number, String name, int since, List<Item> items) {
        Part since(int version) {
            return new Part(direction, number, name, version, items);
        }
    }

    /** A field, a list, or a value of an enumeration with its number as type. */
    record Item(boolean isList, String type, String name) {}

    private static final Pattern STATEMENT = Pattern.compile("([A-Z_]+)(?:\\(([^)]*)\\))?");

    final Map<String, Part> messages = new LinkedHashMap<>();
    final Map<String, Part> records = new LinkedHashMap<>();
    final Map<String, Part> enumerations = new LinkedHashMap<>();

    static Specification read() throws IOException {
        var specification = new Specification();
        var text = Files.readString(Path.of("../keeper/src/protocol.def"));
        var current = new Part("", 0, "", 1, new ArrayList<>());
        for (var line : text.replaceAll("(?s)/\\*.*?\\*/", "").split("\n", -1)) {
            var statement = STATEMENT.matcher(line.strip());
            if (!statement.matches()) {
                continue;
            }
            var arguments =
                    statement.group(2) == null
                            ? new String[0]
                            : statement.group(2).split(", *", -1);
            switch (statement.group(1)) {
                case "MESSAGE" -> {
                    int number = Integer.decode(arguments[1]);
                    current = new Part(arguments[0], number, arguments[2], 1, new ArrayList<>());
                    if (!arguments[0].equals("CONTROL_ORDER")) { // not the brain's
                        specification.messages.put(arguments[2], current);
                    }
                }
                case "RECORD" -> {
                    current = new Part("", 0, arguments[0], 1, new ArrayList<>());
                    specification.records.put(arguments[0], current);
                }
                case "ENUM" -> {
                    current = new Part("", 0, arguments[0], 1, new ArrayList<>());
                    specification.enumerations.put(arguments[0], current);
                }
                case "SINCE" -> {
                    current = current.since(Integer.parseInt(arguments[0]));
                    specification.messages.replace(current.name(), current);
                }
                case "FIELD" -> current.items().add(new Item(false, arguments[0], arguments[1]));
                case "LIST" -> current.items().add(new Item(true, arguments[0], arguments[1]));
                case "VALUE" -> current.items().add(new Item(false, arguments[1], arguments[2]));
                default -> {}
            }
        }
        return specification;
    }

    /** Returns the Java type that a field of the protocol has. */
    static String javaType(Item item) {
        var single =
                switch (item.type()) {
                    case "BOOL" -> "boolean";
                    case "I32", "U32" -> "int";
                    case "I64", "U64" -> "long";
                    case "TEXT" -> "String";
                    case "BLOB" -> "Bytes";
                    default -> item.type();
                };
        if (!item.isList()) {
            return single;
        }
        return "List<" + (single.equals("int") ? "Integer" : single) + ">";
    }
}
