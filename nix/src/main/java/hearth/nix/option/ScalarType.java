package hearth.nix.option;

import hearth.nix.evaluation.Operators;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.List;
import java.util.function.Predicate;

/**
 * A type whose definitions must all be the same.
 *
 * @param described what it is, with an article
 * @param test whether a value is one
 */
public record ScalarType(String described, Predicate<Value> test) implements OptionType {
    /** {@code types.bool}. */
    public static final ScalarType BOOL =
            new ScalarType("a Boolean", value -> value instanceof BoolValue);

    /** {@code types.int}. */
    public static final ScalarType INT =
            new ScalarType("an integer", value -> value instanceof IntValue);

    /** {@code types.float}. */
    public static final ScalarType FLOAT =
            new ScalarType("a float", value -> value instanceof FloatValue);

    /** {@code types.number}. */
    public static final ScalarType NUMBER =
            new ScalarType(
                    "a number", value -> value instanceof IntValue || value instanceof FloatValue);

    /** {@code types.str}. */
    public static final ScalarType STRING =
            new ScalarType("a string", value -> value instanceof Text);

    /** {@code types.singleLineStr}. */
    public static final ScalarType SINGLE_LINE =
            new ScalarType(
                    "a string of one line",
                    value -> value instanceof Text(String bytes) && bytes.indexOf('\n') < 0);

    /** {@code types.nonEmptyStr}. */
    public static final ScalarType NON_EMPTY =
            new ScalarType(
                    "a string that is not empty",
                    value -> value instanceof Text(String bytes) && !bytes.isBlank());

    /** {@code types.path}. */
    public static final ScalarType PATH = new ScalarType("an absolute path", ScalarType::isPath);

    /** {@code types.package}. */
    public static final ScalarType PACKAGE =
            new ScalarType(
                    "a package",
                    value ->
                            isPackage(value)
                                    || (!(value instanceof AttributeSet) && isPath(value)));

    /** Returns the type of whole numbers of a range. */
    public static ScalarType between(long least, long most) {
        return new ScalarType(
                "an integer from " + least + " to " + most,
                value ->
                        value instanceof IntValue(long number)
                                && number >= least
                                && number <= most);
    }

    /** Returns whether a value is a set that stands for a package. */
    public static boolean isPackage(Value value) {
        return value instanceof AttributeSet set && set.has("outPath");
    }

    private static boolean isPath(Value value) {
        return value instanceof PathValue
                || (value instanceof Text(String bytes) && bytes.startsWith("/"))
                || isPackage(value);
    }

    @Override
    public boolean accepts(Value value) {
        return test.test(value);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        return same(place, definitions);
    }

    /** Returns the value that all definitions have. */
    static Value same(OptionPlace place, List<Definition> definitions) {
        Definition first = definitions.getFirst();
        for (Definition other : definitions.subList(1, definitions.size())) {
            if (!Operators.equal(
                    place.evaluation(), first.value(), other.value(), other.position())) {
                throw place.conflict(first, other);
            }
        }
        return first.value();
    }
}
