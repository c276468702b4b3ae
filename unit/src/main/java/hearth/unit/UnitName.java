package hearth.unit;

import hearth.unit.syntax.NameEscapes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of a unit, of an instance ({@code foo@bar.service}) or of a template ({@code
 * foo@.service}); always valid.
 *
 * @param text the whole name, with its suffix
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public record UnitName(String text) implements Comparable<UnitName> {
    /** The slice of everything. */
    public static final UnitName ROOT_SLICE = new UnitName("-.slice");

    /** The scope of the manager itself. */
    public static final UnitName INIT_SCOPE = new UnitName("init.scope");

    /** The mount of the root directory. */
    public static final UnitName ROOT_MOUNT = new UnitName("-.mount");

    /** The longest name, in bytes: what a directory entry can be. */
    public static final int MAX_LENGTH = 255;

    public UnitName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a unit name: " + text);
        }
    }

    /** Returns the name, or nothing where the text is none. */
    public static Optional<UnitName> parse(String text) {
        return isValid(text) ? Optional.of(new UnitName(text)) : Optional.empty();
    }

    /** Returns whether the text is a unit's, an instance's or a template's name. */
    public static boolean isValid(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int dot = text.lastIndexOf('.');
        int at = text.indexOf('@');
        if (dot <= 0 || at == 0 || at > dot || typeOf(text, dot).isEmpty()) {
            return false;
        }
        for (int i = 0; i < dot; i++) {
            if (!isNameCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<UnitType> typeOf(String text, int dot) {
        return UnitType.ofSuffix(text.substring(dot + 1));
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ":-_.\\@".indexOf(c) >= 0;
    }

    /** Returns the type, which the suffix says. */
    public UnitType type() {
        return typeOf(text, text.lastIndexOf('.')).orElseThrow();
    }

    /** Returns the name without its suffix ({@code %N}). */
    public String withoutSuffix() {
        return text.substring(0, text.lastIndexOf('.'));
    }

    /**
     * Returns the slice that a slice of this name lies in: {@code a.slice} for {@code a-b.slice}.
     */
    public UnitName sliceAbove() {
        String stem = withoutSuffix();
        int dash = stem.lastIndexOf('-');
        return dash <= 0 ? ROOT_SLICE : new UnitName(stem.substring(0, dash) + ".slice");
    }

    /** Returns what stands before the {@code @}, or before the suffix ({@code %p}). */
    public String prefix() {
        int at = text.indexOf('@');
        return at < 0 ? withoutSuffix() : text.substring(0, at);
    }

    /** Returns what stands between {@code @} and suffix; nothing for templates and plain names. */
    public Optional<String> instance() {
        int at = text.indexOf('@');
        int dot = text.lastIndexOf('.');
        return at < 0 || at + 1 == dot
                ? Optional.empty()
                : Optional.of(text.substring(at + 1, dot));
    }

    /** Returns whether this is {@code foo@.service}. */
    public boolean isTemplate() {
        int at = text.indexOf('@');
        return at >= 0 && at + 1 == text.lastIndexOf('.');
    }

    /** Returns whether this is {@code foo@bar.service}. */
    public boolean isInstance() {
        return instance().isPresent();
    }

    /** Returns the template of an instance, or of itself; nothing for a plain name. */
    public Optional<UnitName> template() {
        int at = text.indexOf('@');
        return at < 0
                ? Optional.empty()
                : Optional.of(
                        new UnitName(
                                text.substring(0, at + 1) + text.substring(text.lastIndexOf('.'))));
    }

    /**
     * Returns the instance of this template, or nothing where that would be no name.
     *
     * @param instance the text between {@code @} and suffix, escaped already
     */
    public Optional<UnitName> withInstance(String instance) {
        int at = text.indexOf('@');
        return at < 0 || instance.isEmpty()
                ? Optional.empty()
                : parse(
                        text.substring(0, at + 1)
                                + instance
                                + text.substring(text.lastIndexOf('.')));
    }

    /**
     * Returns what another unit means that names this one: of a template, the instance called as
     * that unit's own instance, or as its prefix; nothing where that would be no name.
     */
    public Optional<UnitName> asNamedBy(UnitName other) {
        return isTemplate()
                ? withInstance(other.instance().orElse(other.prefix()))
                : Optional.of(this);
    }

    /**
     * Returns the name that a person means who types this: a path becomes a mount's or a device's,
     * what no name may have is escaped, and a suffix is added where there is none.
     *
     * @param type whose suffix is added
     */
    public static Optional<UnitName> mangle(String text, UnitType type) {
        if (isValid(text)) {
            return parse(text);
        }
        if (text.startsWith("/")) {
            UnitType kind =
                    text.startsWith("/dev/") || text.startsWith("/sys/")
                            ? UnitType.DEVICE
                            : UnitType.MOUNT;
            return NameEscapes.escapePath(text)
                    .flatMap(path -> parse(path + "." + kind.wireName()));
        }
        StringBuilder name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c == '/') {
                name.append('-');
            } else if (isNameCharacter(c)) {
                name.append(c);
            } else {
                name.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
            }
        }
        return isValid(name.toString())
                ? parse(name.toString())
                : parse(name + "." + type.wireName());
    }

    /** Returns the name with the suffix of another type. */
    public UnitName withType(UnitType type) {
        return new UnitName(withoutSuffix() + "." + type.wireName());
    }

    @Override
    public int compareTo(UnitName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
