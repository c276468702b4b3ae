package hearth.journal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A 128-bit id: of a machine, a boot, a file, a sequence of entries.
 *
 * @param high its first eight bytes, the first of them the highest
 * @param low its last eight bytes
 * @see <a href="https://man7.org/linux/man-pages/man3/sd-id128.3.html">sd-id128(3)</a>
 */
public record Id128(long high, long low) {
    /** The id of nothing. */
    public static final Id128 NULL = new Id128(0, 0);

    /** Bytes of an id. */
    public static final int BYTES = 16;

    /** Hexadecimal digits of an id. */
    private static final int DIGITS = 32;

    /** Returns the id of 32 hexadecimal digits; dashes as a UUID has them may stand between. */
    public static Optional<Id128> parse(String text) {
        String digits = text.length() == DIGITS ? text : text.replace("-", "");
        if (digits.length() != DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Id128(
                            HexFormat.fromHexDigitsToLong(digits, 0, DIGITS / 2),
                            HexFormat.fromHexDigitsToLong(digits, DIGITS / 2, DIGITS)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Returns the id's bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** Returns 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
