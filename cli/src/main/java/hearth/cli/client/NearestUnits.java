package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant who named a unit that is not there. */
public final class NearestUnits {
    /** So many letters may be wrong, missing or too many: with more, other words are near. */
    private static final int MAX_DISTANCE = 2;

    /** Of a name shorter than this only one letter may be wrong. */
    private static final int SHORT_NAME = 5;

    /** The most names that are compared: a typing error is not worth more time. */
    private static final int MAX_NAMES = 10_000;

    private NearestUnits() {}

    /** Returns the unit whose name is nearest; nothing where none is near, or nobody tells. */
    public static Optional<String> of(UserManager manager, String name) {
        var names = new ArrayList<String>();
        try {
            new UnitFiles(manager).list(List.of()).forEach(file -> names.add(file.name()));
            manager.units().stream()
                    .filter(unit -> !unit.loadState().equals("not-found"))
                    .forEach(unit -> names.add(unit.name()));
        } catch (CallRefused | IOException e) {
            // what was found so far will do: this is about a hint
        }
        return of(names, name);
    }

    /** Returns the nearest of these names; the first of equally near ones. */
    public static Optional<String> of(List<String> names, String name) {
        String stem = stem(name);
        int least = (stem.length() < SHORT_NAME ? 1 : MAX_DISTANCE) + 1;
        Optional<String> nearest = Optional.empty();
        for (String other : names.subList(0, Math.min(names.size(), MAX_NAMES))) {
            int distance = distance(stem, stem(other), least - 1);
            if (distance < least && !other.equals(name)) {
                least = distance;
                nearest = Optional.of(other);
            }
        }
        return nearest;
    }

    /** Returns a name without its type. */
    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * Returns how many letters must be changed, inserted or removed to make one text of the other;
     * more than {@code most} for "too many". It looks at a band of the table only, so it takes as
     * many steps as the shorter text has letters.
     */
    static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[] before = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int from = Math.max(1, i - most);
            int to = Math.min(b.length(), i + most);
            row[from - 1] = from == 1 ? i : most + 1;
            for (int j = from; j <= to; j++) {
                int above = j < i + most ? before[j] : most;
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above));
            }
            int[] old = before;
            before = row;
            row = old;
        }
        return Math.min(before[b.length()], most + 1);
    }
}
