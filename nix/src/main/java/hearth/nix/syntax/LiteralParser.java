package hearth.nix.syntax;

import hearth.nix.expression.Expression;
import hearth.nix.expression.Literal;
import hearth.nix.expression.PathInterpolation;
import hearth.nix.expression.SearchPath;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import java.util.ArrayList;
import java.util.List;

/** Parses what stands for itself: numbers, strings, URIs and paths. */
final class LiteralParser {
    private final Parser parser;
    private final TokenStream tokens;
    private final String home;

    LiteralParser(Parser parser, TokenStream tokens, String home) {
        this.parser = parser;
        this.tokens = tokens;
        this.home = home;
    }

    Expression integer() {
        Position position = tokens.position();
        String digits = tokens.spelled(tokens.take(TokenKind.INTEGER));
        try {
            return new Literal(new IntValue(Long.parseLong(digits)), position);
        } catch (NumberFormatException e) {
            throw tokens.error(
                    position.offset(),
                    "invalid integer '" + digits + "': it takes more than 64 bits");
        }
    }

    Expression number() {
        Position position = tokens.position();
        String digits = tokens.spelled(tokens.take(TokenKind.FLOAT));
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw tokens.error(
                    position.offset(), "invalid float '" + digits + "': it is too large");
        }
        return new Literal(new FloatValue(value), position);
    }

    Expression uri() {
        Position position = tokens.position();
        return new Literal(new Text(tokens.spelled(tokens.take(TokenKind.URI))), position);
    }

    Expression searchPath() {
        Position position = tokens.position();
        String spelled = tokens.spelled(tokens.take(TokenKind.SEARCH_PATH));
        return new SearchPath(spelled.substring(1, spelled.length() - 1), position);
    }

    Expression quoted() {
        StringParser strings = new StringParser(parser, tokens);
        Expression string = strings.quoted(tokens.position());
        tokens.moveTo(strings.end());
        return string;
    }

    Expression indented() {
        StringParser strings = new StringParser(parser, tokens);
        Expression string = strings.indented(tokens.position());
        tokens.moveTo(strings.end());
        return string;
    }

    Expression path() {
        Token first = tokens.token();
        String absolute = absolute(first);
        Position position = tokens.position();
        if (!tokens.lexer().isInterpolation(first.end())) {
            rejectTrailingSlash(first.start(), first.end());
            tokens.moveTo(first.end());
            return new Literal(PathValue.of(absolute), position);
        }
        String beginning = PathValue.canonical(absolute);
        boolean addsSlash = absolute.endsWith("/") && !beginning.equals("/");
        List<Expression> parts = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        parts.add(new Literal(new PathValue(addsSlash ? beginning + "/" : beginning), position));
        positions.add(position);
        tokens.moveTo(rest(first.end(), parts, positions));
        return new PathInterpolation(List.copyOf(parts), List.copyOf(positions), position);
    }

    private String absolute(Token path) {
        String spelled = tokens.spelled(path);
        if (path.kind() == TokenKind.HOME_PATH) {
            return ByteStrings.encode(home) + spelled.substring(1);
        }
        return spelled.startsWith("/") ? spelled : tokens.source().directory() + "/" + spelled;
    }

    /**
     * Parses what follows the beginning of a path with something interpolated, and returns where it
     * ends.
     */
    private int rest(int start, List<Expression> parts, List<Position> positions) {
        Lexer lexer = tokens.lexer();
        int end = start;
        while (true) {
            Position position = tokens.position(end);
            if (lexer.isInterpolation(end)) {
                parts.add(parser.interpolated(end + 2));
                positions.add(position);
                end = tokens.token().end();
                continue;
            }
            int textEnd = lexer.pathEnd(end);
            if (textEnd == end) {
                return end;
            }
            if (!lexer.isInterpolation(textEnd)) {
                rejectTrailingSlash(end, textEnd);
            }
            parts.add(
                    new Literal(
                            new Text(tokens.source().text().substring(end, textEnd)), position));
            positions.add(position);
            end = textEnd;
        }
    }

    private void rejectTrailingSlash(int start, int end) {
        if (end > start && tokens.source().text().charAt(end - 1) == '/') {
            throw tokens.error(end, "path has a trailing slash");
        }
    }
}
