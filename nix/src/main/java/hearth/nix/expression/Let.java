package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Value;

/**
 * {@code let definitions in body}.
 *
 * @param definitions what is defined, each seeing all the others
 * @param body what sees them
 * @param position where it begins
 */
public record Let(SetExpression definitions, Expression body, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        Scope inside = scope.nested(definitions.bindings().fixed().keySet());
        definitions.bindInside(inside, scope);
        body.bind(inside);
    }

    @Override
    public Value evaluate(Environment environment) {
        Environment inside = environment.nested(definitions.bindings().fixed().size());
        var _ = definitions.delayAll(inside, environment);
        return body.evaluate(inside);
    }
}
