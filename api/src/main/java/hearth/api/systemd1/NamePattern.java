package hearth.api.systemd1;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A shell pattern for unit names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/glob.7.html">glob(7)</a>
 */
final class NamePattern {
    private NamePattern() {}

    /** Returns whether a name fits one of the patterns, or there are none. */
    static boolean fitsAny(String name, List<Pattern> patterns) {
        return patterns.isEmpty()
                || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** Returns the regular expression of a pattern; one that is none fits itself alone. */
    static Pattern of(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            char c = glob.charAt(at);
            int close = c == '[' ? glob.indexOf(']', at + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = glob.substring(at + 1, close).replace("\\", "\\\\");
                boolean isNegated = set.startsWith("!") || set.startsWith("^");
                regex.append(isNegated ? "[^" : "[")
                        .append(isNegated ? set.substring(1) : set)
                        .append(']');
                at = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
            at++;
        }
        try {
            return Pattern.compile(regex.toString());
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(glob)); // a set such as [z-a]
        }
    }
}
