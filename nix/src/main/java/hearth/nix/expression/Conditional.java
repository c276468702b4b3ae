package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Value;

/**
 * {@code if condition then consequence else alternative}.
 *
 * @param condition what decides
 * @param consequence what it is where that is true
 * @param alternative what it is where that is false
 * @param position where it begins
 */
public record Conditional(
        Expression condition, Expression consequence, Expression alternative, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        condition.bind(scope);
        consequence.bind(scope);
        alternative.bind(scope);
    }

    @Override
    public Value evaluate(Environment environment) {
        boolean isTrue = Expect.bool(condition.evaluate(environment), position);
        return (isTrue ? consequence : alternative).evaluate(environment);
    }
}
