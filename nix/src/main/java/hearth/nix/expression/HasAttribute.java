package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.List;

/**
 * {@code subject ? a.b}.
 *
 * @param subject what is looked into
 * @param path the names
 * @param position where the operator is
 */
public record HasAttribute(Expression subject, List<AttributeName> path, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        subject.bind(scope);
        for (int i = 0; i < path.size(); i++) {
            path.get(i).bind(scope);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        Lazy value = subject.evaluate(environment);
        for (int i = 0; i < path.size(); i++) {
            if (!(value.force() instanceof AttributeSet set)) {
                return BoolValue.FALSE;
            }
            Lazy found = set.select(path.get(i).evaluate(environment), position);
            if (found == null) {
                return BoolValue.FALSE;
            }
            value = found;
        }
        return BoolValue.TRUE;
    }
}
