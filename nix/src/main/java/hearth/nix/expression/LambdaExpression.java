package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function that a program writes: {@code a: body}, {@code { a, b ? 1, ... }: body}, or both with
 * {@code @}.
 */
public final class LambdaExpression implements Expression {
    /**
     * A name of a pattern.
     *
     * @param name the name
     * @param fallback its value where the argument has none
     * @param position where it is written
     */
    public record Formal(String name, @Nullable Expression fallback, Position position) {}

    /**
     * A pattern.
     *
     * @param formals its names, sorted
     * @param isOpen whether the argument may have others
     */
    public record Pattern(List<Formal> formals, boolean isOpen) {}

    private final @Nullable String argument;
    private final @Nullable Pattern pattern;
    private final Expression body;
    private final Position position;
    private String name = "";
    private int size;

    /** Returns a function whose argument has a name, a pattern or both. */
    public LambdaExpression(
            @Nullable String argument,
            @Nullable Pattern pattern,
            Expression body,
            Position position) {
        this.argument = argument;
        this.pattern = pattern;
        this.body = body;
        this.position = position;
    }

    /** Returns the name of the whole argument. */
    public Optional<String> argument() {
        return Optional.ofNullable(argument);
    }

    /** Returns the pattern that the argument must match. */
    public Optional<Pattern> pattern() {
        return Optional.ofNullable(pattern);
    }

    /** Returns the names of the pattern; none where there is no pattern. */
    List<Formal> formals() {
        return pattern == null ? List.of() : pattern.formals();
    }

    /** Returns what the function computes. */
    public Expression body() {
        return body;
    }

    /**
     * Returns the name of the attribute or variable that it was defined as; empty where it has
     * none.
     */
    public String name() {
        return name;
    }

    /** Calls the function after what it is defined as, where it has no name yet. */
    void nameAfter(String attribute) {
        if (name.isEmpty()) {
            name = attribute;
        }
    }

    /** Returns whether the whole argument has a name, whose slot is the first. */
    boolean hasArgument() {
        return argument != null;
    }

    /** Returns whether the argument must match a pattern. */
    boolean hasPattern() {
        return pattern != null;
    }

    /** Returns whether the argument may have attributes that the pattern does not name. */
    boolean isOpen() {
        return pattern != null && pattern.isOpen();
    }

    /** Returns the number of slots that a call takes. */
    int size() {
        return size;
    }

    /**
     * Returns the slot of the first name of the pattern; the whole argument, where named, comes
     * before it.
     */
    int firstFormalSlot() {
        return argument == null ? 0 : 1;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void bind(Scope scope) {
        List<String> names = new ArrayList<>();
        if (argument != null) {
            names.add(argument);
        }
        if (pattern != null) {
            for (Formal formal : pattern.formals()) {
                names.add(formal.name());
            }
        }
        size = names.size();
        Scope inside = scope.nested(names);
        if (pattern != null) {
            for (Formal formal : pattern.formals()) {
                if (formal.fallback() != null) {
                    formal.fallback().bind(inside);
                }
            }
        }
        body.bind(inside);
    }

    @Override
    public Value evaluate(Environment environment) {
        return new Closure(this, environment);
    }

    @Override
    public Lazy delay(Environment environment) {
        return new Closure(this, environment);
    }
}
