package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of what is bits to the kernel, and names in a unit.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     SecureBits= and CoredumpFilter=</a>
 */
public final class FlagTypes {
    /** What the kernel writes by itself, as core(5) has it. */
    public static final long DEFAULT_PARTS = 0x33;

    private static final long ALL_PARTS = 0xffff_ffffL;

    /** By the bits of {@code /proc/PID/coredump_filter}, from the lowest. */
    private static final List<String> PARTS =
            List.of(
                    "private-anonymous",
                    "shared-anonymous",
                    "private-file-backed",
                    "shared-file-backed",
                    "elf-headers",
                    "private-huge",
                    "shared-huge",
                    "private-dax",
                    "shared-dax");

    /** By the bits of PR_SET_SECUREBITS, from the lowest. */
    private static final List<String> SECURE_BITS =
            List.of(
                    "noroot",
                    "noroot-locked",
                    "no-setuid-fixup",
                    "no-setuid-fixup-locked",
                    "keep-caps",
                    "keep-caps-locked");

    private static final Map<String, Long> WHOLES =
            Map.of("all", ALL_PARTS, "default", DEFAULT_PARTS);

    /** {@code CoredumpFilter=}: names and hexadecimal numbers, which add up. */
    public static final ValueType<Long> COREDUMP_PARTS =
            new ValueType<>(
                    "parts of a core dump",
                    FlagTypes::parseParts,
                    Merge.folding(Merge.Empty.RESETS, (earlier, later) -> earlier | later),
                    Wire.scalar("t", value -> value, FlagTypes::partsText));

    /** {@code SecureBits=}: names; the last line counts. */
    public static final ValueType<Integer> SECURE =
            new ValueType<>(
                    "secure bits",
                    FlagTypes::parseSecureBits,
                    Merge.assignOrReset(),
                    Wire.scalar("i", value -> value, FlagTypes::secureBitsText));

    private FlagTypes() {}

    private static Optional<Long> parseParts(String text, Reading reading) {
        long parts = 0;
        for (String word : BasicTypes.words(text, reading)) {
            Optional<Long> bits = partsOf(word);
            if (bits.isEmpty()) {
                reading.warn("'" + word + "' is no part of a core dump, the line is ignored");
                return Optional.empty();
            }
            parts |= bits.get();
        }
        return Optional.of(parts);
    }

    private static Optional<Long> partsOf(String word) {
        int bit = PARTS.indexOf(word);
        if (bit >= 0) {
            return Optional.of(1L << bit);
        }
        if (WHOLES.containsKey(word)) {
            return Optional.of(WHOLES.get(word));
        }
        String digits = word.startsWith("0x") || word.startsWith("0X") ? word.substring(2) : word;
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= 16
                        && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        return isNumber ? Optional.of(Long.parseUnsignedLong(digits, 16)) : Optional.empty();
    }

    private static String partsText(Object value) {
        return "0x" + Long.toHexString(((Number) value).longValue());
    }

    private static Optional<Integer> parseSecureBits(String text, Reading reading) {
        int bits = 0;
        for (String word : BasicTypes.words(text, reading)) {
            int bit = SECURE_BITS.indexOf(word);
            if (bit < 0) {
                reading.warn("'" + word + "' is no secure bit, ignored");
            } else {
                bits |= 1 << bit;
            }
        }
        return Optional.of(bits);
    }

    private static String secureBitsText(Object value) {
        int bits = ((Number) value).intValue();
        if (bits >>> SECURE_BITS.size() != 0) {
            throw new IllegalArgumentException("unknown secure bits");
        }
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < SECURE_BITS.size(); bit++) {
            if ((bits >> bit & 1) == 1) {
                names.add(SECURE_BITS.get(bit));
            }
        }
        return String.join(" ", names);
    }
}
