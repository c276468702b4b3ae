package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Value;

/**
 * {@code assert condition; body}.
 *
 * @param condition what must be true
 * @param body what it is then
 * @param position where it begins
 */
public record Assertion(Expression condition, Expression body, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        condition.bind(scope);
        body.bind(scope);
    }

    @Override
    public Value evaluate(Environment environment) {
        if (!Expect.bool(condition.evaluate(environment), position)) {
            String written = ByteStrings.decode(TreePrinter.print(condition));
            throw new NixException(
                    NixException.Kind.ASSERTION, "assertion '" + written + "' failed", position);
        }
        return body.evaluate(environment);
    }
}
