package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Operators;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Numbers;
import hearth.nix.value.Value;

/** Functions of numbers. */
enum ArithmeticBuiltin implements Builtin.Body {
    ADD("add", 2),
    SUB("sub", 2),
    MUL("mul", 2),
    DIV("div", 2),
    BIT_AND("bitAnd", 2),
    BIT_OR("bitOr", 2),
    BIT_XOR("bitXor", 2),
    CEIL("ceil", 1),
    FLOOR("floor", 1),
    LESS_THAN("lessThan", 2);

    private final String nixName;
    private final int arity;

    ArithmeticBuiltin(String nixName, int arity) {
        this.nixName = nixName;
        this.arity = arity;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return arity;
    }

    @Override
    public Value apply(Call call) {
        return switch (this) {
            case ADD -> add(call);
            case SUB -> Operators.subtract(call.value(0), call.value(1), call.site());
            case MUL -> Operators.multiply(call.value(0), call.value(1), call.site());
            case DIV -> Operators.divide(call.value(0), call.value(1), call.site());
            case BIT_AND -> new IntValue(call.integer(0) & call.integer(1));
            case BIT_OR -> new IntValue(call.integer(0) | call.integer(1));
            case BIT_XOR -> new IntValue(call.integer(0) ^ call.integer(1));
            case CEIL -> rounded(call, Math.ceil(number(call)));
            case FLOOR -> rounded(call, Math.floor(number(call)));
            case LESS_THAN ->
                    BoolValue.of(
                            Operators.less(
                                    call.evaluation(), call.lazy(0), call.lazy(1), call.site()));
        };
    }

    /** Unlike the operator, the function adds numbers only. */
    private static Value add(Call call) {
        Value left = call.value(0);
        Value right = call.value(1);
        if (left instanceof FloatValue || right instanceof FloatValue) {
            return new FloatValue(
                    Expect.number(left, call.site()) + Expect.number(right, call.site()));
        }
        Value sum = new IntValue(Expect.integer(left, call.site()));
        return Operators.add(
                call.evaluation(), sum, requireInteger(right, call), call.site(), call.site());
    }

    private static Value requireInteger(Value value, Call call) {
        return new IntValue(Expect.integer(value, call.site()));
    }

    private static double number(Call call) {
        return Expect.number(call.value(0), call.site());
    }

    private static Value rounded(Call call, double whole) {
        if (call.value(0) instanceof IntValue exact) {
            return exact;
        }
        if (!(whole >= -0x1p63 && whole < 0x1p63)) {
            throw call.error(
                    "the float " + Numbers.printed(whole) + " is not in the range of integers");
        }
        return new IntValue((long) whole);
    }
}
