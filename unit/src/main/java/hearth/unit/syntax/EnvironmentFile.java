package hearth.unit.syntax;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The syntax of files that {@code EnvironmentFile=} names, a little of what shells know: lines of
 * {@code NAME=VALUE}, comments, quotes, and backslashes. And that of environment.d, which knows
 * variables as well.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     EnvironmentFile=</a>
 */
public final class EnvironmentFile {
    /** The most variables of one file: all of them go into each process. */
    public static final int MAX_VARIABLES = 4096;

    /**
     * Characters of what variables make of one file's values: as much as a manager's environment
     * may have. What comes behind is left out.
     */
    private static final int MAX_REPLACED = 1 << 20;

    private static final String ESCAPED_IN_QUOTES = "\"\\`$\n";

    private final String text;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private int position;

    private EnvironmentFile(String text) {
        this.text = text;
    }

    /** Returns the variables, in their order; what is no assignment is left out. */
    public static Map<String, String> parse(String text) {
        return new EnvironmentFile(text).parse();
    }

    /**
     * Returns the variables of an environment.d file; {@code $NAME}, {@code ${NAME}}, {@code
     * ${NAME:-default}} and {@code ${NAME:+alternative}} mean those before, {@code $$} is a dollar.
     * A line without a value says nothing.
     *
     * @param before what is set already; the file's own count from their line on
     * @see <a
     *     href="https://man7.org/linux/man-pages/man5/environment.d.5.html">environment.d(5)</a>
     */
    public static Map<String, String> parseWithVariables(String text, Map<String, String> before) {
        Map<String, String> own = new LinkedHashMap<>();
        int characters = 0;
        for (Map.Entry<String, String> line : parse(text).entrySet()) {
            String replaced =
                    VariableText.replace(
                            line.getValue(),
                            name -> own.getOrDefault(name, before.getOrDefault(name, "")));
            characters += replaced.length();
            if (characters > MAX_REPLACED) {
                break;
            }
            if (!line.getValue().isEmpty()) {
                own.put(line.getKey(), replaced);
            }
        }
        return own;
    }

    private Map<String, String> parse() {
        while (position < text.length() && variables.size() < MAX_VARIABLES) {
            skipBlanks(true);
            if (position == text.length()) {
                break;
            }
            char c = text.charAt(position);
            if (c == '#' || c == ';') {
                skipComment();
                continue;
            }
            Optional<String> name = takeName();
            if (name.isEmpty()) {
                skipLine();
                continue;
            }
            String value = takeValue();
            String plain = name.get().strip();
            if (CommandWords.isName(plain)) {
                variables.put(plain, value);
            }
        }
        return variables;
    }

    /** A line ends at either character: files of other systems have both. */
    private boolean isAtLineEnd() {
        return text.charAt(position) == '\n' || text.charAt(position) == '\r';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void skipBlanks(boolean isAcrossLines) {
        while (position < text.length()
                && (isBlank(text.charAt(position)) || (isAcrossLines && isAtLineEnd()))) {
            position++;
        }
    }

    /** A backslash at a comment's end makes the next line part of it. */
    private void skipComment() {
        while (position < text.length() && !isAtLineEnd()) {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
    }

    private void skipLine() {
        while (position < text.length() && !isAtLineEnd()) {
            position++;
        }
    }

    private Optional<String> takeName() {
        int start = position;
        while (position < text.length() && text.charAt(position) != '=' && !isAtLineEnd()) {
            position++;
        }
        if (position == text.length() || isAtLineEnd()) {
            return Optional.empty();
        }
        return Optional.of(text.substring(start, position++));
    }

    /**
     * Quotes count at a value's beginning, and again where one has ended; once another character
     * has come they are characters like all others, as in {@code {"a": 1}}.
     */
    private String takeValue() {
        StringBuilder value = new StringBuilder();
        skipBlanks(false);
        while (position < text.length() && isQuote(text.charAt(position))) {
            takeQuoted(value, text.charAt(position++));
            skipBlanks(false);
        }
        int end = value.length(); // blanks behind the last other character do not count
        while (position < text.length() && !isAtLineEnd()) {
            char c = text.charAt(position++);
            if (c == '\\') {
                takeEscaped(value);
                end = value.length();
            } else {
                value.append(c);
                end = isBlank(c) ? end : value.length();
            }
        }
        return value.substring(0, end);
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    /** Outside quotes a backslash stands for what follows, and joins lines. */
    private void takeEscaped(StringBuilder value) {
        if (position == text.length()) {
            return;
        }
        if (!isAtLineEnd()) {
            value.append(text.charAt(position));
        }
        position++;
    }

    /** Single quotes keep all; double ones let a backslash escape what a shell would touch. */
    private void takeQuoted(StringBuilder value, char quote) {
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == quote) {
                return;
            }
            boolean isEscape = c == '\\' && quote == '"' && position < text.length();
            if (!isEscape) {
                value.append(c);
                continue;
            }
            char next = text.charAt(position++);
            if (next == '\n') {
                continue;
            }
            if (ESCAPED_IN_QUOTES.indexOf(next) < 0) {
                value.append(c);
            }
            value.append(next);
        }
    }
}
