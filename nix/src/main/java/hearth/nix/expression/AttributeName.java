package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;

/** One name of an attribute path. */
public sealed interface AttributeName {
    /** Returns where it is written. */
    Position position();

    /** Resolves the variables in it. */
    void bind(Scope scope);

    /** Returns the name. */
    String evaluate(Environment environment);

    /**
     * A name that is written out.
     *
     * @param name the name
     * @param position where
     */
    record Fixed(String name, Position position) implements AttributeName {
        @Override
        public void bind(Scope scope) {}

        @Override
        public String evaluate(Environment environment) {
            return name;
        }
    }

    /**
     * A name that is computed.
     *
     * @param expression what computes it
     * @param position where it begins
     */
    record Computed(Expression expression, Position position) implements AttributeName {
        @Override
        public void bind(Scope scope) {
            expression.bind(scope);
        }

        @Override
        public String evaluate(Environment environment) {
            return Expect.text(expression.evaluate(environment), expression.position());
        }
    }
}
