package hearth.unit.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a line apart into words: blanks part them, quotes keep them together, anywhere in a word.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.syntax.7.html">systemd.syntax(7)</a>
 */
public final class Words {
    private static final String BLANKS = " \t\n\r";

    private final String text;
    private final Escapes escapes;
    private int position;
    private boolean hasUnknownEscapes;

    /** What a backslash does. */
    public enum Escapes {
        /** It introduces an escape of C; one that is unknown stays as it is written. */
        DECODED,
        /** It stays, and so does what follows. */
        KEPT,
        /** It goes, what follows stays; nothing is ever broken. */
        REMOVED
    }

    /** What comes next. */
    public sealed interface Next {
        /** A word; empty where it is an empty pair of quotes. */
        record Word(String text, boolean isQuoted) implements Next {}

        /** Nothing more. */
        record End() implements Next {}

        /** A quote without its partner, or a backslash with nothing behind it. */
        record Broken(String message) implements Next {}
    }

    /** Starts at the beginning of a text. */
    public Words(String text, Escapes escapes) {
        this.text = text;
        this.escapes = escapes;
    }

    /** Returns the words; an unfinished one ends the list and is left out. */
    public static List<String> split(String text, Escapes escapes) {
        List<String> all = new ArrayList<>();
        Words words = new Words(text, escapes);
        while (words.next() instanceof Next.Word word) {
            all.add(word.text());
        }
        return all;
    }

    /**
     * Returns the words of a text that nobody wrote as words: quotes keep together and backslashes
     * stand for what follows, and what is not finished is a word as it is.
     */
    public static List<String> splitLeniently(String text) {
        List<String> all = new ArrayList<>();
        Words words = new Words(text, Escapes.REMOVED);
        while (words.next() instanceof Next.Word word) {
            all.add(word.text());
        }
        return all;
    }

    /** Returns whether a backslash was seen that introduces no escape. */
    public boolean hasUnknownEscapes() {
        return hasUnknownEscapes;
    }

    /** Returns whether exactly this is written next, between blanks. */
    public boolean startsWithWord(String word) {
        skipBlanks();
        int end = position + word.length();
        return text.startsWith(word, position)
                && (end == text.length() || Character.isWhitespace(text.charAt(end)));
    }

    /** Takes the next word. */
    public Next next() {
        skipBlanks();
        if (position == text.length()) {
            return new Next.End();
        }
        CEscapes.Buffer word = new CEscapes.Buffer();
        char quote = 0;
        boolean isQuoted = false;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '\\') {
                if (position < text.length()) {
                    takeEscape(word);
                } else if (escapes != Escapes.REMOVED) {
                    return new Next.Broken("nothing follows the last backslash");
                }
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                isQuoted = true;
            } else if (BLANKS.indexOf(c) >= 0) {
                break;
            } else {
                word.append(c);
            }
        }
        return quote != 0 && escapes != Escapes.REMOVED
                ? new Next.Broken("a quote is not closed")
                : new Next.Word(word.toString(), isQuoted);
    }

    private void takeEscape(CEscapes.Buffer word) {
        if (escapes != Escapes.DECODED) {
            if (escapes == Escapes.KEPT) {
                word.append('\\');
            }
            word.append(text.charAt(position++));
            return;
        }
        CEscapes.at(text, position)
                .ifPresentOrElse(
                        escape -> {
                            word.append(escape);
                            position += escape.length();
                        },
                        () -> {
                            hasUnknownEscapes |= text.charAt(position) != ';';
                            word.append('\\');
                            word.append(text.charAt(position++));
                        });
    }

    private void skipBlanks() {
        while (position < text.length() && BLANKS.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    /** Returns the word written so that it is one word again, whatever is in it. */
    public static String quote(String word) {
        StringBuilder quoted = new StringBuilder();
        boolean needsQuotes = word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\\', '"' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append("\\x").append(hexadecimal(c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
            needsQuotes |= c <= ' ' || c == 0x7f || c == '\'' || c == '"' || c == '\\' || c == ';';
        }
        return needsQuotes ? "\"" + quoted + "\"" : quoted.toString();
    }

    private static String hexadecimal(char c) {
        return "" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 0xf, 16);
    }
}
