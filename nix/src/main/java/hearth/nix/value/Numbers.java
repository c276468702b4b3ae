package hearth.nix.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats as text, in the three forms that the language has. */
public final class Numbers {
    /** Significant digits where a float is printed. */
    private static final MathContext PRINTED = new MathContext(6, RoundingMode.HALF_EVEN);

    private Numbers() {}

    /**
     * Returns what {@code toString} makes of a float: six digits behind the point, as C's {@code
     * %f}.
     */
    public static String fixed(double number) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        String digits = new BigDecimal(number).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        return isNegativeZero(number, digits) ? "-" + digits : digits;
    }

    /**
     * Returns what {@code nix eval} prints for a float: six significant digits, as C's {@code %g}.
     */
    public static String printed(double number) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(PRINTED);
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal shortest = rounded.stripTrailingZeros();
        return exponent < -4 || exponent >= PRINTED.getPrecision()
                ? scientific(shortest, exponent)
                : shortest.toPlainString();
    }

    /**
     * Returns the shortest digits that mean the same float, as JSON has them; a point or an
     * exponent is always there.
     */
    public static String json(double number) {
        if (!Double.isFinite(number)) {
            return "null";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < -4 || exponent >= 15) {
            return scientific(shortest, exponent);
        }
        String digits = shortest.toPlainString();
        return digits.indexOf('.') < 0 ? digits + ".0" : digits;
    }

    private static String scientific(BigDecimal shortest, int exponent) {
        String digits = shortest.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String sign = shortest.signum() < 0 ? "-" : "";
        int magnitude = Math.abs(exponent);
        return sign
                + digits.charAt(0)
                + fraction
                + "e"
                + (exponent < 0 ? "-" : "+")
                + (magnitude < 10 ? "0" : "")
                + magnitude;
    }

    private static boolean isNegativeZero(double number, String digits) {
        return 1 / number < 0 && !digits.startsWith("-");
    }

    private static String special(double number) {
        return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
}
