package hearth.nix.format;

import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Value;
import java.util.Optional;

/** The numbers of TOML. */
final class TomlNumbers {
    private TomlNumbers() {}

    /** Returns the number that a word is, or nothing where it is none, or none of 64 bits. */
    static Optional<Value> read(String word) {
        if (!hasProperUnderscores(word)) {
            return Optional.empty();
        }
        String digits = word.replace("_", "");
        try {
            if (digits.startsWith("0x")) {
                return Optional.of(new IntValue(Long.parseLong(digits, 2, digits.length(), 16)));
            }
            if (digits.startsWith("0o")) {
                return Optional.of(new IntValue(Long.parseLong(digits, 2, digits.length(), 8)));
            }
            if (digits.startsWith("0b")) {
                return Optional.of(new IntValue(Long.parseLong(digits, 2, digits.length(), 2)));
            }
            if (isDecimal(digits)) {
                return Optional.of(new IntValue(Long.parseLong(digits)));
            }
            return isFloat(digits)
                    ? Optional.of(new FloatValue(Double.parseDouble(digits)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns whether a word begins as a date or a time does. */
    static boolean isDate(String word) {
        return (isDigits(word, 0, 4) && word.length() > 4 && word.charAt(4) == '-')
                || (isDigits(word, 0, 2) && word.length() > 2 && word.charAt(2) == ':');
    }

    /** An underscore stands between two digits only. */
    private static boolean hasProperUnderscores(String word) {
        for (int i = 0; i < word.length(); i++) {
            boolean isProper =
                    i > 0
                            && i < word.length() - 1
                            && Character.digit(word.charAt(i - 1), 16) >= 0
                            && Character.digit(word.charAt(i + 1), 16) >= 0;
            if (word.charAt(i) == '_' && !isProper) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(String digits) {
        int start = signLength(digits);
        return isDigits(digits, start, digits.length()) && !hasLeadingZero(digits, start);
    }

    private static boolean isFloat(String digits) {
        int index = endOfDigits(digits, signLength(digits));
        if (index == signLength(digits)
                || hasLeadingZero(digits.substring(0, index), signLength(digits))) {
            return false;
        }
        if (index < digits.length() && digits.charAt(index) == '.') {
            int end = endOfDigits(digits, index + 1);
            if (end == index + 1) {
                return false;
            }
            index = end;
        }
        if (index < digits.length()
                && (digits.charAt(index) == 'e' || digits.charAt(index) == 'E')) {
            int start = index + 1 + signLength(digits.substring(index + 1));
            index = endOfDigits(digits, start);
            return index > start && index == digits.length();
        }
        return index == digits.length();
    }

    private static int signLength(String digits) {
        return digits.startsWith("+") || digits.startsWith("-") ? 1 : 0;
    }

    private static boolean hasLeadingZero(String digits, int start) {
        return digits.length() > start + 1 && digits.charAt(start) == '0';
    }

    private static int endOfDigits(String digits, int start) {
        int end = start;
        while (end < digits.length() && digits.charAt(end) >= '0' && digits.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isDigits(String digits, int from, int to) {
        return to > from
                && to <= digits.length()
                && endOfDigits(digits.substring(0, to), from) == to;
    }
}
