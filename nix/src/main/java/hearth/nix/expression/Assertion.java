package hearth.nix.expression;

import hearth.nix.evaluation.Difference;
import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Value;
import java.util.Optional;

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
            throw failure(environment);
        }
        return body.evaluate(environment);
    }

    private NixException failure(Environment environment) {
        String written = ByteStrings.decode(TreePrinter.print(condition));
        Optional<Difference> difference = difference(environment);
        return new NixException(
                NixException.Kind.ASSERTION,
                "assertion '"
                        + written
                        + "' failed"
                        + difference.map(found -> ": " + found.description()).orElse(""),
                difference.map(Difference::position).orElse(position));
    }

    private Optional<Difference> difference(Environment environment) {
        return condition instanceof BinaryOperation comparison
                        && comparison.operator() == BinaryOperation.Operator.EQUAL
                ? Difference.between(
                        environment.evaluation(),
                        comparison.left().evaluate(environment),
                        comparison.right().evaluate(environment),
                        position)
                : Optional.empty();
    }
}
