package hearth.nix.value;

import hearth.nix.source.ByteStrings;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Values as {@code nix eval} prints them. */
public final class Printer {
    /** Characters of a value shown in a message. */
    private static final int MAX_SHOWN = 100;

    /** Depth to which a value is shown in a message. */
    private static final int MAX_SHOWN_DEPTH = 4;

    /** Words that an attribute can only be called in quotes. */
    private static final Set<String> KEYWORDS =
            Set.of("if", "then", "else", "assert", "with", "let", "in", "rec", "inherit");

    private final StringBuilder out = new StringBuilder();
    private final Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean isForcing;
    private final int limit;
    private final int maxDepth;

    private Printer(boolean isForcing, int limit, int maxDepth) {
        this.isForcing = isForcing;
        this.limit = limit;
        this.maxDepth = maxDepth;
    }

    /** Returns a value and all inside of it, evaluated; as a byte string. */
    public static String deep(Value value) {
        Printer printer = new Printer(true, Integer.MAX_VALUE, Integer.MAX_VALUE);
        printer.print(value, 0);
        return printer.out.toString();
    }

    /**
     * Returns a value as far as it has been evaluated, the rest as {@code «thunk»}; as a byte
     * string.
     */
    public static String shallow(Value value) {
        Printer printer = new Printer(false, Integer.MAX_VALUE, Integer.MAX_VALUE);
        printer.print(value, 0);
        return printer.out.toString();
    }

    /**
     * Returns the beginning of a value as far as it has been evaluated, for messages; as ordinary
     * text.
     */
    public static String brief(Value value) {
        Printer printer = new Printer(false, MAX_SHOWN, MAX_SHOWN_DEPTH);
        printer.print(value, 0);
        boolean isLong = printer.out.length() > MAX_SHOWN;
        return ByteStrings.decode(
                        isLong ? printer.out.substring(0, MAX_SHOWN) : printer.out.toString())
                + (isLong ? "\u2026" : "");
    }

    /** Returns a value's type and its beginning, for messages, such as {@code an integer: 1}. */
    public static String described(Value value) {
        return value instanceof NullValue ? "null" : value.type().described() + ": " + brief(value);
    }

    /** Returns a string in quotes, with escapes. */
    public static String quoted(String bytes) {
        StringBuilder quoted = new StringBuilder(bytes.length() + 2);
        appendQuoted(quoted, bytes);
        return quoted.toString();
    }

    /** Returns an attribute's name as it is written, in quotes where it must be. */
    public static String attributeName(String name) {
        return isIdentifier(name) && !KEYWORDS.contains(name) ? name : quoted(name);
    }

    private void print(Lazy lazy, int depth) {
        if (out.length() > limit) {
            return;
        }
        if (!isForcing && lazy instanceof Thunk thunk && !thunk.isForced()) {
            out.append(ByteStrings.encode("«thunk»"));
            return;
        }
        switch (lazy.force()) {
            case NullValue ignored -> out.append("null");
            case BoolValue bool -> out.append(bool.isTrue());
            case IntValue(long integer) -> out.append(integer);
            case FloatValue(double number) -> out.append(Numbers.printed(number));
            case Text(String bytes) -> appendText(bytes);
            case PathValue(String bytes) -> out.append(bytes);
            case Function function -> out.append(ByteStrings.encode(function.printed()));
            case ListValue list -> printList(list, depth);
            case AttributeSet set -> printSet(set, depth);
        }
    }

    private void printList(ListValue list, int depth) {
        if (isRepeated(list, list.isEmpty())) {
            return;
        }
        out.append("[ ");
        if (depth >= maxDepth && !list.isEmpty()) {
            out.append("... ");
        } else {
            for (Lazy element : list) {
                print(element, depth + 1);
                out.append(' ');
            }
        }
        out.append(']');
    }

    private void printSet(AttributeSet set, int depth) {
        if (isRepeated(set, set.isEmpty())) {
            return;
        }
        out.append("{ ");
        if (depth >= maxDepth && !set.isEmpty()) {
            out.append("... ");
        } else {
            for (int i = 0; i < set.size(); i++) {
                out.append(attributeName(set.nameAt(i))).append(" = ");
                print(set.valueAt(i), depth + 1);
                out.append("; ");
            }
        }
        out.append('}');
    }

    private boolean isRepeated(Value value, boolean isEmpty) {
        if (isEmpty || seen.add(value)) {
            return false;
        }
        out.append(ByteStrings.encode("«repeated»"));
        return true;
    }

    private void appendText(String bytes) {
        boolean isLong = bytes.length() > limit;
        appendQuoted(out, isLong ? bytes.substring(0, limit) : bytes);
    }

    private static void appendQuoted(StringBuilder out, String bytes) {
        out.append('"');
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '$' ->
                        out.append(
                                i + 1 < bytes.length() && bytes.charAt(i + 1) == '{' ? "\\$" : "$");
                default -> out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean isIdentifier(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean isOther = (c >= '0' && c <= '9') || c == '-' || c == '\'';
            if (!isLetter && (i == 0 || !isOther)) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
