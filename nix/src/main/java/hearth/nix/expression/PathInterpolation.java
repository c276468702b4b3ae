package hearth.nix.expression;

import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.PathValue;
import hearth.nix.value.Value;
import java.util.List;

/**
 * A path with {@code ${...}} in it.
 *
 * @param parts literal strings and what is interpolated, in order; the first is the absolute
 *     beginning
 * @param positions where each part begins
 * @param position where the path begins
 */
public record PathInterpolation(List<Expression> parts, List<Position> positions, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        for (Expression part : parts) {
            part.bind(scope);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String part = Coercion.plain(parts.get(i).evaluate(environment), positions.get(i));
            environment.evaluation().charge(part.length(), position);
            bytes.append(part);
        }
        return PathValue.of(bytes.toString());
    }
}
