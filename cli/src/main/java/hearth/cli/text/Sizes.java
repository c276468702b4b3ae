package hearth.cli.text;

import java.util.Locale;

/** Amounts of memory as systemd's programs write them. */
public final class Sizes {
    private static final String SUFFIXES = "BKMGTPE";

    private Sizes() {}

    /**
     * Returns bytes as {@code 512B}, {@code 1.5M}, ...: the largest unit that keeps it above one.
     */
    public static String bytes(long bytes) {
        int power = 0;
        double amount = bytes;
        while (amount >= 1024 && power < SUFFIXES.length() - 1) {
            amount /= 1024;
            power++;
        }
        String format = power == 0 ? "%.0f%c" : "%.1f%c";
        return String.format(Locale.ROOT, format, amount, SUFFIXES.charAt(power));
    }
}
