package hearth.nix.evaluation;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.FloatValue;
import hearth.nix.value.Function;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import hearth.nix.value.ValueType;

/**
 * What the operators mean: exact integers of 64 bits, floats where either side is one, deep
 * comparison.
 */
public final class Operators {
    private Operators() {}

    /** Returns {@code left + right} of numbers, strings and paths. */
    public static Value add(
            Evaluation evaluation, Value left, Value right, Position leftSite, Position rightSite) {
        if (left instanceof IntValue || left instanceof FloatValue) {
            return addNumbers(left, right, rightSite);
        }
        if (left instanceof PathValue path) {
            return PathValue.of(path.bytes() + Coercion.plain(right, rightSite));
        }
        boolean names = left instanceof Text;
        String head =
                names
                        ? Coercion.interpolated(evaluation, left, leftSite)
                        : Coercion.plain(left, leftSite);
        String tail =
                names
                        ? Coercion.interpolated(evaluation, right, rightSite)
                        : Coercion.plain(right, rightSite);
        evaluation.charge((long) head.length() + tail.length(), rightSite);
        return new Text(head.concat(tail));
    }

    private static Value addNumbers(Value left, Value right, Position site) {
        if (!(right instanceof IntValue || right instanceof FloatValue)) {
            throw failed(
                    "cannot add " + right.type().described() + " to " + left.type().described(),
                    site);
        }
        if (left instanceof IntValue(long a) && right instanceof IntValue(long b)) {
            long sum = a + b;
            if (((a ^ sum) & (b ^ sum)) < 0) {
                throw failed("integer overflow in adding " + a + " + " + b, site);
            }
            return new IntValue(sum);
        }
        return new FloatValue(Expect.number(left, site) + Expect.number(right, site));
    }

    /** Returns {@code left - right}. */
    public static Value subtract(Value left, Value right, Position site) {
        if (left instanceof IntValue(long a) && right instanceof IntValue(long b)) {
            long difference = a - b;
            if (((a ^ b) & (a ^ difference)) < 0) {
                throw failed("integer overflow in subtracting " + a + " - " + b, site);
            }
            return new IntValue(difference);
        }
        return new FloatValue(number(left, right, site) - number(right, left, site));
    }

    /** Returns {@code left * right}. */
    public static Value multiply(Value left, Value right, Position site) {
        if (left instanceof IntValue(long a) && right instanceof IntValue(long b)) {
            long high = Math.multiplyHigh(a, b);
            long low = a * b;
            if (high != low >> 63) {
                throw failed("integer overflow in multiplying " + a + " * " + b, site);
            }
            return new IntValue(low);
        }
        return new FloatValue(number(left, right, site) * number(right, left, site));
    }

    /** Returns {@code left / right}, towards zero where both are integers. */
    public static Value divide(Value left, Value right, Position site) {
        double divisor = number(right, left, site);
        if (divisor == 0) {
            throw failed("division by zero", site);
        }
        if (left instanceof IntValue(long a) && right instanceof IntValue(long b)) {
            if (a == Long.MIN_VALUE && b == -1) {
                throw failed("integer overflow in dividing " + a + " / " + b, site);
            }
            return new IntValue(a / b);
        }
        return new FloatValue(number(left, right, site) / divisor);
    }

    /**
     * Returns an operand as a float; it must be an integer where neither it nor the other is a
     * float.
     */
    private static double number(Value operand, Value other, Position site) {
        return other instanceof FloatValue || operand instanceof FloatValue
                ? Expect.number(operand, site)
                : Expect.integer(operand, site);
    }

    /** Returns {@code left // right}. */
    public static Value update(Evaluation evaluation, Value left, Value right, Position site) {
        AttributeSet mine = Expect.set(left, site);
        AttributeSet theirs = Expect.set(right, site);
        evaluation.charge(12L * (mine.size() + theirs.size()), site);
        return mine.update(theirs);
    }

    /** Returns {@code left ++ right}. */
    public static Value concat(Evaluation evaluation, Value left, Value right, Position site) {
        ListValue head = Expect.list(left, site);
        ListValue tail = Expect.list(right, site);
        evaluation.charge(4L * (head.size() + tail.size()), site);
        return head.concat(tail);
    }

