package hearth.nix.regex;

import java.util.BitSet;

/** Parses what stands in brackets: bytes, ranges and classes. */
final class BracketParser {
    private final RegexParser parser;
    private final BitSet bytes = new BitSet(RegexParser.BYTES);

    BracketParser(RegexParser parser) {
        this.parser = parser;
    }

    BitSet parse() throws RegexSyntaxException {
        boolean isNegated = parser.skip('^');
        boolean isFirst = true;
        while (isFirst || !parser.skip(']')) {
            isFirst = false;
            if (parser.skip("[:")) {
                addClass(parser.upTo(":]"));
            } else {
                addRange(element());
            }
        }
        if (isNegated) {
            bytes.flip(0, RegexParser.BYTES);
        }
        return bytes;
    }

    private void addRange(char first) throws RegexSyntaxException {
        if (parser.peek() != '-') {
            bytes.set(first);
            return;
        }
        var _ = parser.take();
        if (parser.peek() == ']') {
            bytes.set(first);
            bytes.set('-');
            return;
        }
        char last = element();
        if (last < first) {
            throw new RegexSyntaxException("a range in brackets ends before it begins");
        }
        bytes.set(first, last + 1);
    }

    private char element() throws RegexSyntaxException {
        String name;
        if (parser.skip("[.")) {
            name = parser.upTo(".]");
        } else if (parser.skip("[=")) {
            name = parser.upTo("=]");
        } else {
            return parser.take();
        }
        if (name.length() != 1) {
            throw new RegexSyntaxException("no such collating element");
        }
        return name.charAt(0);
    }

    private void addClass(String name) throws RegexSyntaxException {
        switch (name) {
            case "alpha" -> letters();
            case "digit", "d" -> bytes.set('0', '9' + 1);
            case "alnum" -> {
                letters();
                bytes.set('0', '9' + 1);
            }
            case "upper" -> bytes.set('A', 'Z' + 1);
            case "lower" -> bytes.set('a', 'z' + 1);
            case "space", "s" -> {
                bytes.set('\t', '\r' + 1);
                bytes.set(' ');
            }
            case "blank" -> {
                bytes.set('\t');
                bytes.set(' ');
            }
            case "cntrl" -> {
                bytes.set(0, ' ');
                bytes.set(0x7f);
            }
            case "graph" -> bytes.set('!', 0x7f);
            case "print" -> bytes.set(' ', 0x7f);
            case "punct" -> {
                bytes.set('!', '0');
                bytes.set(':', 'A');
                bytes.set('[', 'a');
                bytes.set('{', 0x7f);
            }
            case "xdigit" -> {
                bytes.set('0', '9' + 1);
                bytes.set('A', 'F' + 1);
                bytes.set('a', 'f' + 1);
            }
            case "w" -> {
                letters();
                bytes.set('0', '9' + 1);
                bytes.set('_');
            }
            default -> throw new RegexSyntaxException("no such class of characters");
        }
    }

    private void letters() {
        bytes.set('A', 'Z' + 1);
        bytes.set('a', 'z' + 1);
    }
}
