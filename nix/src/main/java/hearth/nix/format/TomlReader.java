package hearth.nix.format;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * TOML as values, as {@code builtins.fromTOML} reads it. Dates and times are an error, as in Nix
 * without its experimental feature, since the language has no type for them.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0.0</a>
 */
public final class TomlReader {
    /** Arrays and tables within each other: more is no data. */
    private static final int MAX_DEPTH = 1_000;

    /** A table that grows while the text is read. */
    private static final class Table {
        private final Map<String, Node> entries = new TreeMap<>();
        private boolean isDefined;
        private boolean isInline;
    }

    /** What a key of a growing table holds. */
    private sealed interface Node {
        /** A finished value. */
        record Leaf(Value value) implements Node {}

        /** A table. */
        record Nested(Table table) implements Node {}

        /** An array of tables. */
        record Array(List<Table> tables) implements Node {}
    }

    private final TomlScanner scanner;
    private int depth;

    private TomlReader(String text, Position site) {
        this.scanner = new TomlScanner(text, site);
    }

    /**
     * Returns the set of a TOML text.
     *
     * @param bytes the text as a byte string
     * @param site where errors point
     * @throws NixException where it is no TOML, or has a value that the language has not
     */
    public static Value read(String bytes, Position site) {
        return freeze(new TomlReader(bytes, site).document());
    }

    private Table document() {
        Table root = new Table();
        Table current = root;
        while (true) {
            scanner.skipBlankLines();
            if (scanner.isAtEnd()) {
                return root;
            }
            if (scanner.skip("[[")) {
                current = newElement(root, header("]]"));
            } else if (scanner.skip('[')) {
                current = newTable(root, header("]"));
            } else {
                assignment(current);
            }
            scanner.endOfLine();
        }
    }

    private List<String> header(String closing) {
        List<String> path = scanner.key();
        scanner.skipBlanks();
        if (!scanner.skip(closing)) {
            throw scanner.syntaxError("expected '" + closing + "'");
        }
        return path;
    }

    private Table newTable(Table root, List<String> path) {
        Table parent = descend(root, path.subList(0, path.size() - 1));
        Node existing = parent.entries.get(path.getLast());
        if (existing == null) {
            Table table = new Table();
            table.isDefined = true;
            parent.entries.put(path.getLast(), new Node.Nested(table));
            return table;
        }
        if (existing instanceof Node.Nested(Table table) && !table.isDefined && !table.isInline) {
            table.isDefined = true;
            return table;
        }
        throw defined(path);
    }

    private Table newElement(Table root, List<String> path) {
        Table parent = descend(root, path.subList(0, path.size() - 1));
        Node existing =
                parent.entries.computeIfAbsent(
                        path.getLast(), key -> new Node.Array(new ArrayList<>()));
        if (existing instanceof Node.Array(List<Table> tables)) {
            Table table = new Table();
            table.isDefined = true;
            tables.add(table);
            return table;
        }
        throw defined(path);
    }

    private Table descend(Table from, List<String> path) {
        Table table = from;
        for (String name : path) {
            Node node = table.entries.computeIfAbsent(name, key -> new Node.Nested(new Table()));
            if (node instanceof Node.Nested(Table nested) && !nested.isInline) {
                table = nested;
            } else if (node instanceof Node.Array(List<Table> tables)) {
                table = tables.getLast();
            } else {
                throw defined(path);
            }
        }
        return table;
    }

    private void assignment(Table table) {
        List<String> path = scanner.key();
        scanner.skipBlanks();
        if (!scanner.skip('=')) {
            throw scanner.syntaxError("expected '='");
        }
        scanner.skipBlanks();
        Node value = value();
        Table parent = descend(table, path.subList(0, path.size() - 1));
        if (parent.entries.putIfAbsent(path.getLast(), value) != null) {
            throw defined(path);
        }
    }

    private Node value() {
        char c = scanner.peek();
        if (c == '{') {
            return inlineTable();
        }
        return new Node.Leaf(
                switch (c) {
                    case '"', '\'' -> new Text(scanner.quoted(c, true));
                    case '[' -> array();
                    default -> scalar();
                });
    }

    private Node inlineTable() {
        enter('{');
        Table table = new Table();
        scanner.skipBlanks();
        boolean isFirst = true;
        while (!scanner.skip('}')) {
            if (!isFirst && !scanner.skip(',')) {
                throw scanner.syntaxError("expected ',' or '}'");
            }
            assignment(table);
            scanner.skipBlanks();
            isFirst = false;
        }
        depth--;
        table.isInline = true;
        return new Node.Nested(table);
    }

    private Value array() {
        enter('[');
        List<Lazy> elements = new ArrayList<>();
        scanner.skipBlankLines();
        while (!scanner.skip(']')) {
            elements.add(freeze(value()));
            scanner.skipBlankLines();
            if (!scanner.skip(',') && scanner.peek() != ']') {
                throw scanner.syntaxError("expected ',' or ']'");
            }
            scanner.skipBlankLines();
        }
        depth--;
        return ListValue.copyOf(elements);
    }

    private void enter(char opening) {
        scanner.skip(opening);
        if (++depth > MAX_DEPTH) {
            throw scanner.failure(
                    "more than " + MAX_DEPTH + " arrays and tables within each other");
        }
    }

    private Value scalar() {
        String word = scanner.word();
        return switch (word) {
            case "true" -> BoolValue.TRUE;
            case "false" -> BoolValue.FALSE;
            case "inf", "+inf" -> new FloatValue(Double.POSITIVE_INFINITY);
            case "-inf" -> new FloatValue(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> new FloatValue(Double.NaN);
            default ->
                    TomlNumbers.read(word)
                            .orElseThrow(() -> {
                                return TomlNumbers.isDate(word)
                                        ? scanner.failure("dates and times are not supported")
                                        : scanner.syntaxError("expected a value");
                            });
        };
    }

    private static Value freeze(Node node) {
        return switch (node) {
            case Node.Leaf(Value value) -> value;
            case Node.Nested(Table table) -> freeze(table);
            case Node.Array(List<Table> tables) -> {
                List<Lazy> elements = new ArrayList<>();
                for (Table table : tables) {
                    elements.add(freeze(table));
                }
                yield ListValue.copyOf(elements);
            }
        };
    }

    private static Value freeze(Table table) {
        List<Attribute> attributes = new ArrayList<>();
        table.entries.forEach((name, node) -> attributes.add(new Attribute(name, freeze(node))));
        return AttributeSet.of(attributes);
    }

    private NixException defined(List<String> path) {
        return scanner.failure(
                "'" + ByteStrings.decode(String.join(".", path)) + "' is defined already");
    }
}
