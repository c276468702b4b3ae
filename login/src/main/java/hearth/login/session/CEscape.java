package hearth.login.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text as it is written into state files and names of linger files: bytes that could be taken for
 * something else become backslash sequences as in C.
 */
public final class CEscape {
    private static final String LETTERS = "abfnrtv";
    private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";

    private CEscape() {}

    /**
     * Returns {@code text} with control characters, quotes, backslashes and bytes beyond ASCII
     * escaped.
     */
    public static String escape(String text) {
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
    public static String unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < escaped.length()) {
            boolean isBackslash = escaped.charAt(at) == '\\' && at + 1 < escaped.length();
            if (isBackslash && isOctal(escaped, at + 1)) {
                bytes.write(Integer.parseInt(escaped, at + 1, at + 4, 8));
                at += 4;
            } else if (isBackslash && isEscape(escaped.charAt(at + 1))) {
                int letter = LETTERS.indexOf(escaped.charAt(at + 1));
                bytes.write(letter >= 0 ? CONTROLS.charAt(letter) : escaped.charAt(at + 1));
                at += 2;
            } else {
                int codePoint = escaped.codePointAt(at);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(codePoint);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns whether three digits follow that are a byte. */
    private static boolean isOctal(String text, int start) {
        if (start + 3 > text.length() || text.charAt(start) > '3') {
            return false;
        }
        boolean isOctal = true;
        for (int i = start; i < start + 3; i++) {
            isOctal &= text.charAt(i) >= '0' && text.charAt(i) <= '7';
        }
        return isOctal;
    }

    private static boolean isEscape(char character) {
        return LETTERS.indexOf(character) >= 0 || "\\\"'".indexOf(character) >= 0;
    }

    private static String octal(int value) {
        return "" + (value >> 6) + ((value >> 3) & 7) + (value & 7);
    }
}
