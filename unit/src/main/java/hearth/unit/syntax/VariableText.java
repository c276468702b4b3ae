package hearth.unit.syntax;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * One value of environment.d with references to variables, which may have others in their defaults.
 * It is read twice: once for which brace closes which, once from left to right to replace them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/environment.d.5.html">environment.d(5)</a>
 */
final class VariableText {
    /** Characters of a value: the kernel takes no longer string into an environment. */
    private static final int MAX_VALUE = 128 << 10;

    /** How deep defaults lie in defaults; deeper ones are taken as they are written. */
    private static final int MAX_NESTING = 16;

    private final String value;
    private final UnaryOperator<String> known;
    private final StringBuilder text = new StringBuilder();

    /** For each {@code $} of a <code>${</code> where its brace is closed; -1 for nowhere. */
    private final int[] closings;

    /** Where the defaults end that the position lies in. */
    private final int[] ends = new int[MAX_NESTING];

    private int depth;

    private VariableText(String value, UnaryOperator<String> known) {
        this.value = value;
        this.known = known;
        closings = closings(value);
    }

    /**
     * Returns a value with its variables replaced; what is no reference to one stays.
     *
     * @param known what a variable of a name is, empty where there is none
     */
    static String replace(String value, UnaryOperator<String> known) {
        return value.indexOf('$') < 0 ? value : new VariableText(value, known).replace();
    }

    private static int[] closings(String value) {
        int[] closings = new int[value.length()];
        Arrays.fill(closings, -1);
        int innermost = -1; // an open one has the one around it in its place
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '}' && innermost >= 0) {
                int around = closings[innermost];
                closings[innermost] = i;
                innermost = around;
            } else if (value.startsWith("${", i)) {
                closings[i] = innermost;
                innermost = i;
            }
        }
        while (innermost >= 0) {
            int around = closings[innermost];
            closings[innermost] = -1;
            innermost = around;
        }
        return closings;
    }

    private String replace() {
        int i = 0;
        while (i < value.length() && text.length() < MAX_VALUE) {
            if (depth > 0 && i == ends[depth - 1]) {
                depth--;
                i++;
            } else if (value.charAt(i) != '$') {
                text.append(value.charAt(i));
                i++;
            } else if (value.startsWith("$", i + 1)) {
                text.append('$');
                i += 2;
            } else if (value.startsWith("{", i + 1)) {
                i = takeBraced(i);
            } else {
                int end = CommandWords.nameEnd(value, i + 1);
                text.append(end == i + 1 ? "$" : valueOf(i + 1, end));
                i = end;
            }
        }
        return text.toString();
    }

    /**
     * Appends what <code>${...}</code> means, or as much of it as shows that it means nothing, or
     * steps into its default; returns where to go on.
     */
    private int takeBraced(int start) {
        int end = CommandWords.nameEnd(value, start + 2);
        if (value.startsWith("}", end)) {
            text.append(valueOf(start + 2, end));
            return end + 1;
        }
        boolean isDefault = value.startsWith(":-", end);
        boolean isConditional = isDefault || value.startsWith(":+", end);
        if (!isConditional || closings[start] < 0 || depth == MAX_NESTING) {
            text.append(value, start, end);
            return end;
        }
        String found = valueOf(start + 2, end);
        if (isDefault == found.isEmpty()) {
            ends[depth++] = closings[start];
            return end + 2;
        }
        text.append(found);
        return closings[start] + 1;
    }

    private String valueOf(int start, int end) {
        return known.apply(value.substring(start, end));
    }
}
