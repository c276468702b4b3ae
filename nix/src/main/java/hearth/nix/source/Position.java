package hearth.nix.source;

/**
 * A place in a source.
 *
 * @param source the text
 * @param offset the byte in it, from 0
 */
public record Position(Source source, int offset) {
    /** Characters of a line shown. */
    private static final int MAX_SHOWN = 160;

    /** The position of what was written nowhere. */
    public static final Position NONE = new Position(Source.NONE, 0);

    /** Returns whether there is a text to point at. */
    public boolean isKnown() {
        return source != Source.NONE;
    }

    /** Returns the name of the source. */
    public String file() {
        return source.name();
    }

    /** Returns the line, from 1. */
    public int line() {
        return source.line(offset);
    }

    /** Returns the byte in that line, from 1. */
    public int column() {
        return source.column(offset);
    }

    /**
     * Returns the line with a caret below the place: two lines, each ending in a line feed. Of a
     * long line only what is around the place.
     */
    public String excerpt() {
        String number = Integer.toString(line());
        String whole = source.lineText(line());
        String start = source.text().substring(offset - column() + 1, offset);
        int place = Math.min(ByteStrings.decode(start).length(), whole.length());
        int from = whole.length() > MAX_SHOWN ? Math.max(0, place - MAX_SHOWN / 2) : 0;
        String text = whole.substring(from, Math.min(whole.length(), from + MAX_SHOWN));
        int before = place - from;
        StringBuilder excerpt = new StringBuilder();
        excerpt.append(" ".repeat(Math.max(0, 5 - number.length())));
        excerpt.append(number).append(" | ").append(text).append('\n');
        excerpt.append("      | ");
        for (int i = 0; i < before; i++) {
            excerpt.append(text.charAt(i) == '\t' ? '\t' : ' ');
        }
        return excerpt.append("^\n").toString();
    }

    /** Returns {@code file:line:column}. */
    @Override
    public String toString() {
        return isKnown() ? file() + ":" + line() + ":" + column() : "«none»";
    }
}
