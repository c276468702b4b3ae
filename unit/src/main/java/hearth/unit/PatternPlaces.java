package hearth.unit;

import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Patterns for names, taken apart into places: one before each character that a pattern wants, and
 * one at its end. Each character of a pattern is looked at once, or twice in a set without an end.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/glob.7.html">glob(7)</a>
 */
final class PatternPlaces {
    /** Names have no other characters than those of ASCII. */
    static final int ALPHABET = 128;

    private static final Map<String, IntPredicate> CLASSES =
            Map.ofEntries(
                    Map.entry("alpha", PatternPlaces::isLetter),
                    Map.entry("digit", PatternPlaces::isDigit),
                    Map.entry("alnum", c -> isLetter(c) || isDigit(c)),
                    Map.entry("lower", c -> c >= 'a' && c <= 'z'),
                    Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
                    Map.entry("punct", c -> c > ' ' && c < 0x7f && !isLetter(c) && !isDigit(c)),
                    Map.entry("xdigit", c -> Character.digit(c, 16) >= 0));

    /** How many words a row of bits has, a bit for each place. */
    final int words;

    /** {@code words} for each character: the places from which it leads to the next one. */
    final long[] rows;

    /** The places where a star stands, at which any character may pass. */
    final long[] stars;

    /** The places at which patterns begin. */
    final long[] starts;

    /** The places at which patterns are at their end. */
    final long[] ends;

    private int count;
    private CharSequence text = "";
    private int position;

    /** Nothing closes a set from here on: what opens one stands for itself. */
    private boolean hasNoSets;

    /**
     * Makes room.
     *
     * @param limit how many characters all patterns have, and one for each
     */
    PatternPlaces(int limit) {
        words = limit / Long.SIZE + 1;
        rows = new long[ALPHABET * words];
        stars = new long[words];
        starts = new long[words];
        ends = new long[words];
    }

    void add(CharSequence pattern) {
        text = pattern;
        position = 0;
        hasNoSets = false;
        set(starts);
        while (position < text.length()) {
            char c = text.charAt(position++);
            switch (c) {
                case '*' -> set(stars);
                case '?' -> want(any -> true);
                case '[' -> takeSet();
                default -> want(c);
            }
        }
        set(ends);
        count++;
    }

    private void set(long[] bits) {
        bits[count / Long.SIZE] |= 1L << count;
    }

    private void want(char c) {
        if (c < ALPHABET) {
            rows[c * words + count / Long.SIZE] |= 1L << count;
        }
        count++;
    }

    private void want(IntPredicate fits) {
        for (int c = 0; c < ALPHABET; c++) {
            if (fits.test(c)) {
                rows[c * words + count / Long.SIZE] |= 1L << count;
            }
        }
        count++;
    }

    private void takeSet() {
        boolean[] members = new boolean[ALPHABET];
        int start = position;
        boolean isNegated = at(position) == '!' || at(position) == '^';
        position += isNegated ? 1 : 0;
        int first = position;
        while (!hasNoSets && position < text.length()) {
            if (at(position) == ']' && position > first) {
                position++;
                want(c -> members[c] != isNegated);
                return;
            }
            takeMember(members);
        }
        hasNoSets = true;
        position = start;
        want('[');
    }

    private void takeMember(boolean[] members) {
        if (at(position) == '[' && at(position + 1) == ':' && takeClass(members)) {
            return;
        }
        int from = at(position++);
        int to = from;
        boolean isRange = at(position) == '-' && at(position + 1) >= 0 && at(position + 1) != ']';
        if (isRange) {
            to = at(position + 1);
            position += 2;
        }
        for (int c = from; c <= Math.min(to, ALPHABET - 1); c++) {
            members[c] = true;
        }
    }

    private boolean takeClass(boolean[] members) {
        for (Map.Entry<String, IntPredicate> known : CLASSES.entrySet()) {
            String written = "[:" + known.getKey() + ":]";
            int end = position + written.length();
            if (end <= text.length() && written.contentEquals(text.subSequence(position, end))) {
                position = end;
                for (int c = 0; c < ALPHABET; c++) {
                    members[c] |= known.getValue().test(c);
                }
                return true;
            }
        }
        return false;
    }

    /** Returns the character there; -1 behind the end. */
    private int at(int index) {
        return index < text.length() ? text.charAt(index) : -1;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
