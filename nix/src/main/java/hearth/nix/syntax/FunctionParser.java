package hearth.nix.syntax;

import hearth.nix.expression.Expression;
import hearth.nix.expression.LambdaExpression;
import hearth.nix.source.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Parses functions: {@code a: body}, {@code { a, b ? 1 }: body}, and both with {@code @}. */
final class FunctionParser {
    private final Parser parser;
    private final TokenStream tokens;

    FunctionParser(Parser parser, TokenStream tokens) {
        this.parser = parser;
        this.tokens = tokens;
    }

    /** Parses the function that the name ahead begins, if it begins one. */
    Optional<Expression> named() {
        Token name = tokens.token();
        Position position = tokens.position();
        String argument = tokens.name(name);
        Token following = tokens.lexer().next(name.end());
        if (following.kind() == TokenKind.COLON) {
            tokens.moveTo(following.end());
            return Optional.of(new LambdaExpression(argument, null, parser.expression(), position));
        }
        if (following.kind() == TokenKind.AT) {
            tokens.moveTo(following.end());
            LambdaExpression.Pattern pattern = pattern();
            rejectAmong(pattern, argument, name.start());
            tokens.take(TokenKind.COLON);
            return Optional.of(
                    new LambdaExpression(argument, pattern, parser.expression(), position));
        }
        return Optional.empty();
    }

    /** Parses the function that the pattern ahead begins. */
    Expression patterned() {
        Position position = tokens.position();
        LambdaExpression.Pattern pattern = pattern();
        String argument = null;
        if (tokens.skip(TokenKind.AT)) {
            argument = tokens.name(tokens.take(TokenKind.IDENTIFIER));
            rejectAmong(pattern, argument, position.offset());
        }
        tokens.take(TokenKind.COLON);
        return new LambdaExpression(argument, pattern, parser.expression(), position);
    }

    /** Returns whether the brace ahead begins a function's pattern rather than a set. */
    boolean isPatternAhead() {
        Lexer lexer = tokens.lexer();
        Token first = lexer.next(tokens.token().end());
        return switch (first.kind()) {
            case ELLIPSIS -> true;
            case BRACE_END -> {
                TokenKind after = lexer.next(first.end()).kind();
                yield after == TokenKind.COLON || after == TokenKind.AT;
            }
            case IDENTIFIER -> {
                TokenKind after = lexer.next(first.end()).kind();
                yield after == TokenKind.COMMA
                        || after == TokenKind.QUESTION
                        || after == TokenKind.BRACE_END;
            }
            default -> false;
        };
    }

    private LambdaExpression.Pattern pattern() {
        tokens.take(TokenKind.BRACE);
        List<LambdaExpression.Formal> formals = new ArrayList<>();
        boolean isOpen = false;
        while (tokens.kind() != TokenKind.BRACE_END) {
            if (tokens.skip(TokenKind.ELLIPSIS)) {
                isOpen = true;
                break;
            }
            Position position = tokens.position();
            String name = tokens.name(tokens.take(TokenKind.IDENTIFIER));
            Expression fallback = tokens.skip(TokenKind.QUESTION) ? parser.expression() : null;
            formals.add(new LambdaExpression.Formal(name, fallback, position));
            if (tokens.kind() != TokenKind.BRACE_END && !tokens.skip(TokenKind.COMMA)) {
                throw tokens.unexpected("'}' or ','");
            }
        }
        tokens.take(TokenKind.BRACE_END);
        formals.sort(Comparator.comparing(LambdaExpression.Formal::name));
        for (int i = 1; i < formals.size(); i++) {
            if (formals.get(i).name().equals(formals.get(i - 1).name())) {
                throw duplicate(formals.get(i).name(), formals.get(i).position().offset());
            }
        }
        return new LambdaExpression.Pattern(List.copyOf(formals), isOpen);
    }

    private void rejectAmong(LambdaExpression.Pattern pattern, String argument, int offset) {
        for (LambdaExpression.Formal formal : pattern.formals()) {
            if (formal.name().equals(argument)) {
                throw duplicate(argument, offset);
            }
        }
    }

    private RuntimeException duplicate(String name, int offset) {
        return tokens.error(offset, "duplicate formal function argument '" + name + "'");
    }
}
