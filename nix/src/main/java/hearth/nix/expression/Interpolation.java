package hearth.nix.expression;

import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.List;

/**
 * A string with {@code ${...}} in it.
 *
 * @param parts literal strings and what is interpolated, in order
 * @param positions where each part begins
 * @param position where the string begins
 */
public record Interpolation(List<Expression> parts, List<Position> positions, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        for (Expression part : parts) {
            part.bind(scope);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        Evaluation evaluation = environment.evaluation();
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Value value = parts.get(i).evaluate(environment);
            String part = Coercion.interpolated(evaluation, value, positions.get(i));
            evaluation.charge(part.length(), position);
            bytes.append(part);
        }
        return new Text(bytes.toString());
    }
}
