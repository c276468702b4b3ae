package hearth.cli.systemd.text;

import hearth.cli.text.Screen;
import hearth.unit.UnitName;
import java.nio.charset.StandardCharsets;

/** Units as they are typed. */
public final class UnitWords {
    /** What a unit's name may have beside letters and digits. */
    private static final String ALLOWED = ":-_.\\@";

    /** What a pattern has. */
    private static final String WILDCARDS = "*?[";

    private UnitWords() {}

    /** Returns whether it stands for several. */
    public static boolean isPattern(String word) {
        return word.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
    }

    /** Returns whether a word is a type of units. */
    public static boolean isUnitType(String word) {
        return UnitName.isValid("a." + word);
    }

    /** Returns whether a word switches something off. */
    public static boolean isNo(String word) {
        return switch (word) {
            case "no", "n", "false", "f", "0", "off" -> true;
            default -> false;
        };
    }

    /**
     * Returns what a word means as a unit: with a suffix where it has none; a path of a mount point
     * or device as its unit; what no name can have escaped, which is said.
     *
     * @param suffix what a word without one gets
     */
    public static String mangled(String word, String suffix, Screen screen) {
        if (word.startsWith("/dev/")) {
            return escapedPath(word) + ".device";
        }
        if (word.startsWith("/")) {
            return escapedPath(word) + ".mount";
        }
        if (UnitName.isValid(word)) {
            return word;
        }
        return escaped(word, suffix, isPattern(word), screen);
    }

    /**
     * As {@link #mangled}, where wildcards mean nothing.
     *
     * @param purpose what for, to be said where there are some
     */
    public static String exact(String word, String suffix, String purpose, Screen screen) {
        if (!isPattern(word)) {
            return mangled(word, suffix, screen);
        }
        screen.note("Glob pattern passed " + purpose + ", but globs are not supported for this.");
        return escaped(word, suffix, false, screen);
    }

    private static String escaped(String word, String suffix, boolean isPattern, Screen screen) {
        var name = new StringBuilder();
        for (byte octet : word.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean stays = isAllowed(c) || (isPattern && (WILDCARDS + "]!").indexOf(c) >= 0);
            name.append(
                    stays ? String.valueOf(c) : c == '/' ? "-" : String.format("\\x%02x", (int) c));
        }
        if (!word.contentEquals(name)) {
            screen.note(
                    "Invalid unit name \""
                            + word
                            + "\" escaped as \""
                            + name
                            + (isPattern(word)
                                    ? "\"."
                                    : "\" (maybe you should use systemd-escape?)."));
        }
        boolean isWhole =
                UnitName.isValid(name.toString()) || (isPattern && name.indexOf(".") >= 0);
        return isWhole || (isPattern && name.toString().endsWith("*"))
                ? name.toString()
                : name + suffix;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ALLOWED.indexOf(c) >= 0;
    }

    /** As systemd-escape --path has it. */
    private static String escapedPath(String path) {
        String inner = path.replaceAll("/+", "/").replaceAll("^/|/$", "");
        if (inner.isEmpty()) {
            return "-";
        }
        var name = new StringBuilder();
        for (byte octet : inner.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c == '/') {
                name.append('-');
            } else if (isAllowed(c) && c != '-' && c != '\\' && !(c == '.' && name.isEmpty())) {
                name.append(c);
            } else {
                name.append(String.format("\\x%02x", (int) c));
            }
        }
        return name.toString();
    }
}
