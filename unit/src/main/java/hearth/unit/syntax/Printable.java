package hearth.unit.syntax;

import java.nio.charset.StandardCharsets;

/**
 * Text as it may be shown to a person: what a terminal would take for orders, or what would make it
 * show another text than there is, is spelled out byte by byte, such as {@code \x1b}.
 *
 * <p>That is every control character (C0, DEL and C1, hence also a carriage return), what separates
 * lines and paragraphs, and what is not seen: marks of direction, tags, byte order marks. A tab
 * stays, and so do the two joiners without which some languages cannot be written.
 */
public final class Printable {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Printable() {}

    /** Returns a text as one line. */
    public static String line(String text) {
        return spelled(text, Form.LINE);
    }

    /** Returns a text that may have several lines. */
    public static String lines(String text) {
        return spelled(text, Form.LINES);
    }

    /** Returns a JSON value on one line as an equal one: such characters are in strings only. */
    public static String json(String json) {
        return spelled(json, Form.JSON);
    }

    /** Returns whether a character may be shown as it is. */
    public static boolean isHarmless(int point) {
        if (point >= ' ' && point < 0x7f) {
            return true; // nearly always
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\t';
            case Character.FORMAT -> point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    false;
            default -> true;
        };
    }

    /** What a text is shown as. */
    private enum Form {
        LINE,
        LINES,
        JSON
    }

    /** Loops, not streams: every line of every answer comes by, and nearly all are harmless. */
    private static String spelled(String text, Form form) {
        int at = 0;
        while (at < text.length() && stays(text.codePointAt(at), form)) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == text.length()) {
            return text;
        }
        var spelled = new StringBuilder(text.length() + 16).append(text, 0, at);
        while (at < text.length()) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (stays(point, form)) {
                spelled.appendCodePoint(point);
            } else if (form == Form.JSON) {
                appendUnits(point, spelled);
            } else {
                appendBytes(point, spelled);
            }
        }
        return spelled.toString();
    }

    private static boolean stays(int point, Form form) {
        return isHarmless(point) || (point == '\n' && form == Form.LINES);
    }

    private static void appendBytes(int point, StringBuilder to) {
        for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            to.append(String.format("\\x%02x", one));
        }
    }

    private static void appendUnits(int point, StringBuilder to) {
        for (char unit : Character.toChars(point)) {
            to.append(String.format("\\u%04x", (int) unit));
        }
    }
}
