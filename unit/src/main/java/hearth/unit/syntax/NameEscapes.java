package hearth.unit.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The escaping by which any text, or any path, becomes part of a unit's name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemd-escape.1.html">systemd-escape(1)</a>
 */
public final class NameEscapes {
    private NameEscapes() {}

    /** Returns the text with {@code /} as {@code -} and what no name may have as {@code \xHH}. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (c == '/') {
                escaped.append('-');
            } else if (isPlain(c) && !(i == 0 && c == '.')) {
                escaped.append(c);
            } else {
                escaped.append("\\x")
                        .append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 0xf, 16));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == ':'
                || c == '_'
                || c == '.';
    }

    /** Returns what was escaped; nothing where the text has an escape that is none. */
    public static Optional<String> unescape(String text) {
        CEscapes.Buffer plain = new CEscapes.Buffer();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-') {
                plain.append('/');
            } else if (c == '\\') {
                Optional<CEscapes.Escape> escape =
                        i + 1 < text.length() && text.charAt(i + 1) == 'x'
                                ? CEscapes.at(text, i + 1)
                                : Optional.empty();
                if (escape.isEmpty()) {
                    return Optional.empty();
                }
                plain.append(escape.get());
                i += escape.get().length();
            } else {
                plain.append(c);
            }
        }
        return Optional.of(plain.toString());
    }

    /** Returns a path as part of a name: {@code /home/lennart} is {@code home-lennart}. */
    public static Optional<String> escapePath(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return Optional.of(parts.isEmpty() ? "-" : escape(String.join("/", parts)));
    }

    /** Returns the path that a part of a name stands for; nothing where it stands for none. */
    public static Optional<String> unescapePath(String text) {
        if (text.equals("-")) {
            return Optional.of("/");
        }
        return unescape(text)
                .filter(path -> !path.isEmpty() && !path.startsWith("/") && !path.endsWith("/"))
                .map(path -> "/" + path)
                .filter(path -> !path.contains("//"));
    }
}
