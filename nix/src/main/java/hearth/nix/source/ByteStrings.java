package hearth.nix.source;

import java.nio.charset.StandardCharsets;

/**
 * Byte strings: Nix' strings are bytes, and here a byte is a character of a {@link String} below
 * 256. Such a string costs a byte a character, compares bytewise, and equals the ordinary one where
 * all is ASCII.
 */
public final class ByteStrings {
    private ByteStrings() {}

    /** Returns the UTF-8 bytes of ordinary text. */
    public static String encode(String text) {
        return isAscii(text)
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns bytes as ordinary text; what is no UTF-8 becomes U+FFFD. */
    public static String decode(String bytes) {
        return isAscii(bytes)
                ? bytes
                : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns bytes as an array. */
    public static byte[] toArray(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the byte string of an array. */
    public static String ofArray(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
