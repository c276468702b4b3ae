package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Operators;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Value;

/**
 * {@code left operator right}.
 *
 * @param operator what is done
 * @param left the first operand
 * @param right the second operand
 * @param leftPosition where the first begins
 * @param rightPosition where the second begins
 * @param position where the operator is
 */
public record BinaryOperation(
        Operator operator,
        Expression left,
        Expression right,
        Position leftPosition,
        Position rightPosition,
        Position position)
        implements Expression {

    /** The operators. */
    public enum Operator {
        /** Logical implication. */
        IMPLIES,
        /** Logical or. */
        OR,
        /** Logical and. */
        AND,
        /** Equality. */
        EQUAL,
        /** Inequality. */
        UNEQUAL,
        /** Less than. */
        LESS,
        /** At most. */
        AT_MOST,
        /** Greater than. */
        GREATER,
        /** At least. */
        AT_LEAST,
        /** The union of sets. */
        UPDATE,
        /** The sum of numbers, or strings and paths one after the other. */
        PLUS,
        /** The difference. */
        MINUS,
        /** The product. */
        TIMES,
        /** The quotient. */
        DIVIDED,
        /** Lists one after the other. */
        CONCAT
    }

    @Override
    public void bind(Scope scope) {
        left.bind(scope);
        right.bind(scope);
    }

    @Override
    public Value evaluate(Environment environment) {
        Evaluation evaluation = environment.evaluation();
        return switch (operator) {
            case IMPLIES -> BoolValue.of(!isTrue(left, environment) || isTrue(right, environment));
            case OR -> BoolValue.of(isTrue(left, environment) || isTrue(right, environment));
            case AND -> BoolValue.of(isTrue(left, environment) && isTrue(right, environment));
            case EQUAL -> BoolValue.of(isEqual(environment));
            case UNEQUAL -> BoolValue.of(!isEqual(environment));
            case LESS -> BoolValue.of(isLess(left, right, environment));
            case AT_MOST -> BoolValue.of(!isLess(right, left, environment));
            case GREATER -> BoolValue.of(isLess(right, left, environment));
            case AT_LEAST -> BoolValue.of(!isLess(left, right, environment));
            case PLUS ->
                    Operators.add(
                            evaluation,
                            left.evaluate(environment),
                            right.evaluate(environment),
                            leftPosition,
                            rightPosition);
            case MINUS ->
                    Operators.subtract(
                            left.evaluate(environment), right.evaluate(environment), position);
            case TIMES ->
                    Operators.multiply(
                            left.evaluate(environment), right.evaluate(environment), position);
            case DIVIDED ->
                    Operators.divide(
                            left.evaluate(environment), right.evaluate(environment), position);
            case UPDATE ->
                    Operators.update(
                            evaluation,
                            left.evaluate(environment),
                            right.evaluate(environment),
                            position);
            case CONCAT ->
                    Operators.concat(
                            evaluation,
                            left.evaluate(environment),
                            right.evaluate(environment),
                            position);
        };
    }

    private boolean isTrue(Expression operand, Environment environment) {
        return Expect.bool(operand.evaluate(environment), position);
    }

    private boolean isEqual(Environment environment) {
        return Operators.equal(
                environment.evaluation(),
                left.evaluate(environment),
                right.evaluate(environment),
                position);
    }

    private boolean isLess(Expression smaller, Expression larger, Environment environment) {
        return Operators.less(
                environment.evaluation(),
                smaller.evaluate(environment),
                larger.evaluate(environment),
                position);
    }
}
