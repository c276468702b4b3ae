package hearth.nix.evaluation;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Value;
import java.util.Optional;

/**
 * Where two values that should be equal first differ, for a person.
 *
 * @param description such as {@code attribute 'a': 1 is not equal to 2}
 * @param position where the second one of the innermost attribute is written
 */
public record Difference(String description, Position position) {
    /**
     * Returns the first difference of two values, or nothing where they are equal.
     *
     * @param site where they are compared
     */
    public static Optional<Difference> between(
            Evaluation evaluation, Lazy left, Lazy right, Position site) {
        return new Comparison(evaluation, site).compare(left, right, site, "");
    }

    /** One comparison of two values. */
    private record Comparison(Evaluation evaluation, Position site) {
        Optional<Difference> compare(Lazy left, Lazy right, Position position, String path) {
            if (Operators.equal(evaluation, left, right, site)) {
                return Optional.empty();
            }
            Value mine = left.force();
            Value theirs = right.force();
            if (mine instanceof AttributeSet a && theirs instanceof AttributeSet b) {
                return compareSets(a, b, position, path);
            }
            if (mine instanceof ListValue a
                    && theirs instanceof ListValue b
                    && a.size() == b.size()) {
                for (int i = 0; i < a.size(); i++) {
                    var found = compare(a.get(i), b.get(i), position, path + "element " + i + ": ");
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.of(
                    new Difference(
                            path
                                    + Printer.brief(mine)
                                    + " is not equal to "
                                    + Printer.brief(theirs),
                            position));
        }

        private Optional<Difference> compareSets(
                AttributeSet a, AttributeSet b, Position position, String path) {
            if (Operators.isDerivation(a) && Operators.isDerivation(b)) {
                Lazy mine = a.get("outPath");
                Lazy theirs = b.get("outPath");
                if (mine != null && theirs != null) {
                    return compare(mine, theirs, position, path + "outPath of a derivation: ");
                }
            }
            if (!a.names().equals(b.names())) {
                return Optional.of(
                        new Difference(
                                path
                                        + "the attributes of "
                                        + Printer.brief(a)
                                        + " are not those of "
                                        + Printer.brief(b),
                                position));
            }
            for (int i = 0; i < a.size(); i++) {
                String step = path + "attribute '" + ByteStrings.decode(a.nameAt(i)) + "': ";
                Position place = b.positionAt(i).isKnown() ? b.positionAt(i) : position;
                var found = compare(a.valueAt(i), b.valueAt(i), place, step);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }
}
