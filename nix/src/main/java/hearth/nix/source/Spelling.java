package hearth.nix.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Guesses what somebody meant who wrote a name that does not exist. */
public final class Spelling {
    /** Names offered at most: more would not help. */
    private static final int MAX_OFFERS = 3;

    /**
     * Edits between the written name and an offer at most; an offer must also keep most of a short
     * name.
     */
    private static final int MAX_EDITS = 2;

    /** Names looked at, so that a huge attribute set does not make an error slow. */
    private static final int MAX_CANDIDATES = 5_000;

    /** Length in characters up to which names are compared: beyond, nobody mistypes a name. */
    private static final int MAX_LENGTH = 100;

    private Spelling() {}

    /** Returns the candidates that are at most two edits away, nearest first, at most three. */
    public static List<String> nearest(String written, Collection<String> candidates) {
        record Offer(String name, int edits) {}
        List<Offer> offers = new ArrayList<>();
        int seen = 0;
        for (String candidate : candidates) {
            if (++seen > MAX_CANDIDATES) {
                break;
            }
            int edits = edits(written, candidate);
            if (edits <= MAX_EDITS && edits < Math.max(written.length(), candidate.length())) {
                offers.add(new Offer(candidate, edits));
            }
        }
        offers.sort(Comparator.comparingInt(Offer::edits));
        List<String> names = new ArrayList<>();
        for (Offer offer : offers.subList(0, Math.min(MAX_OFFERS, offers.size()))) {
            names.add(offer.name());
        }
        return names;
    }

    /** Returns {@code "; did you mean a, b or c?"}, or nothing where no candidate is near. */
    public static String hint(String written, Collection<String> candidates) {
        List<String> names = nearest(written, candidates);
        if (names.isEmpty()) {
            return "";
        }
        StringBuilder hint = new StringBuilder("; did you mean ");
        for (int i = 0; i < names.size(); i++) {
            hint.append(i == 0 ? "" : i == names.size() - 1 ? " or " : ", ");
            hint.append(ByteStrings.decode(names.get(i)));
        }
        return hint.append('?').toString();
    }

    /**
     * Returns Levenshtein's distance; a large number where the lengths alone rule the candidate
     * out.
     */
    private static int edits(String a, String b) {
        if (Math.abs(a.length() - b.length()) > MAX_EDITS || a.length() > MAX_LENGTH) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
