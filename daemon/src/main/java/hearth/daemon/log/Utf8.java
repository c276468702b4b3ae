package hearth.daemon.log;

/**
 * UTF-8, as far as a log needs to know it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a>
 */
final class Utf8 {
    /** C1 controls, which terminals obey: U+0080 to U+009F. */
    private static final int LAST_CONTROL = 0x9f;

    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    /** The smallest character that needs so many bytes. */
    private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};

    private Utf8() {}

    /**
     * Returns how many bytes the character at {@code at}, which is not ASCII, has; 0 where it is
     * none, a control character, or one that separates lines.
     */
    static int visible(byte[] text, int at, int end) {
        int size = size(text[at] & 0xff);
        if (size == 0 || at + size > end) {
            return 0;
        }
        int character = (text[at] & 0xff) & (0xff >> (size + 1));
        for (int i = 1; i < size; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            character = (character << 6) | (text[at + i] & 0x3f);
        }
        boolean isCharacter =
                character >= SMALLEST[size]
                        && character <= Character.MAX_CODE_POINT
                        && (character < Character.MIN_SURROGATE
                                || character > Character.MAX_SURROGATE);
        boolean isSeparator =
                character <= LAST_CONTROL
                        || character == LINE_SEPARATOR
                        || character == PARAGRAPH_SEPARATOR;
        return isCharacter && !isSeparator ? size : 0;
    }

    private static int size(int first) {
        if (first >= 0xc2 && first <= 0xdf) {
            return 2;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return 3;
        }
        return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    }
}
