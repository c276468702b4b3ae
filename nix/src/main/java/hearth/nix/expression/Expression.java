package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Thunk;
import hearth.nix.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A node of a program's tree. It is made by the parser, bound once to the scopes that it lies in,
 * and evaluated any number of times after that, in environments that are laid out as those scopes
 * are.
 *
 * <p>Nodes evaluate themselves: an evaluator that switches over them costs a declaration's run more
 * than all else, the first switch over a sealed type alone some 80 ms.
 */
public sealed interface Expression
        permits Application,
                Assertion,
                BinaryOperation,
                Conditional,
                CurrentPosition,
                HasAttribute,
                Interpolation,
                LambdaExpression,
                Let,
                ListExpression,
                Literal,
                Negation,
                PathInterpolation,
                SearchPath,
                Select,
                SetExpression,
                Variable,
                With {

    /** Returns where it begins; for an operation, where its operator is. */
    Position position();

    /**
     * Resolves the variables in it.
     *
     * @throws hearth.nix.source.NixException where one is not defined
     */
    void bind(Scope scope);

    /** Returns its value. */
    Value evaluate(Environment environment);

    /** Returns the promise of its value, or the value itself where that costs nothing. */
    default Lazy delay(Environment environment) {
        return new Suspension(this, environment);
    }

    /** An expression that waits to be evaluated. */
    final class Suspension extends Thunk {
        private @Nullable Expression expression;
        private @Nullable Environment environment;

        Suspension(Expression expression, Environment environment) {
            this.expression = expression;
            this.environment = environment;
        }

        /** Returns whether it is a set as it is written, so that its names cost nothing. */
        public boolean isWrittenSet() {
            return expression instanceof SetExpression;
        }

        @Override
        protected Value compute() {
            Expression body = expression;
            Environment scope = environment;
            if (body == null || scope == null) {
                throw new IllegalStateException("evaluated twice");
            }
            return body.evaluate(scope);
        }

        @Override
        protected void release() {
            expression = null;
            environment = null;
        }
    }
}
