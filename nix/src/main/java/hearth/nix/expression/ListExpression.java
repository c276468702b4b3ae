package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Value;
import java.util.List;

/**
 * {@code [ ... ]}.
 *
 * @param elements its elements
 * @param position where it begins
 */
public record ListExpression(List<Expression> elements, Position position) implements Expression {
    @Override
    public void bind(Scope scope) {
        for (Expression element : elements) {
            element.bind(scope);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        Lazy[] values = new Lazy[elements.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.get(i).delay(environment);
        }
        return ListValue.of(values);
    }

    @Override
    public Lazy delay(Environment environment) {
        return elements.isEmpty() ? ListValue.EMPTY : new Suspension(this, environment);
    }
}
