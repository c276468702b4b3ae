package hearth.nix.expression;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Calls;
import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.List;

/**
 * {@code function argument ...}.
 *
 * @param function what is called
 * @param arguments at least one
 * @param position where it begins
 */
public record Application(Expression function, List<Expression> arguments, Position position)
        implements Expression {
    @Override
    public void bind(Scope scope) {
        function.bind(scope);
        for (Expression argument : arguments) {
            argument.bind(scope);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        Value callee = function.evaluate(environment);
        int next = 0;
        if (callee instanceof Builtin builtin && builtin.arity() <= arguments.size()) {
            Lazy[] all = new Lazy[builtin.arity()];
            for (; next < all.length; next++) {
                all[next] = arguments.get(next).delay(environment);
            }
            callee = builtin.run(all, position);
        }
        for (; next < arguments.size(); next++) {
            callee = Calls.call(callee, arguments.get(next).delay(environment), position);
        }
        return callee;
    }
}
