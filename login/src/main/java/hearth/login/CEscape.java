package hearth.login;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text as it is written into state files and names of linger files: bytes that could be taken for
 * something else become backslash sequences as in C.
 */
final class CEscape {
    private static final String LETTERS = "abfnrtv";
    private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";

    private CEscape() {}

    /**
     * Returns {@code text} with control characters, quotes, backslashes and bytes beyond ASCII
     * escaped.
     */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte signed : text.getBytes(StandardCharsets.UTF_8)) {
            int value = Byte.toUnsignedInt(signed);
            int control = CONTROLS.indexOf(value);
            if (control >= 0) {
                escaped.append('\\').append(LETTERS.charAt(control));
            } else if (value == '\\' || value == '"' || value == '\'') {
                escaped.append('\\').append((char) value);
            } else if (value < ' ' || value >= 127) {
                escaped.append('\\').append(octal(value));
            } else {
                escaped.append((char) value);
            }
        }
        return escaped.toString();
    }

    /** Returns what {@link #escape} was given; a sequence that it does not write stays as it is. */
    static String unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < escaped.length()) {
            String rest = escaped.substring(at);
            if (rest.matches("(?s)\\\\[0-3][0-7]{2}.*")) {
                bytes.write(Integer.parseInt(rest.substring(1, 4), 8));
                at += 4;
            } else if (rest.length() > 1 && rest.charAt(0) == '\\' && isEscape(rest.charAt(1))) {
                int letter = LETTERS.indexOf(rest.charAt(1));
                bytes.write(letter >= 0 ? CONTROLS.charAt(letter) : rest.charAt(1));
                at += 2;
            } else {
                int codePoint = rest.codePointAt(0);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(codePoint);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isEscape(char character) {
        return LETTERS.indexOf(character) >= 0 || "\\\"'".indexOf(character) >= 0;
    }

    private static String octal(int value) {
        return "" + (value >> 6) + ((value >> 3) & 7) + (value & 7);
    }
}
