package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Value;

/**
 * {@code with set; body}.
 *
 * @param set whose attributes the body sees where nothing else defines a name
 * @param body what sees them
 * @param position where it begins
 */
public record With(Expression set, Expression body, Position position) implements Expression {
    @Override
    public void bind(Scope scope) {
        set.bind(scope);
        body.bind(scope.nestedWith());
    }

    @Override
    public Value evaluate(Environment environment) {
        Environment inside = environment.nested(1);
        inside.set(0, set.delay(environment));
        return body.evaluate(inside);
    }
}
