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

    /** Returns the names of its pattern, sorted; none where its argument is a single name. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** Returns how {@code nix eval} prints it, such as {@code «lambda f @ file.nix:1:2»}. */
    String printed();

    @Override
    default ValueType type() {
        return ValueType.LAMBDA;
    }
}
