package hearth.trial;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What counted classes call: at each branch, and instead of those methods of the JDK that read a
 * text or a list to find something. What copies is seen by the bytes it allocates. One thread at a
 * time.
 */
public final class Counter {
    /** More than any parser needs for an input of a test; where the next step throws. */
    private static final long LIMIT = 4_000_000_000L;

    private static long steps;

    private Counter() {}

    static void reset() {
        steps = 0;
    }

    static long steps() {
        return steps;
    }

    /** Counts one step. */
    public static void step() {
        add(1);
    }

    private static void add(long more) {
        steps += more;
        if (steps > LIMIT) {
            throw new IllegalStateException("more than " + LIMIT + " steps");
        }
    }

    private static int found(int index, int start, int length) {
        add(1 + (index < 0 ? Math.max(0, length - start) : Math.max(0, index - start)));
        return index;
    }

    private static int foundBackwards(int index, int start) {
        add(1 + Math.max(0, index < 0 ? start : start - index));
        return index;
    }

    public static int indexOf(String text, int c) {
        return found(text.indexOf(c), 0, text.length());
    }

    public static int indexOf(String text, int c, int from) {
        return found(text.indexOf(c, from), from, text.length());
    }

    public static int indexOf(String text, String part) {
        return found(text.indexOf(part), 0, text.length());
    }

    public static int indexOf(String text, String part, int from) {
        return found(text.indexOf(part, from), from, text.length());
    }

    public static int lastIndexOf(String text, int c) {
        return foundBackwards(text.lastIndexOf(c), text.length());
    }

    public static int lastIndexOf(String text, int c, int from) {
        return foundBackwards(text.lastIndexOf(c, from), from);
    }

    public static boolean contains(String text, CharSequence part) {
        return found(text.indexOf(part.toString()), 0, text.length()) >= 0;
    }

    public static boolean startsWith(String text, String part) {
        add(part.length());
        return text.startsWith(part);
    }

    public static boolean startsWith(String text, String part, int from) {
        add(part.length());
        return text.startsWith(part, from);
    }

    public static boolean endsWith(String text, String part) {
        add(part.length());
        return text.endsWith(part);
    }

    public static boolean equals(String text, Object other) {
        add(other instanceof String that && that.length() == text.length() ? text.length() : 1);
        return text.equals(other);
    }

    public static boolean matches(String text, String expression) {
        return Pattern.compile(expression).matcher(new Counted(text)).matches();
    }

    public static String replaceAll(String text, String expression, String by) {
        return Pattern.compile(expression).matcher(new Counted(text)).replaceAll(by);
    }

    public static String replaceFirst(String text, String expression, String by) {
        return Pattern.compile(expression).matcher(new Counted(text)).replaceFirst(by);
    }

    public static String[] split(String text, String expression) {
        return split(text, expression, 0);
    }

    public static String[] split(String text, String expression, int limit) {
        return Pattern.compile(expression).split(new Counted(text), limit);
    }

    public static Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(new Counted(text));
    }

    public static boolean contains(Collection<?> all, Object one) {
        add(all instanceof List ? all.size() : 1);
        return all.contains(one);
    }

    public static boolean contains(List<?> all, Object one) {
        add(all.size());
        return all.contains(one);
    }

    public static int indexOf(List<?> all, Object one) {
        add(all.size());
        return all.indexOf(one);
    }

    public static Object remove(List<?> all, int index) {
        add(1 + all.size() - index);
        return all.remove(index);
    }

    public static boolean remove(List<?> all, Object one) {
        add(all.size());
        return all.remove(one);
    }

    public static Object removeFirst(List<?> all) {
        add(all.size());
        return all.removeFirst();
    }

    /** A text whose characters count when they are read: so that regular expressions do. */
    private record Counted(CharSequence text) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            add(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            add(end - start);
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
