package hearth.nix.plan;

import java.util.Comparator;

/**
 * A directive of a unit file.
 *
 * @param section without brackets
 * @param name before the {@code =}
 */
record DirectiveName(String section, String name) implements Comparable<DirectiveName> {
    private static final Comparator<DirectiveName> ORDER =
            Comparator.comparing(DirectiveName::section).thenComparing(DirectiveName::name);

    @Override
    public int compareTo(DirectiveName other) {
        return ORDER.compare(this, other);
    }
}
