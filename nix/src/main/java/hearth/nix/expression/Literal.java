package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;

/**
 * A number, a string or a path that is written out.
 *
 * @param value what it means
 * @param position where it begins
 */
public record Literal(Value value, Position position) implements Expression {
    @Override
    public void bind(Scope scope) {}

    @Override
    public Value evaluate(Environment environment) {
        return value;
    }

    @Override
    public Lazy delay(Environment environment) {
        return value;
    }
}
