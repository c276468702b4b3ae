package hearth.nix.check;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The word that somebody meant who wrote another: "did you mean". */
public final class Nearest {
    /** Words longer than this are not compared: nobody mistypes them by a letter only. */
    private static final int MAX_LENGTH = 200;

    private Nearest() {}

    /**
     * Returns the candidate that differs least: by capitals only, or by so few letters left out,
     * added, changed or swapped that it is unlikely to be chance. Of equals the first in order.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        int limit = Math.max(1, word.length() / 4);
        String best = "";
        int least = limit + 1;
        for (String candidate : new TreeSet<>(candidates)) {
            boolean isComparable =
                    word.length() <= MAX_LENGTH
                            && candidate.length() <= MAX_LENGTH
                            && Math.abs(candidate.length() - word.length()) < least;
            int distance =
                    candidate.equalsIgnoreCase(word)
                            ? 0
                            : isComparable ? distance(lower(word), lower(candidate)) : least;
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Returns {@code ; did you mean "…"?}, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return of(word, candidates)
                .map(candidate -> "; did you mean \"" + candidate + "\"?")
                .orElse("");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The distance of Damerau and Levenshtein, in its restricted form. */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int least = Math.min(changed, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                boolean isSwap =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                rows[i][j] = isSwap ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
            }
        }
        return rows[a.length()][b.length()];
    }
}
