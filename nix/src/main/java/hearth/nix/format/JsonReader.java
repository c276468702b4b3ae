package hearth.nix.format;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON as values, as {@code builtins.fromJSON} reads it. */
public final class JsonReader {
    /** Arrays and objects within each other: more is no data. */
    private static final int MAX_DEPTH = 1_000;

    private static final BigInteger UNSIGNED_MAX =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String text;
    private final Position site;
    private int index;
    private int depth;

    private JsonReader(String text, Position site) {
        this.text = text;
        this.site = site;
    }

    /**
     * Returns the value of a JSON text.
     *
     * @param bytes the text as a byte string
     * @param site where errors point
     * @throws NixException where it is no JSON, or has a number or string that the language has not
     */
    public static Value read(String bytes, Position site) {
        JsonReader reader = new JsonReader(bytes, site);
        Value value = reader.value();
        reader.skipBlanks();
        if (reader.index < bytes.length()) {
            throw reader.syntaxError();
        }
        return value;
    }

    private Value value() {
        skipBlanks();
        char c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Text(string());
            case 't' -> word("true", BoolValue.TRUE);
            case 'f' -> word("false", BoolValue.FALSE);
            case 'n' -> word("null", NullValue.NULL);
            default -> number();
        };
    }

    private Value word(String word, Value value) {
        if (!text.startsWith(word, index)) {
            throw syntaxError();
        }
        index += word.length();
        return value;
    }

    private void enter() {
        index++;
        if (++depth > MAX_DEPTH) {
            throw failure(
                    "JSON with more than " + MAX_DEPTH + " arrays and objects within each other");
        }
        skipBlanks();
    }

    /** Goes past a comma and returns true, or past the closing bracket and returns false. */
    private boolean hasMore(char closing) {
        skipBlanks();
        char c = peek();
        if (c != ',' && c != closing) {
            throw syntaxError();
        }
        index++;
        depth -= c == closing ? 1 : 0;
        return c == ',';
    }

    private Value object() {
        enter();
        Map<String, Attribute> attributes = new HashMap<>();
        if (peek() == '}') {
            var _ = hasMore('}');
            return AttributeSet.EMPTY;
        }
        do {
            skipBlanks();
            if (peek() != '"') {
                throw syntaxError();
            }
            String name = string();
            skipBlanks();
            if (peek() != ':') {
                throw syntaxError();
            }
            index++;
            attributes.put(name, new Attribute(name, value()));
        } while (hasMore('}'));
        return AttributeSet.of(attributes.values());
    }

    private Value array() {
        enter();
        if (peek() == ']') {
            var _ = hasMore(']');
            return ListValue.EMPTY;
        }
        List<Lazy> elements = new ArrayList<>();
        do {
            elements.add(value());
        } while (hasMore(']'));
        return ListValue.copyOf(elements);
    }

    private String string() {
        index++;
        StringBuilder bytes = new StringBuilder();
        while (true) {
            char c = peek();
            if (c == '"') {
                index++;
                break;
            }
            if (c < 0x20) {
                throw syntaxError();
            }
            index++;
            if (c == '\\') {
                escape(bytes);
            } else {
                bytes.append(c);
            }
        }
        if (bytes.indexOf("\0") >= 0) {
            throw failure(
                    "a string cannot contain a null byte: '"
                            + ByteStrings.decode(bytes.toString()).replace('\0', '?')
                            + "'");
        }
        return bytes.toString();
    }

    private void escape(StringBuilder bytes) {
        char c = peek();
        index++;
        switch (c) {
            case '"', '\\', '/' -> bytes.append(c);
            case 'n' -> bytes.append('\n');
            case 'r' -> bytes.append('\r');
            case 't' -> bytes.append('\t');
            case 'b' -> bytes.append('\b');
            case 'f' -> bytes.append('\f');
            case 'u' -> bytes.append(ByteStrings.encode(Character.toString(codePoint())));
            default -> {
                index--;
                throw syntaxError();
            }
        }
    }

    private int codePoint() {
        int first = hexadecimal();
        if (Character.isLowSurrogate((char) first)) {
            throw syntaxError();
        }
        if (!Character.isHighSurrogate((char) first)) {
            return first;
        }
        if (!text.startsWith("\\u", index)) {
            throw syntaxError();
        }
        index += 2;
        int second = hexadecimal();
        if (!Character.isLowSurrogate((char) second)) {
            throw syntaxError();
        }
        return Character.toCodePoint((char) first, (char) second);
    }

    private int hexadecimal() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw syntaxError();
            }
            value = value * 16 + digit;
            index++;
        }
        return value;
    }

    private Value number() {
        int start = index;
        index += peekOrEnd() == '-' ? 1 : 0;
        int digits = index;
        skipDigits();
        if (index == digits || (text.charAt(digits) == '0' && index > digits + 1)) {
            index = index == digits ? index : digits + 1;
            throw syntaxError();
        }
        boolean isWhole = true;
        if (peekOrEnd() == '.') {
            isWhole = false;
            index++;
            requireDigits();
        }
        if (peekOrEnd() == 'e' || peekOrEnd() == 'E') {
            isWhole = false;
            index++;
            index += peekOrEnd() == '+' || peekOrEnd() == '-' ? 1 : 0;
            requireDigits();
        }
        String written = text.substring(start, index);
        return isWhole ? whole(written) : floating(written);
    }

    private Value whole(String written) {
        if (written.length() < 19) {
            return new IntValue(Long.parseLong(written));
        }
        BigInteger exact = new BigInteger(written);
        if (exact.bitLength() < 64) {
            return new IntValue(exact.longValue());
        }
        if (exact.signum() > 0 && exact.compareTo(UNSIGNED_MAX) <= 0) {
            throw failure("unsigned json number " + written + " outside of Nix integer range");
        }
        return floating(written);
    }

    private Value floating(String written) {
        double value = Double.parseDouble(written);
        if (Double.isInfinite(value)) {
            throw failure("the JSON number " + written + " is too large for a float");
        }
        return new FloatValue(value);
    }

    private void requireDigits() {
        int start = index;
        skipDigits();
        if (index == start) {
            throw syntaxError();
        }
    }

    private void skipDigits() {
        while (peekOrEnd() >= '0' && peekOrEnd() <= '9') {
            index++;
        }
    }

    private void skipBlanks() {
        while (index < text.length() && " \t\r\n".indexOf(text.charAt(index)) >= 0) {
            index++;
        }
    }

    private char peek() {
        if (index >= text.length()) {
            throw syntaxError();
        }
        return text.charAt(index);
    }

    private char peekOrEnd() {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private NixException syntaxError() {
        String found = index >= text.length() ? "its end" : "'" + text.charAt(index) + "'";
        return failure("the text is no JSON: unexpected " + found + " at byte " + (index + 1));
    }

    private NixException failure(String message) {
        return new NixException(NixException.Kind.FAILED, message, site);
    }
}
