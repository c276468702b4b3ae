package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Value;

/**
 * {@code !operand}.
 *
 * @param operand what is negated
 * @param position where the operand begins
 */
public record Negation(Expression operand, Position position) implements Expression {
    @Override
    public void bind(Scope scope) {
        operand.bind(scope);
    }

    @Override
    public Value evaluate(Environment environment) {
        return BoolValue.of(!Expect.bool(operand.evaluate(environment), position));
    }
}
