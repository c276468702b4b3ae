package hearth.unit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which units are meant: names, and patterns with {@code *}, {@code ?} and {@code [...]}, as
 * fnmatch(3) has them with {@code FNM_NOESCAPE}. None at all mean every unit. Immutable.
 *
 * <p>A name is read once, whatever the patterns are: the set of all places in them that it may have
 * come to is a row of bits, and each character moves all of them on at once. That is as many steps
 * as the name has characters, at most {@link UnitName#MAX_LENGTH}, of as many words as the patterns
 * have 64 places.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/glob.7.html">glob(7)</a>
 */
public final class NamePatterns {
    /** Every unit. */
    public static final NamePatterns ALL = new NamePatterns(Set.of(), List.of());

    /**
     * Characters of all patterns with wildcards in one call: for 10,000 units with the longest
     * names the matching is then a fraction of a second. Names without wildcards are looked up, so
     * they don't count.
     */
    public static final int MAX_WILDCARD_CHARACTERS = 4_096;

    private final Set<String> names;
    private final boolean hasPatterns;
    private final PatternPlaces places;

    private NamePatterns(Set<String> names, List<String> patterns) {
        this.names = names;
        hasPatterns = !patterns.isEmpty();
        places = new PatternPlaces(patterns.stream().mapToInt(text -> text.length() + 1).sum());
        patterns.forEach(places::add);
    }

    /**
     * Returns what a list means; nothing where it has more than {@link #MAX_WILDCARD_CHARACTERS} of
     * patterns.
     */
    public static Optional<NamePatterns> of(List<String> texts) {
        Set<String> names = new HashSet<>();
        List<String> patterns = new ArrayList<>();
        int characters = 0;
        for (String text : texts) {
            if (!hasWildcards(text)) {
                names.add(text);
            } else if (characters + text.length() > MAX_WILDCARD_CHARACTERS) {
                return Optional.empty();
            } else {
                characters += text.length();
                patterns.add(text);
            }
        }
        return Optional.of(new NamePatterns(names, patterns));
    }

    private static boolean hasWildcards(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** Returns whether a unit's name is meant. */
    public boolean matches(String name) {
        return (names.isEmpty() && !hasPatterns)
                || names.contains(name)
                || (hasPatterns && name.length() <= UnitName.MAX_LENGTH && fits(name));
    }

    /** Returns whether the whole of a name fits one of the patterns. */
    private boolean fits(String name) {
        long[] reached = places.starts.clone();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= PatternPlaces.ALPHABET || !moveOn(reached, c)) {
                return false;
            }
        }
        for (int word = 0; word < places.words; word++) {
            if ((reached[word] & places.ends[word]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Moves on by one character; returns whether there is a place left to be at. */
    private boolean moveOn(long[] reached, char c) {
        long carry = 0;
        long any = 0;
        int row = c * places.words;
        for (int word = 0; word < places.words; word++) {
            long taken = reached[word] & places.rows[row + word];
            reached[word] = taken << 1 | carry | (reached[word] & places.stars[word]);
            carry = taken >>> (Long.SIZE - 1);
            any |= reached[word];
        }
        return any != 0;
    }
}
