package hearth.nix.declaration;

import java.util.List;

/**
 * What a directive can be declared as: NixOS' {@code unitOption}. Paths and packages have become
 * texts.
 */
public sealed interface Value {

    /** What stands behind one {@code =}. */
    sealed interface Scalar extends Value {}

    /** True or false. */
    record Bool(boolean value) implements Scalar {}

    /** A whole number. */
    record Int(long value) implements Scalar {}

    /** A number with a point. */
    record Real(double value) implements Scalar {}

    /** A text. */
    record Text(String value) implements Scalar {}

    /** {@code null}: in NixOS a setting that is reset, in home-manager one that is left out. */
    record Null() implements Scalar {}

    /** One line for each element, in this order. */
    record Many(List<Scalar> elements) implements Value {
        public Many {
            elements = List.copyOf(elements);
        }

        /** Returns a list of texts. */
        public static Many texts(List<String> texts) {
            return new Many(texts.stream().<Scalar>map(Text::new).toList());
        }
    }

    /** Returns the lines' values: the elements of a list, else this one. */
    default List<Scalar> scalars() {
        return switch (this) {
            case Many(List<Scalar> elements) -> elements;
            case Scalar scalar -> List.of(scalar);
        };
    }
}
