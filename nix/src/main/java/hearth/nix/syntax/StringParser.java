package hearth.nix.syntax;

import hearth.nix.expression.Expression;
import hearth.nix.expression.Interpolation;
import hearth.nix.expression.Literal;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what is between the quotes of a string, of both kinds. */
final class StringParser {
    /**
     * A piece of a string: text, or an expression.
     *
     * @param text the text, empty where it is an expression
     * @param isVerbatim whether blanks in the text never count as indentation, since they were
     *     escaped
     * @param expression the expression, if it is one
     * @param offset where it begins
     */
    private record Piece(
            String text, boolean isVerbatim, @Nullable Expression expression, int offset) {}

    private final Parser parser;
    private final TokenStream tokens;
    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private int runStart;
    private int index;

    /** Begins behind the opening quote, which is the token ahead. */
    StringParser(Parser parser, TokenStream tokens) {
        this.parser = parser;
        this.tokens = tokens;
        this.text = tokens.source().text();
        this.index = tokens.token().end();
        this.runStart = index;
    }

    /** Returns where the parser goes on, after the closing quote. */
    int end() {
        return index;
    }

    /** Parses to the closing {@code "}. */
    Expression quoted(Position position) {
        while (true) {
            char c = at(index, '"');
            if (c == '"') {
                break;
            } else if (c == '$' && peek(index + 1) == '{') {
                interpolate();
            } else if (c == '\\') {
                escape(index + 1);
                index += 2;
            } else if (c == '$' && peek(index + 1) != '"' && peek(index + 1) != '\\') {
                run.append(c);
                index++;
                plain(at(index, '"'));
            } else {
                plain(c);
            }
        }
        index++;
        flush(false);
        return build(pieces, position);
    }

    /** Parses to the closing {@code ''}, and strips the indentation. */
    Expression indented(Position position) {
        skipBlankFirstLine();
        while (true) {
            char c = atIndented(index);
            boolean isPair = c == '\'' && peek(index + 1) == '\'';
            if (isPair && peek(index + 2) == '$') {
                verbatim("$", 3);
            } else if (isPair && peek(index + 2) == '\'') {
                verbatim("''", 3);
            } else if (isPair && peek(index + 2) == '\\') {
                flush(false);
                escape(index + 3);
                flush(true);
                index += 4;
                runStart = index;
            } else if (isPair) {
                break;
            } else if (c == '$' && peek(index + 1) == '{') {
                interpolate();
            } else if (c == '$' && peek(index + 1) == '\'') {
                verbatim("$", 1);
            } else {
                run.append(c);
                index++;
                if (c == '$') {
                    run.append(atIndented(index));
                    index++;
                }
            }
        }
        index += 2;
        flush(false);
        return build(stripped(), position);
    }

    private void skipBlankFirstLine() {
        int end = index;
        while (peek(end) == ' ') {
            end++;
        }
        if (peek(end) == '\n') {
            index = end + 1;
            runStart = index;
        }
    }

    private void plain(char c) {
        if (c == '\r') {
            run.append('\n');
            index += peek(index + 1) == '\n' ? 2 : 1;
        } else {
            run.append(c);
            index++;
        }
    }

    private void escape(int at) {
        char c = at(at, '"');
        run.append(
                switch (c) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> c;
                });
    }

    private void verbatim(String bytes, int length) {
        flush(false);
        run.append(bytes);
        flush(true);
        index += length;
        runStart = index;
    }

    private void interpolate() {
        flush(false);
        int start = index;
        Expression expression = parser.interpolated(start + 2);
        pieces.add(new Piece("", false, expression, start));
        index = tokens.token().end();
        runStart = index;
    }

    private void flush(boolean isVerbatim) {
        if (run.isEmpty()) {
            return;
        }
        String bytes = run.toString();
        run.setLength(0);
        if (bytes.indexOf('\0') >= 0) {
            throw tokens.error(
                    runStart,
                    "a string cannot contain a null byte: '"
                            + ByteStrings.decode(bytes.replace('\0', '?'))
                            + "'");
        }
        pieces.add(new Piece(bytes, isVerbatim, null, runStart));
    }

    private char at(int at, char closing) {
        if (at >= text.length()) {
            throw tokens.error(
                    text.length(),
                    "syntax error, unexpected end of file, expecting '" + closing + "'");
        }
        return text.charAt(at);
    }

    private char atIndented(int at) {
        if (at >= text.length()) {
            throw tokens.error(
                    text.length(),
                    "syntax error, unexpected end of file, expecting end of an indented string");
        }
        return text.charAt(at);
    }

    private char peek(int at) {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Expression build(List<Piece> all, Position position) {
        if (all.isEmpty()) {
            return new Literal(Text.EMPTY, position);
        }
        Piece first = all.getFirst();
        if (all.size() == 1 && first.expression() == null) {
            return new Literal(new Text(first.text()), position);
        }
        List<Expression> parts = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        for (Piece piece : all) {
            Position at = tokens.position(piece.offset());
            Expression expression = piece.expression();
            parts.add(expression == null ? new Literal(new Text(piece.text()), at) : expression);
            positions.add(at);
        }
        return new Interpolation(List.copyOf(parts), List.copyOf(positions), position);
    }

    /**
     * Returns the pieces without the indentation that all lines share, and without a last line of
     * blanks only.
     */
    private List<Piece> stripped() {
        int indentation = sharedIndentation();
        List<Piece> result = new ArrayList<>();
        boolean atLineStart = true;
        int dropped = 0;
        for (int p = 0; p < pieces.size(); p++) {
            Piece piece = pieces.get(p);
            if (piece.expression() != null) {
                atLineStart = false;
                dropped = 0;
                result.add(piece);
                continue;
            }
            StringBuilder kept = new StringBuilder();
            for (int i = 0; i < piece.text().length(); i++) {
                char c = piece.text().charAt(i);
                boolean isIndentation = atLineStart && c == ' ';
                if (!isIndentation || dropped >= indentation) {
                    kept.append(c);
                }
                dropped = isIndentation ? dropped + 1 : 0;
                atLineStart = c == '\n' || isIndentation;
            }
            String bytes =
                    p == pieces.size() - 1
                            ? withoutBlankLastLine(kept.toString())
                            : kept.toString();
            if (!bytes.isEmpty()) {
                result.add(new Piece(bytes, piece.isVerbatim(), null, piece.offset()));
            }
        }
        return result;
    }

    private int sharedIndentation() {
        int shared = Integer.MAX_VALUE;
        int current = 0;
        boolean atLineStart = true;
        for (Piece piece : pieces) {
            if (piece.expression() != null || piece.isVerbatim()) {
                shared = atLineStart ? Math.min(shared, current) : shared;
                atLineStart = false;
                continue;
            }
            for (int i = 0; i < piece.text().length(); i++) {
                char c = piece.text().charAt(i);
                if (c == '\n') {
                    atLineStart = true;
                    current = 0;
                } else if (atLineStart && c == ' ') {
                    current++;
                } else if (atLineStart) {
                    atLineStart = false;
                    shared = Math.min(shared, current);
                }
            }
        }
        return shared;
    }

    private static String withoutBlankLastLine(String bytes) {
        int line = bytes.lastIndexOf('\n');
        return line >= 0 && bytes.substring(line + 1).replace(" ", "").isEmpty()
                ? bytes.substring(0, line + 1)
                : bytes;
    }
}
