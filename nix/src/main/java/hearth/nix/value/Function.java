package hearth.nix.value;

import hearth.nix.source.Position;
import java.util.List;

/** What can be called: a function that a program wrote, or one of the language. */
public non-sealed interface Function extends Value {
    /**
     * One name of a pattern such as {@code { a, b ? 1 }}.
     *
     * @param name the name
     * @param isOptional whether it has a default
     * @param position where it is written
     */
    record Parameter(String name, boolean isOptional, Position position) {}

    /**
     * Returns what it returns for an argument.
     *
     * @param argument handed over unevaluated
     * @param site where the call is written, for errors
     */
    Value call(Lazy argument, Position site);

    /**
     * How a function that a program wrote takes its argument.
     *
     * @param argument the name of the whole argument, as a byte string; empty where it has none
     * @param hasPattern whether the argument must be a set that matches a pattern
     * @param parameters the names of that pattern, sorted
     * @param isOpen whether the set may have other attributes
     */
    record Signature(
            String argument, boolean hasPattern, List<Parameter> parameters, boolean isOpen) {
        /** The signature of what no program wrote. */
        public static final Signature NONE = new Signature("", false, List.of(), false);

        /** Returns whether a program wrote it. */
        public boolean isWritten() {
            return hasPattern || !argument.isEmpty();
        }
    }

    /** Returns how it takes its argument; {@link Signature#NONE} for a function of the language. */
    default Signature signature() {
        return Signature.NONE;
    }

    /** Returns the names of its pattern, sorted; none where its argument is a single name. */
    default List<Parameter> parameters() {
        return signature().parameters();
    }

    /** Returns how {@code nix eval} prints it, such as {@code «lambda f @ file.nix:1:2»}. */
    String printed();

    @Override
    default ValueType type() {
        return ValueType.LAMBDA;
    }
}
