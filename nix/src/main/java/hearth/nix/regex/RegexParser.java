package hearth.nix.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Parses POSIX extended regular expressions over bytes. */
final class RegexParser {
    /** Bytes that there are. */
    static final int BYTES = 256;

    /** The largest number in braces: RE_DUP_MAX. */
    private static final int MAX_REPEATS = 255;

    /** Parentheses within parentheses. */
    private static final int MAX_NESTING = 500;

    private final String pattern;
    private int index;
    private int groups;
    private int nesting;

    RegexParser(String pattern) {
        this.pattern = pattern;
    }

    /** Returns the number of parentheses. */
    int groups() {
        return groups;
    }

    Node parse() throws RegexSyntaxException {
        Node node = alternatives();
        if (index < pattern.length()) {
            throw new RegexSyntaxException("a ')' closes nothing");
        }
        return node;
    }

    private Node alternatives() throws RegexSyntaxException {
        List<Node> choices = new ArrayList<>();
        do {
            choices.add(sequence());
        } while (skip('|'));
        Node node = choices.getLast();
        for (int i = choices.size() - 2; i >= 0; i--) {
            node = new Node.Either(choices.get(i), node);
        }
        return node;
    }

    private Node sequence() throws RegexSyntaxException {
        List<Node> parts = new ArrayList<>();
        while (index < pattern.length() && peek() != '|' && (peek() != ')' || nesting == 0)) {
            if (peek() == ')') {
                throw new RegexSyntaxException("a ')' closes nothing");
            }
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(parts);
    }

    private Node repeated(Node atom) throws RegexSyntaxException {
        Node node = atom;
        while (index < pattern.length()) {
            if (skip('*')) {
                node = new Node.Repeated(node, 0, -1);
            } else if (skip('+')) {
                node = new Node.Repeated(node, 1, -1);
            } else if (skip('?')) {
                node = new Node.Repeated(node, 0, 1);
            } else if (skip('{')) {
                node = braces(node);
            } else {
                break;
            }
        }
        return node;
    }

    private Node braces(Node part) throws RegexSyntaxException {
        int least = number();
        int most = least;
        if (skip(',')) {
            most = peek() == '}' ? -1 : number();
        }
        if (!skip('}') || (most >= 0 && most < least)) {
            throw new RegexSyntaxException("bad numbers in braces");
        }
        return new Node.Repeated(part, least, most);
    }

    private int number() throws RegexSyntaxException {
        int start = index;
        int value = 0;
        while (peek() >= '0' && peek() <= '9' && value <= MAX_REPEATS) {
            value = value * 10 + (peek() - '0');
            index++;
        }
        if (index == start || value > MAX_REPEATS) {
            throw new RegexSyntaxException("expected a number up to " + MAX_REPEATS + " in braces");
        }
        return value;
    }

    private Node atom() throws RegexSyntaxException {
        char c = pattern.charAt(index++);
        return switch (c) {
            case '(' -> group();
            case '[' -> new Node.OneOf(new BracketParser(this).parse());
            case '.' -> new Node.OneOf(all());
            case '^' -> new Node.Begin();
            case '$' -> new Node.End();
            case '*', '+', '?', '{' ->
                    throw new RegexSyntaxException("nothing to repeat before '" + c + "'");
            case '\\' -> {
                if (index >= pattern.length()) {
                    throw new RegexSyntaxException("a backslash at the end");
                }
                yield only(pattern.charAt(index++));
            }
            default -> only(c);
        };
    }

    private Node group() throws RegexSyntaxException {
        if (++nesting > MAX_NESTING) {
            throw new RegexSyntaxException(
                    "more than " + MAX_NESTING + " parentheses within each other");
        }
        int number = ++groups;
        Node part = alternatives();
        if (!skip(')')) {
            throw new RegexSyntaxException("a '(' is not closed");
        }
        nesting--;
        return new Node.Group(part, number);
    }

    private static Node only(char c) {
        BitSet bytes = new BitSet(BYTES);
        bytes.set(c);
        return new Node.OneOf(bytes);
    }

    private static BitSet all() {
        BitSet bytes = new BitSet(BYTES);
        bytes.set(0, BYTES);
        return bytes;
    }

    boolean skip(char c) {
        if (index < pattern.length() && pattern.charAt(index) == c) {
            index++;
            return true;
        }
        return false;
    }

    boolean skip(String text) {
        if (pattern.startsWith(text, index)) {
            index += text.length();
            return true;
        }
        return false;
    }

    /** Returns the next byte, or NUL at the end. */
    char peek() {
        return index < pattern.length() ? pattern.charAt(index) : 0;
    }

    /** Returns the text up to a terminator, and goes past that. */
    String upTo(String terminator) throws RegexSyntaxException {
        int end = pattern.indexOf(terminator, index);
        if (end < 0) {
            throw new RegexSyntaxException("a '[' is not closed");
        }
        String text = pattern.substring(index, end);
        index = end + terminator.length();
        return text;
    }

    char take() throws RegexSyntaxException {
        if (index >= pattern.length()) {
            throw new RegexSyntaxException("a '[' is not closed");
        }
        return pattern.charAt(index++);
    }
}