    /**
     * Returns {@code left == right}: numbers by value, derivations by their output, functions
     * never.
     */
    @SuppressWarnings("ReferenceEquality") // one value is itself; what is inside comes after that
    public static boolean equal(Evaluation evaluation, Lazy left, Lazy right, Position site) {
        evaluation.step(site);
        Value a = left.force();
        Value b = right.force();
        if (a == b && !(a instanceof FloatValue)) {
            return true;
        }
        if (a instanceof IntValue(long x)) {
            return b instanceof IntValue(long y)
                    ? x == y
                    : b instanceof FloatValue(double z) && x == z;
        }
        if (a instanceof FloatValue(double x)) {
            return b instanceof FloatValue(double y)
                    ? x == y
                    : b instanceof IntValue(long z) && x == z;
        }
        if (a instanceof ListValue x) {
            return b instanceof ListValue y && equalLists(evaluation, x, y, site);
        }
        if (a instanceof AttributeSet x) {
            return b instanceof AttributeSet y && equalSets(evaluation, x, y, site);
        }
        return !(a instanceof Function) && a.equals(b);
    }

    private static boolean equalLists(
            Evaluation evaluation, ListValue left, ListValue right, Position site) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(evaluation, left.get(i), right.get(i), site)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalSets(
            Evaluation evaluation, AttributeSet left, AttributeSet right, Position site) {
        if (isDerivation(left) && isDerivation(right)) {
            Lazy mine = left.get("outPath");
            Lazy theirs = right.get("outPath");
            if (mine != null && theirs != null) {
                return equal(evaluation, mine, theirs, site);
            }
        }
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.nameAt(i).equals(right.nameAt(i))) {
                return false;
            }
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(evaluation, left.valueAt(i), right.valueAt(i), site)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Inside a list or a set, what is one and the same value is equal, even where it is a function.
     */
    @SuppressWarnings("ReferenceEquality") // being one and the same is what is asked for
    private static boolean same(Evaluation evaluation, Lazy left, Lazy right, Position site) {
        return left == right || equal(evaluation, left, right, site);
    }

    /** Returns whether a set says that it is a derivation. */
    public static boolean isDerivation(AttributeSet set) {
        Lazy type = set.get("type");
        return type != null
                && type.force() instanceof Text(String bytes)
                && bytes.equals("derivation");
    }

    /** Returns {@code left < right}, of numbers, strings, paths and lists of such. */
    public static boolean less(Evaluation evaluation, Lazy left, Lazy right, Position site) {
        evaluation.step(site);
        Value a = left.force();
        Value b = right.force();
        if (a instanceof IntValue(long x) && b instanceof IntValue(long y)) {
            return x < y;
        }
        if (isNumber(a) && isNumber(b)) {
            return Expect.number(a, site) < Expect.number(b, site);
        }
        if (a instanceof Text(String x) && b instanceof Text(String y)) {
            return x.compareTo(y) < 0;
        }
        if (a instanceof PathValue(String x) && b instanceof PathValue(String y)) {
            return x.compareTo(y) < 0;
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
            return lessLists(evaluation, x, y, site);
        }
        String both = a.type() == b.type() ? "; values of that type are incomparable" : "";
        throw failed(
                "cannot compare " + a.type().described() + " with " + b.type().described() + both,
                site);
    }

    private static boolean lessLists(
            Evaluation evaluation, ListValue left, ListValue right, Position site) {
        for (int i = 0; i < right.size(); i++) {
            if (i >= left.size()) {
                return true;
            }
            if (!equal(evaluation, left.get(i), right.get(i), site)) {
                return less(evaluation, left.get(i), right.get(i), site);
            }
        }
        return false;
    }

    private static boolean isNumber(Value value) {
        return value.type() == ValueType.INT || value.type() == ValueType.FLOAT;
    }

    private static NixException failed(String message, Position site) {
        return new NixException(NixException.Kind.FAILED, message, site);
    }
}
