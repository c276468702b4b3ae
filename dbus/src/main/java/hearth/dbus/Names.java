package hearth.dbus;

/**
 * Which texts are names.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-names">
 *     D-Bus, valid names</a>
 */
public final class Names {
    /** The longest name of any kind, in bytes. */
    public static final int LENGTH_LIMIT = 255;

    private Names() {}

    /** Returns whether this is a unique ({@code :1.5}) or a well-known bus name. */
    public static boolean isBusName(String text) {
        return text.startsWith(":")
                ? hasElements(text, 1, true, true)
                : hasElements(text, 0, true, false);
    }

    /** Returns whether this is a well-known bus name, such as {@code org.freedesktop.login1}. */
    public static boolean isWellKnownBusName(String text) {
        return !text.startsWith(":") && isBusName(text);
    }

    /** Returns whether this is an interface's name; errors' names follow the same rule. */
    public static boolean isInterfaceName(String text) {
        return hasElements(text, 0, false, false);
    }

    /** Returns whether this is a method's, signal's or property's name. */
    public static boolean isMemberName(String text) {
        if (text.isEmpty() || text.length() > LENGTH_LIMIT || isDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isWordCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a text is two or more elements with dots between them. */
    private static boolean hasElements(
            String text, int start, boolean mayHaveHyphens, boolean mayBeginWithDigits) {
        if (text.length() > LENGTH_LIMIT) {
            return false;
        }
        int dots = 0;
        boolean isAtBegin = true;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (isAtBegin) {
                    return false;
                }
                dots++;
                isAtBegin = true;
                continue;
            }
            boolean isAllowed = isWordCharacter(c) || (c == '-' && mayHaveHyphens);
            if (!isAllowed || (isAtBegin && isDigit(c) && !mayBeginWithDigits)) {
                return false;
            }
            isAtBegin = false;
        }
        return dots > 0 && !isAtBegin;
    }

    private static boolean isWordCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
