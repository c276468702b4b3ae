package hearth.unit.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The escapes of C that unit files know: {@code \n}, {@code \x41}, {@code \101}, {@code \u00e9} and
 * {@code \s} for a space.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.syntax.7.html">systemd.syntax(7)</a>
 */
public final class CEscapes {
    private static final String LETTERS = "abfnrtv\\\"'s";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\\"' ";

    private CEscapes() {}

    /** Returns a text with its escapes replaced; nothing where a backslash introduces none. */
    public static Optional<String> unescape(String text) {
        Buffer plain = new Buffer();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                plain.append(text.charAt(i));
                continue;
            }
            Optional<Escape> escape = at(text, i + 1);
            if (escape.isEmpty()) {
                return Optional.empty();
            }
            plain.append(escape.get());
            i += escape.get().length();
        }
        return Optional.of(plain.toString());
    }

    /**
     * What an escape stands for.
     *
     * @param codePoint a character, or a byte from 0x80 on where {@code isByte}
     * @param length how many characters stand behind the backslash
     */
    record Escape(int codePoint, int length, boolean isByte) {}

    /**
     * Returns the escape whose backslash stands before {@code start}; nothing where it is none, or
     * stands for NUL, which no string may have.
     */
    static Optional<Escape> at(String text, int start) {
        if (start >= text.length()) {
            return Optional.empty();
        }
        char c = text.charAt(start);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            return Optional.of(new Escape(MEANINGS.charAt(letter), 1, false));
        }
        return switch (c) {
            case 'x' -> number(text, start + 1, 2, 16, 1, true);
            case 'u' -> number(text, start + 1, 4, 16, 1, false);
            case 'U' -> number(text, start + 1, 8, 16, 1, false);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(text, start, 3, 8, 0, true);
            default -> Optional.empty();
        };
    }

    private static Optional<Escape> number(
            String text, int start, int digits, int radix, int introducer, boolean isByte) {
        if (start + digits > text.length()) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0 || text.charAt(i) > 'f') {
                return Optional.empty();
            }
            value = value * radix + digit;
        }
        boolean isCharacter = value <= Character.MAX_CODE_POINT && !isSurrogate(value);
        if (value == 0 || !isCharacter || (isByte && value > 0xff)) {
            return Optional.empty();
        }
        return Optional.of(new Escape((int) value, digits + introducer, isByte && value >= 0x80));
    }

    private static boolean isSurrogate(long value) {
        return value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    }

    /** Text that is put together of characters and of bytes that escapes name one by one. */
    static final class Buffer {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

        void append(char c) {
            flush();
            text.append(c);
        }

        void append(Escape escape) {
            if (escape.isByte()) {
                bytes.write(escape.codePoint());
            } else {
                flush();
                text.appendCodePoint(escape.codePoint());
            }
        }

        /** Bytes in a row are UTF-8; what is not becomes the replacement character. */
        private void flush() {
            if (bytes.size() > 0) {
                text.append(bytes.toString(StandardCharsets.UTF_8));
                bytes.reset();
            }
        }

        @Override
        public String toString() {
            flush();
            return text.toString();
        }
    }
}
