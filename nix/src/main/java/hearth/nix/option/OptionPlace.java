package hearth.nix.option;

import hearth.nix.evaluation.Evaluation;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Printer;
import hearth.nix.value.Value;

/**
 * An option in a run: where its definitions are merged, and whose path errors begin with.
 *
 * @param evaluation the run
 * @param path the option
 */
public record OptionPlace(Evaluation evaluation, OptionPath path) {
    /** Returns the place of a name below. */
    public OptionPlace child(String name) {
        return new OptionPlace(evaluation, path.child(name));
    }

    /** Returns a failure of this option. */
    public NixException error(Position position, String message) {
        return new NixException(NixException.Kind.FAILED, path + ": " + message, position);
    }

    /**
     * Returns the failure of a definition that has another type than it should.
     *
     * @param expected with an article
     */
    public NixException unexpected(String expected, Definition found) {
        return error(
                found.position(),
                "expected " + expected + " but found " + Printer.described(found.value()));
    }

    /** Returns the failure of two definitions that contradict each other; both places are named. */
    public NixException conflict(Definition one, Definition other) {
        boolean isReversed =
                one.position().source().equals(other.position().source())
                        && one.position().offset() > other.position().offset();
        Definition first = isReversed ? other : one;
        Definition second = isReversed ? one : other;
        return error(
                second.position(),
                "has conflicting definitions: "
                        + brief(second.value())
                        + " here, "
                        + brief(first.value())
                        + " at "
                        + first.position()
                        + "; keep one of them, or let lib.mkForce decide");
    }

    private static String brief(Value value) {
        return Printer.brief(value);
    }
}
