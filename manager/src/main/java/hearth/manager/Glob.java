package hearth.manager;

/**
 * A pattern for unit names: {@code *}, {@code ?} and {@code [...]}, as fnmatch(3) has them.
 * Matching takes at most the product of both lengths.
 */
final class Glob {
    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            int end = p < pattern.length() ? matchOne(p, text.charAt(t)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (end > 0) {
                p = end;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Returns where the pattern goes on after matching one character, or -1. */
    private int matchOne(int p, char c) {
        char head = pattern.charAt(p);
        int close = head == '[' ? pattern.indexOf(']', p + 2) : -1;
        if (close > 0) {
            return isInClass(p + 1, close, c) ? close + 1 : -1;
        }
        if (head == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        return head == '?' || head == c ? p + 1 : -1;
    }

    private boolean isInClass(int from, int to, char c) {
        boolean isNegated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        boolean isIn = false;
        for (int i = isNegated ? from + 1 : from; i < to; i++) {
            boolean isRange = i + 2 < to && pattern.charAt(i + 1) == '-';
            if (isRange) {
                isIn |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                isIn |= pattern.charAt(i) == c;
            }
        }
        return isIn != isNegated;
    }
}
