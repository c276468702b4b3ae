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

    private final String text;
    private final Position site;
    private int index;
    private int depth;

    private TomlReader(String text, Position site) {
        this.text = text;
        this.site = site;
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
            skipBlankLines();
            if (index >= text.length()) {
                return root;
            }
            if (text.startsWith("[[", index)) {
                index += 2;
                current = newElement(root, header("]]"));
            } else if (peek() == '[') {
                index++;
                current = newTable(root, header("]"));
            } else {
                assignment(current);
            }
            endOfLine();
        }
    }

    private List<String> header(String closing) {
        List<String> path = key();
        skipBlanks();
        if (!text.startsWith(closing, index)) {
            throw syntaxError("expected '" + closing + "'");
        }
        index += closing.length();
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
        List<String> path = key();
        skipBlanks();
        if (peek() != '=') {
            throw syntaxError("expected '='");
        }
        index++;
        skipBlanks();
        Node value = value();
        Table parent = descend(table, path.subList(0, path.size() - 1));
        if (parent.entries.putIfAbsent(path.getLast(), value) != null) {
            throw defined(path);
        }
    }

    private List<String> key() {
        List<String> path = new ArrayList<>();
        do {
            skipBlanks();
            path.add(simpleKey());
            skipBlanks();
        } while (skip('.'));
        return path;
    }

    private String simpleKey() {
        char c = peek();
        if (c == '"' || c == '\'') {
            return quoted(c, false);
        }
        int start = index;
        while (isBareKey(peek())) {
            index++;
        }
        if (index == start) {
            throw syntaxError("expected a key");
        }
        return text.substring(start, index);
    }

    private static boolean isBareKey(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    private Node value() {
        char c = peek();
        if (c == '{') {
            return inlineTable();
        }
        return new Node.Leaf(
                switch (c) {
                    case '"', '\'' -> new Text(quoted(c, true));
                    case '[' -> array();
                    default -> scalar();
                });
    }

    private Node inlineTable() {
        enter();
        Table table = new Table();
        skipBlanks();
        boolean isFirst = true;
        while (!skip('}')) {
            if (!isFirst && !skip(',')) {
                throw syntaxError("expected ',' or '}'");
            }
            assignment(table);
            skipBlanks();
            isFirst = false;
        }
        depth--;
        table.isInline = true;
        return new Node.Nested(table);
    }

    private Value array() {
        enter();
        List<Lazy> elements = new ArrayList<>();
        skipBlankLines();
        while (!skip(']')) {
            elements.add(freeze(value()));
            skipBlankLines();
            if (!skip(',') && peek() != ']') {
                throw syntaxError("expected ',' or ']'");
            }
            skipBlankLines();
        }
        depth--;
        return ListValue.copyOf(elements);
    }

    private void enter() {
        index++;
        if (++depth > MAX_DEPTH) {
            throw failure("more than " + MAX_DEPTH + " arrays and tables within each other");
        }
    }

    private Value scalar() {
        int start = index;
        while (isBareKey(peek()) || peek() == '+' || peek() == '.' || peek() == ':') {
            index++;
        }
        String word = text.substring(start, index);
        return switch (word) {
            case "true" -> BoolValue.TRUE;
            case "false" -> BoolValue.FALSE;
            case "inf", "+inf" -> new FloatValue(Double.POSITIVE_INFINITY);
            case "-inf" -> new FloatValue(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> new FloatValue(Double.NaN);
            default ->
                    TomlNumbers.read(word)
                            .orElseThrow(() -> {
                                index = start;
                                return TomlNumbers.isDate(word)
                                        ? failure("dates and times are not supported")
                                        : syntaxError("expected a value");
                            });
        };
    }

    /** Reads a string of either kind; of several lines only where that is allowed. */
    private String quoted(char quote, boolean mayBeLong) {
        String delimiter = String.valueOf(quote).repeat(3);
        boolean isLong = mayBeLong && text.startsWith(delimiter, index);
        index += isLong ? 3 : 1;
        if (isLong) {
            index += text.startsWith("\r\n", index) ? 2 : peek() == '\n' ? 1 : 0;
        }
        StringBuilder bytes = new StringBuilder();
        while (!closes(quote, isLong, delimiter, bytes)) {
            char c = peek();
            if (index >= text.length()
                    || (c == '\n' && !isLong)
                    || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) {
                throw syntaxError("a string does not end");
            }
            index++;
            if (c == '\\' && quote == '"') {
                escape(bytes, isLong);
            } else {
                bytes.append(c);
            }
        }
        if (bytes.indexOf("\0") >= 0) {
            throw failure("a string cannot contain a null byte");
        }
        return bytes.toString();
    }

    /** Goes past the closing quotes, of which up to two more belong to a long string. */
    private boolean closes(char quote, boolean isLong, String delimiter, StringBuilder bytes) {
        if (!isLong) {
            return skip(quote);
        }
        if (!text.startsWith(delimiter, index)) {
            return false;
        }
        index += 3;
        for (int i = 0; i < 2 && skip(quote); i++) {
            bytes.append(quote);
        }
        return true;
    }

    private void escape(StringBuilder bytes, boolean isLong) {
        char c = peek();
        index++;
        switch (c) {
            case 'b' -> bytes.append('\b');
            case 't' -> bytes.append('\t');
            case 'n' -> bytes.append('\n');
            case 'f' -> bytes.append('\f');
            case 'r' -> bytes.append('\r');
            case 'e' -> bytes.append('\u001b');
            case '"', '\\' -> bytes.append(c);
            case 'u' -> codePoint(bytes, 4);
            case 'U' -> codePoint(bytes, 8);
            default -> {
                index--;
                int rest = index;
                while (rest < text.length() && " \t\r".indexOf(text.charAt(rest)) >= 0) {
                    rest++;
                }
                if (!isLong || rest >= text.length() || text.charAt(rest) != '\n') {
                    throw syntaxError("unknown escape");
                }
                while (index < text.length() && " \t\r\n".indexOf(text.charAt(index)) >= 0) {
                    index++;
                }
            }
        }
    }

    private void codePoint(StringBuilder bytes, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw syntaxError("expected " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
            index++;
        }
        if (value > Character.MAX_CODE_POINT || (value >= 0xd800 && value < 0xe000)) {
            throw syntaxError("no such character");
        }
        bytes.append(ByteStrings.encode(Character.toString((int) value)));
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            index++;
        }
    }

    private void skipBlankLines() {
        while (true) {
            skipBlanks();
            if (peek() == '#') {
                skipComment();
            } else if (peek() == '\n' || peek() == '\r') {
                index++;
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        while (index < text.length() && peek() != '\n') {
            index++;
        }
    }

    private void endOfLine() {
        skipBlanks();
        if (peek() == '#') {
            skipComment();
        }
        skip('\r');
        if (index < text.length() && !skip('\n')) {
            throw syntaxError("expected the end of the line");
        }
    }

    private boolean skip(char c) {
        if (index < text.length() && text.charAt(index) == c) {
            index++;
            return true;
        }
        return false;
    }

    private char peek() {
        return index < text.length() ? text.charAt(index) : 0;
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
        return failure("'" + ByteStrings.decode(String.join(".", path)) + "' is defined already");
    }

    private NixException syntaxError(String what) {
        int line = 1;
        for (int i = 0; i < index && i < text.length(); i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return failure(what + " in line " + line);
    }

    private NixException failure(String message) {
        return new NixException(NixException.Kind.FAILED, "while parsing TOML: " + message, site);
    }
}
