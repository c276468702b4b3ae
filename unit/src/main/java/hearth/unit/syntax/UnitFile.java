package hearth.unit.syntax;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of one unit file or drop-in, taken apart into directives; immutable and without a path,
 * so that it can be shared by everybody who finds the same file.
 *
 * @param directives in the order written, those of ignored sections too
 * @param problems what could not be taken apart
 * @param isEmpty whether the file has no byte at all, which masks a unit
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.syntax.7.html">systemd.syntax(7)</a>
 */
public record UnitFile(List<Directive> directives, List<Problem> problems, boolean isEmpty) {
    /** The largest file: a unit of this size is a mistake, and all of it would be kept. */
    public static final int MAX_FILE_BYTES = 4 << 20;

    /** The longest line with its continuations, as in systemd. */
    public static final int MAX_LINE_BYTES = 1 << 20;

    /** The most directives: each is an object, and ten bytes are enough for one. */
    public static final int MAX_DIRECTIVES = 16_384;

    private static final int FILE_HEAP_BYTES = 128;

    /** A directive with its two strings, without their characters. */
    private static final int DIRECTIVE_HEAP_BYTES = 112;

    /** The most problems that are told of one file. */
    public static final int MAX_PROBLEMS = 64;

    /**
     * One line {@code name=value}.
     *
     * @param section in whose section, without the brackets
     * @param line its first line, from 1
     * @param column where its value begins in that line, from 1
     */
    public record Directive(String section, String name, String value, int line, int column) {}

    /**
     * Something that is not the syntax.
     *
     * @param line from 1
     * @param fault why the rest of the file was not read; nothing where only the line is ignored
     * @param message for people
     */
    public record Problem(int line, Optional<Fault> fault, String message) {}

    /** What keeps a file from being read to its end. */
    public enum Fault {
        /** A section's header has no end. */
        SYNTAX,
        /** It is no text in UTF-8. */
        ENCODING,
        /** It, or a line of it, is longer than anybody means it to be. */
        SIZE
    }

    public UnitFile {
        directives = List.copyOf(directives);
        problems = List.copyOf(problems);
    }

    /** Returns the file of these bytes; whatever they are, it does not throw. */
    public static UnitFile parse(byte[] bytes) {
        return new Parser(bytes).parse();
    }

    /** Returns the file of this text. */
    public static UnitFile parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what this takes in the heap, and about as much as the settings made of it; bytes. */
    public long heapBytes() {
        long bytes = FILE_HEAP_BYTES;
        for (Directive directive : directives) {
            bytes += DIRECTIVE_HEAP_BYTES + directive.name().length() + directive.value().length();
        }
        return bytes;
    }

    /** Returns why it was not read to its end; nothing where it was. */
    public Optional<Fault> fault() {
        return problems.stream().flatMap(problem -> problem.fault().stream()).findFirst();
    }

    private static final class Parser {
        private final byte[] bytes;
        private final List<Directive> directives = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final StringBuilder pending = new StringBuilder();
        private String section = "";
        private int pendingLine;
        private boolean isContinued;
        private boolean isStopped;

        Parser(byte[] bytes) {
            this.bytes = bytes;
        }

        UnitFile parse() {
            if (bytes.length > MAX_FILE_BYTES) {
                stop(1, Fault.SIZE, "the file is larger than " + (MAX_FILE_BYTES >> 20) + " MiB");
            }
            int line = 0;
            for (int start = startAfterMark(); start < bytes.length && !isStopped; ) {
                int end = lineEnd(start);
                takeLine(++line, start, end);
                start = end + 1;
            }
            if (isContinued && !isStopped) {
                takeLogicalLine();
            }
            return new UnitFile(directives, problems, bytes.length == 0);
        }

        /** A byte order mark is no text. */
        private int startAfterMark() {
            boolean hasMark =
                    bytes.length >= 3
                            && bytes[0] == (byte) 0xef
                            && bytes[1] == (byte) 0xbb
                            && bytes[2] == (byte) 0xbf;
            return hasMark ? 3 : 0;
        }

        /** A line ends at a newline or, since nothing may contain it, at NUL. */
        private int lineEnd(int start) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n' && bytes[end] != 0) {
                end++;
            }
            return end;
        }

        private void takeLine(int line, int start, int end) {
            if (pending.length() + end - start > MAX_LINE_BYTES) {
                stop(
                        line,
                        Fault.SIZE,
                        "the line is longer than " + (MAX_LINE_BYTES >> 20) + " MiB");
                return;
            }
            String text;
            try {
                text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes, start, end - start))
                                .toString();
            } catch (CharacterCodingException e) {
                if (!isComment(new String(bytes, start, end - start, ISO_8859_1))) {
                    stop(line, Fault.ENCODING, "the line is not UTF-8");
                }
                return;
            }
            if (isComment(text)) {
                return;
            }
            if (!isContinued) {
                pendingLine = line;
            }
            isContinued = endsInBackslash(text);
            if (isContinued) {
                pending.append(text, 0, text.length() - 1).append(' ');
            } else {
                pending.append(text);
                takeLogicalLine();
            }
        }

        /** Comments may stand between continued lines, and do not end them. */
        private static boolean isComment(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (!isBlank(c)) {
                    return c == '#' || c == ';';
                }
            }
            return false;
        }

        private static boolean endsInBackslash(String text) {
            int backslashes = 0;
            while (backslashes < text.length()
                    && text.charAt(text.length() - 1 - backslashes) == '\\') {
                backslashes++;
            }
            return backslashes % 2 == 1;
        }

        private void takeLogicalLine() {
            String text = pending.toString();
            pending.setLength(0);
            isContinued = false;
            int start = skipBlanks(text, 0);
            String line = strip(text);
            if (line.isEmpty()) {
                return;
            }
            if (line.startsWith("[")) {
                takeHeader(line);
                return;
            }
            int equals = text.indexOf('=');
            if (equals < 0) {
                problem(pendingLine, "no '=' in the line, ignored");
            } else if (equals == start) {
                problem(pendingLine, "no name before '=', ignored");
            } else if (section.isEmpty()) {
                problem(pendingLine, "the line stands in no section, ignored");
            } else if (directives.size() == MAX_DIRECTIVES) {
                stop(pendingLine, Fault.SIZE, "more than " + MAX_DIRECTIVES + " directives");
            } else {
                directives.add(
                        new Directive(
                                section,
                                strip(text.substring(0, equals)),
                                strip(text.substring(equals + 1)),
                                pendingLine,
                                skipBlanks(text, equals + 1) + 1));
            }
        }

        private void takeHeader(String line) {
            if (!line.endsWith("]")) {
                stop(pendingLine, Fault.SYNTAX, "section header without ']'");
                return;
            }
            section = line.substring(1, line.length() - 1);
        }

        private void stop(int line, Fault fault, String message) {
            isStopped = true;
            problems.add(new Problem(line, Optional.of(fault), message));
        }

        private void problem(int line, String message) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new Problem(line, Optional.empty(), message));
            }
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }

        private static int skipBlanks(String text, int start) {
            int i = start;
            while (i < text.length() && isBlank(text.charAt(i))) {
                i++;
            }
            return i;
        }

        private static String strip(String text) {
            int start = skipBlanks(text, 0);
            int end = text.length();
            while (end > start && isBlank(text.charAt(end - 1))) {
                end--;
            }
            return text.substring(start, end);
        }
    }
}
