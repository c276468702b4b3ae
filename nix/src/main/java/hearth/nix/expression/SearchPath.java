package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.evaluation.SearchPaths;
import hearth.nix.source.Position;
import hearth.nix.value.Value;

/**
 * {@code <name>}: a file of the search path.
 *
 * @param name the name between the angle brackets
 * @param position where it begins
 */
public record SearchPath(String name, Position position) implements Expression {
    @Override
    public void bind(Scope scope) {}

    @Override
    public Value evaluate(Environment environment) {
        return SearchPaths.find(
                environment.evaluation(),
                environment.evaluation().world().searchPath(),
                name,
                position);
    }
}
