package hearth.dbus;

import java.util.ArrayList;
import java.util.List;

/**
 * A valid type signature: any number of complete types.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#type-system">D-Bus, type
 *     system</a>
 */
public final class Signature {
    /** The longest signature, in bytes: the wire has one byte for the length. */
    public static final int LENGTH_LIMIT = 255;

    /** How deep arrays may nest, and how deep structs may. */
    public static final int DEPTH_LIMIT = 32;

    private static final String BASIC_TYPES = "ybnqiuxtdsogh";

    /** No value at all. */
    public static final Signature EMPTY = of("");

    /** One string. */
    public static final Signature STRING = of("s");

    /** One boolean. */
    public static final Signature BOOLEAN = of("b");

    /** One unsigned 32-bit number. */
    public static final Signature UINT32 = of("u");

    /** One unsigned 64-bit number. */
    public static final Signature UINT64 = of("t");

    /** One signed 32-bit number. */
    public static final Signature INT32 = of("i");

    /** One object path. */
    public static final Signature OBJECT_PATH = of("o");

    /** An array of strings. */
    public static final Signature STRINGS = of("as");

    /** One variant. */
    public static final Signature VARIANT = of("v");

    private final String text;

    private Signature(String text) {
        this.text = text;
    }

    /**
     * Returns the signature with this text, which our own code wrote.
     *
     * @throws IllegalArgumentException where it isn't valid; foreign text goes through {@link
     *     #isValid} first
     */
    public static Signature of(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("bad signature \"" + text + "\"");
        }
        return new Signature(text);
    }

    /** Returns the signature with a text that is known to be valid. */
    static Signature trusted(String text) {
        return new Signature(text);
    }

    /** Returns whether a text is a valid signature. */
    public static boolean isValid(String text) {
        if (text.length() > LENGTH_LIMIT) {
            return false;
        }
        int at = 0;
        while (at < text.length()) {
            at = endOfType(text, at, 0, 0);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the complete type at {@code at} ends, or -1 where there is none. */
    private static int endOfType(String text, int at, int arrays, int structs) {
        if (at >= text.length() || arrays > DEPTH_LIMIT || structs > DEPTH_LIMIT) {
            return -1;
        }
        char c = text.charAt(at);
        return switch (c) {
            case 'a' ->
                    at + 1 < text.length() && text.charAt(at + 1) == '{'
                            ? endOfEntry(text, at + 1, arrays + 1, structs)
                            : endOfType(text, at + 1, arrays + 1, structs);
            case '(' -> endOfStruct(text, at, arrays, structs);
            case 'v' -> at + 1;
            default -> BASIC_TYPES.indexOf(c) >= 0 ? at + 1 : -1;
        };
    }

    private static int endOfStruct(String text, int open, int arrays, int structs) {
        int at = open + 1;
        do {
            at = endOfType(text, at, arrays, structs + 1);
        } while (at >= 0 && at < text.length() && text.charAt(at) != ')');
        return at >= 0 && at < text.length() ? at + 1 : -1;
    }

    private static int endOfEntry(String text, int open, int arrays, int structs) {
        if (open + 1 >= text.length()
                || BASIC_TYPES.indexOf(text.charAt(open + 1)) < 0
                || structs + 1 > DEPTH_LIMIT) {
            return -1;
        }
        int at = endOfType(text, open + 2, arrays, structs + 1);
        return at >= 0 && at < text.length() && text.charAt(at) == '}' ? at + 1 : -1;
    }

    /** Returns where the complete type at {@code at} of a valid signature ends. */
    static int skip(String text, int at) {
        int end = at;
        while (text.charAt(end) == 'a') {
            end++;
        }
        int depth = 0;
        do {
            char c = text.charAt(end++);
            if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            }
        } while (depth > 0);
        return end;
    }

    /**
     * Returns where each complete type of a valid signature ends that begins at an index; 0 where
     * none begins. For whoever goes over the same types again and again, as over an array's
     * elements.
     */
    static int[] ends(String text) {
        int[] ends = new int[text.length()];
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == 'a') {
                ends[i] = ends[i + 1];
            } else if (c == '(' || c == '{') {
                int member = i + 1;
                while (ends[member] > 0) {
                    member = ends[member];
                }
                ends[i] = member + 1;
            } else if (c != ')' && c != '}') {
                ends[i] = i + 1;
            }
        }
        return ends;
    }

    /** Returns the boundary at which values of a type begin. */
    static int alignment(char type) {
        return switch (type) {
            case 'y', 'g', 'v' -> 1;
            case 'n', 'q' -> 2;
            case 'x', 't', 'd', '(', '{' -> 8;
            default -> 4;
        };
    }

    /** Returns whether this is exactly one complete type, as in a variant. */
    public boolean isSingle() {
        return !text.isEmpty() && skip(text, 0) == text.length();
    }

    /** Returns the complete types, one after another. */
    public List<String> types() {
        var types = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int end = skip(text, at);
            types.add(text.substring(at, end));
            at = end;
        }
        return types;
    }

    /** Returns whether there is no type in it. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the signature's text. */
    @Override
    public String toString() {
        return text;
    }
}
