package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Positions;
import hearth.nix.value.Value;

/**
 * {@code __curPos}: the place where it is written.
 *
 * @param position where it begins
 */
public record CurrentPosition(Position position) implements Expression {
    @Override
    public void bind(Scope scope) {}

    @Override
    public Value evaluate(Environment environment) {
        return Positions.value(position);
    }
}
