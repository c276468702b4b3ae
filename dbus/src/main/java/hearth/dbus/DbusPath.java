package hearth.dbus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A valid object path.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-marshaling-object-path">
 *     D-Bus, valid object paths</a>
 */
public record DbusPath(String text) implements Comparable<DbusPath> {
    private static final HexFormat HEX = HexFormat.of();

    /** The root of all paths. */
    public static final DbusPath ROOT = new DbusPath("/");

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException where it isn't valid; foreign text goes through {@link
     *     #isValid} first
     */
    public DbusPath {
        if (!isValid(text)) {
            throw new IllegalArgumentException("bad object path \"" + text + "\"");
        }
    }

    /** Returns the path with this text, which our own code wrote. */
    public static DbusPath of(String text) {
        return new DbusPath(text);
    }

    /** Returns whether a text is a valid object path. */
    public static boolean isValid(String text) {
        if (text.equals("/")) {
            return true;
        }
        if (text.isEmpty() || text.charAt(0) != '/' || text.charAt(text.length() - 1) == '/') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' ? text.charAt(i - 1) == '/' : !isLabelCharacter(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the path of a child whose name may be any text.
     *
     * @param name is escaped: {@code a.service} becomes {@code a_2eservice}
     */
    public DbusPath child(String name) {
        String prefix = text.equals("/") ? text : text + "/";
        return new DbusPath(prefix + escape(name));
    }

    /** Returns what {@link #child} was given, where this path is a child of {@code parent}. */
    public Optional<String> childOf(DbusPath parent) {
        String prefix = parent.text.equals("/") ? "/" : parent.text + "/";
        if (!text.startsWith(prefix) || text.length() == prefix.length()) {
            return Optional.empty();
        }
        String label = text.substring(prefix.length());
        return label.indexOf('/') >= 0 ? Optional.empty() : Optional.of(unescape(label));
    }

    /** Returns whether this path is {@code ancestor} or lies below it. */
    public boolean isWithin(DbusPath ancestor) {
        return ancestor.text.equals("/")
                || text.equals(ancestor.text)
                || (text.startsWith(ancestor.text) && text.charAt(ancestor.text.length()) == '/');
    }

    /**
     * Escapes a text as one label: letters and digits (a leading digit not) stay, each other byte
     * of its UTF-8 becomes {@code _xx}, and the empty text {@code _}.
     *
     * @see <a
     *     href="https://www.freedesktop.org/software/systemd/man/sd_bus_path_encode.html">sd_bus_path_encode(3)</a>
     */
    public static String escape(String name) {
        if (name.isEmpty()) {
            return "_";
        }
        var label = new StringBuilder(name.length() + 8);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean isDigit = c >= '0' && c <= '9';
            if (c != '_' && isLabelCharacter(c) && !(isDigit && i == 0)) {
                label.append(c);
            } else {
                label.append('_');
                HEX.toHexDigits(label, bytes[i]);
            }
        }
        return label.toString();
    }

    /** Reverses {@link #escape}; an underscore that escapes nothing stays. */
    public static String unescape(String label) {
        if (label.equals("_")) {
            return "";
        }
        var bytes = new ByteArrayOutputStream(label.length());
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean isEscape =
                    c == '_'
                            && i + 2 < label.length()
                            && HexFormat.isHexDigit(label.charAt(i + 1))
                            && HexFormat.isHexDigit(label.charAt(i + 2));
            if (isEscape) {
                bytes.write(HexFormat.fromHexDigits(label, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(DbusPath other) {
        return text.compareTo(other.text);
    }

    /** Returns the path's text. */
    @Override
    public String toString() {
        return text;
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}
