package hearth.daemon.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Cuts what a service writes into lines, and reads the {@code <N>} that may begin one.
 *
 * <p>A line that is too long is cut where it becomes so, and goes on as a further line: nothing is
 * lost. Bytes that aren't UTF-8 become U+FFFD.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd-daemon.3.html">sd-daemon(3)</a>
 */
public final class LineSplitter {
    /** Bytes of a line: journald's own limit on a stream. */
    static final int LINE_BYTES_MAX = 48 * 1024;

    private static final int PRIORITY_BITS = 7;

    private final int defaultPriority;
    private final boolean readsPrefix;
    private final BiConsumer<Integer, String> lines;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream(0);

    /**
     * Makes a splitter for one stream.
     *
     * @param defaultPriority the priority of a line without a prefix ({@code SyslogLevel=})
     * @param readsPrefix whether a line may begin with {@code <N>} ({@code SyslogLevelPrefix=})
     * @param lines told each line's priority and text
     */
    public LineSplitter(
            int defaultPriority, boolean readsPrefix, BiConsumer<Integer, String> lines) {
        this.defaultPriority = defaultPriority;
        this.readsPrefix = readsPrefix;
        this.lines = lines;
    }

    /** Takes the stream's next bytes. */
    public void feed(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            boolean ends = bytes[i] == '\n' || bytes[i] == 0;
            if (ends || part.size() + i - start >= LINE_BYTES_MAX) {
                part.write(bytes, start, i - start);
                emit();
                start = ends ? i + 1 : i;
            }
        }
        part.write(bytes, start, length - start);
    }

    /** Gives out what was written without an end of line, at the stream's end. */
    public void finish() {
        emit();
    }

    private void emit() {
        if (part.size() == 0) {
            return;
        }
        String text = part.toString(StandardCharsets.UTF_8);
        part.reset();
        boolean prefixed =
                readsPrefix
                        && text.length() >= 3
                        && text.charAt(0) == '<'
                        && text.charAt(2) == '>'
                        && Character.isDigit(text.charAt(1));
        int priority = prefixed ? (text.charAt(1) - '0') & PRIORITY_BITS : defaultPriority;
        lines.accept(priority, prefixed ? text.substring(3) : text);
    }
}
