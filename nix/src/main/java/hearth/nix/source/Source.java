package hearth.nix.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text in the Nix language and where it came from. Immutable but for the line index, which is
 * made when the first line number is asked for; confined to the thread of its evaluation.
 *
 * <p>The text is a byte string: one character of it is one byte of the file, so that offsets and
 * columns count bytes as Nix counts them.
 */
public final class Source {
    /** What a position without a place refers to. */
    static final Source NONE = new Source("", "", "/");

    private final String name;
    private final String text;
    private final String directory;
    private int[] lineStarts = {};

    /**
     * Returns a source.
     *
     * @param name what errors call it: the path of a file, or a word such as {@code «string»}
     * @param text its bytes, one character each
     * @param directory the absolute directory that relative paths in it start from
     */
    public Source(String name, String text, String directory) {
        this.name = name;
        this.text = text;
        this.directory = directory;
    }

    /** Returns a source for ordinary text, which is encoded as UTF-8. */
    public static Source ofText(String name, String text, String directory) {
        return new Source(name, ByteStrings.encode(text), directory);
    }

    /** Returns a source for the content of a file. */
    public static Source ofFile(String path, byte[] content) {
        int slash = path.lastIndexOf('/');
        String directory = slash <= 0 ? "/" : path.substring(0, slash);
        return new Source(
                path,
                new String(content, StandardCharsets.ISO_8859_1),
                ByteStrings.encode(directory));
    }

    /** Returns what errors call it. */
    public String name() {
        return name;
    }

    /** Returns its bytes, one character each. */
    public String text() {
        return text;
    }

    /** Returns the absolute directory that relative paths start from, as a byte string. */
    public String directory() {
        return directory;
    }

    /**
     * Returns the number of the line that an offset lies in, from 1; a line ends with LF, CR or CR
     * LF.
     */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Returns the byte of its line that an offset means, from 1. */
    int column(int offset) {
        return offset - lineStarts()[line(offset) - 1] + 1;
    }

    /** Returns the text of a line without its end, decoded. */
    String lineText(int line) {
        int start = lineStarts()[line - 1];
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return ByteStrings.decode(text.substring(start, end));
    }

    private int[] lineStarts() {
        if (lineStarts.length == 0) {
            int[] starts = new int[16];
            int count = 1;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean ends =
                        c == '\n'
                                || (c == '\r'
                                        && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
                if (ends) {
                    if (count == starts.length) {
                        starts = Arrays.copyOf(starts, count * 2);
                    }
                    starts[count++] = i + 1;
                }
            }
            lineStarts = Arrays.copyOf(starts, count);
        }
        return lineStarts;
    }
}
