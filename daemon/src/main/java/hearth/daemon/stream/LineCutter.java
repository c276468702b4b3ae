package hearth.daemon.stream;

/**
 * Cuts what a service writes into lines.
 *
 * <p>A line ends with a newline or a NUL, as for journald; an empty one is none. A line that is too
 * long is cut where it becomes so, and goes on as a further line: nothing is lost.
 */
public final class LineCutter {
    /** Bytes of a line: journald's own limit on a stream. */
    public static final int LINE_BYTES_MAX = 48 * 1024;

    /** Takes lines. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the line from {@code start} to before {@code end}; returns whether more fit. */
        boolean line(byte[] bytes, int start, int end, Break why);
    }

    /** Why a line ends where it does. */
    public enum Break {
        /** A newline. */
        NEWLINE,
        /** A NUL. */
        NUL,
        /** It is as long as a line may be. */
        LENGTH,
        /** Nothing follows. */
        END
    }

    private LineCutter() {}

    /**
     * Cuts lines until there is no whole one or no more fit.
     *
     * @param length how many of the bytes there are
     * @param isEnd whether nothing follows, so that a line without an end is whole
     * @return how many bytes are done with
     */
    public static int cut(byte[] bytes, int length, boolean isEnd, Sink sink) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            boolean ends = bytes[i] == '\n' || bytes[i] == 0;
            if (!ends && i + 1 - start < LINE_BYTES_MAX) {
                continue;
            }
            int end = ends ? i : i + 1;
            Break why = !ends ? Break.LENGTH : bytes[i] == 0 ? Break.NUL : Break.NEWLINE;
            boolean fits = end == start || sink.line(bytes, start, end, why);
            start = i + 1;
            if (!fits) {
                return start;
            }
        }
        if (isEnd && start < length) {
            sink.line(bytes, start, length, Break.END);
            return length;
        }
        return start;
    }

    /**
     * Returns the end of a line without the blanks at its end, which journald doesn't keep; a line
     * of nothing else is left as it is.
     */
    public static int withoutBlanks(byte[] bytes, int start, int end) {
        int last = end;
        while (last > start && isBlank(bytes[last - 1])) {
            last--;
        }
        return last == start ? end : last;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
