package hearth.nix.format;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import java.util.ArrayList;
import java.util.List;

/** Reads the smallest parts of a TOML text: blanks, keys, strings and words. */
final class TomlScanner {
    private final String text;
    private final Position site;
    private int index;

    TomlScanner(String text, Position site) {
        this.text = text;
        this.site = site;
    }

    /** Returns whether nothing is left. */
    boolean isAtEnd() {
        return index >= text.length();
    }

    /** Goes past a text where that comes next, and returns whether it does. */
    boolean skip(String expected) {
        if (text.startsWith(expected, index)) {
            index += expected.length();
            return true;
        }
        return false;
    }

    /** Reads a word such as a number, a date or {@code true}. */
    String word() {
        int start = index;
        while (isBareKey(peek()) || peek() == '+' || peek() == '.' || peek() == ':') {
            index++;
        }
        return text.substring(start, index);
    }

    List<String> key() {
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

    /** Reads a string of either kind; of several lines only where that is allowed. */
    String quoted(char quote, boolean mayBeLong) {
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

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            index++;
        }
    }

    void skipBlankLines() {
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

    void endOfLine() {
        skipBlanks();
        if (peek() == '#') {
            skipComment();
        }
        skip('\r');
        if (index < text.length() && !skip('\n')) {
            throw syntaxError("expected the end of the line");
        }
    }

    boolean skip(char c) {
        if (index < text.length() && text.charAt(index) == c) {
            index++;
            return true;
        }
        return false;
    }

    char peek() {
        return index < text.length() ? text.charAt(index) : 0;
    }

    NixException syntaxError(String what) {
        int line = 1;
        for (int i = 0; i < index && i < text.length(); i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return failure(what + " in line " + line);
    }

    NixException failure(String message) {
        return new NixException(NixException.Kind.FAILED, "while parsing TOML: " + message, site);
    }
}
