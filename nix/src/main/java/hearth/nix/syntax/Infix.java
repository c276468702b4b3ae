package hearth.nix.syntax;

import hearth.nix.expression.BinaryOperation.Operator;
import org.jspecify.annotations.Nullable;

/**
 * An operator between two operands.
 *
 * @param operator what it does
 * @param precedence how strongly it binds, from 1
 * @param grouping which side may have an operator that binds as strongly
 * @see <a href="https://nix.dev/manual/nix/2.26/language/operators">the table of operators</a>
 */
record Infix(Operator operator, int precedence, Grouping grouping) {
    /** How strongly {@code !} binds. */
    static final int NOT = 7;

    /** How strongly {@code ?} binds. */
    static final int HAS = 11;

    /** How strongly {@code -} binds before an operand. */
    static final int NEGATION = 12;

    /** Which side may have an operator that binds as strongly. */
    enum Grouping {
        LEFT,
        RIGHT,
        NONE
    }

    /** Returns the operator that a token is, or null. */
    static @Nullable Infix of(TokenKind kind) {
        return switch (kind) {
            case IMPLIES -> new Infix(Operator.IMPLIES, 1, Grouping.RIGHT);
            case OR -> new Infix(Operator.OR, 2, Grouping.LEFT);
            case AND -> new Infix(Operator.AND, 3, Grouping.LEFT);
            case EQUAL -> new Infix(Operator.EQUAL, 4, Grouping.NONE);
            case UNEQUAL -> new Infix(Operator.UNEQUAL, 4, Grouping.NONE);
            case LESS -> new Infix(Operator.LESS, 5, Grouping.NONE);
            case AT_MOST -> new Infix(Operator.AT_MOST, 5, Grouping.NONE);
            case GREATER -> new Infix(Operator.GREATER, 5, Grouping.NONE);
            case AT_LEAST -> new Infix(Operator.AT_LEAST, 5, Grouping.NONE);
            case UPDATE -> new Infix(Operator.UPDATE, 6, Grouping.RIGHT);
            case PLUS -> new Infix(Operator.PLUS, 8, Grouping.LEFT);
            case MINUS -> new Infix(Operator.MINUS, 8, Grouping.LEFT);
            case TIMES -> new Infix(Operator.TIMES, 9, Grouping.LEFT);
            case DIVIDED -> new Infix(Operator.DIVIDED, 9, Grouping.LEFT);
            case CONCAT -> new Infix(Operator.CONCAT, 10, Grouping.RIGHT);
            default -> null;
        };
    }

    /** Returns how strongly an operator must bind to stand in the right operand. */
    int weakestOnTheRight() {
        return grouping == Grouping.RIGHT ? precedence : precedence + 1;
    }

    /** Returns how strongly an operator may bind that follows the right operand. */
    int strongestAfterwards() {
        return grouping == Grouping.NONE ? precedence - 1 : precedence;
    }
}
