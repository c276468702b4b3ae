package hearth.nix.syntax;

import hearth.nix.expression.AttributeName;
import hearth.nix.expression.Binding;
import hearth.nix.expression.Bindings;
import hearth.nix.expression.Expression;
import hearth.nix.expression.Literal;
import hearth.nix.expression.SetExpression;
import hearth.nix.expression.Variable;
import hearth.nix.source.Position;
import hearth.nix.value.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses what is in braces, and before the {@code in} of a {@code let}: definitions and attribute
 * paths.
 */
final class SetParser {
    private final Parser parser;
    private final LiteralParser literals;
    private final TokenStream tokens;

    SetParser(Parser parser, LiteralParser literals, TokenStream tokens) {
        this.parser = parser;
        this.literals = literals;
        this.tokens = tokens;
    }

    /** Parses a set from its opening brace on. */
    SetExpression set(boolean isRecursive, Position position) {
        tokens.take(TokenKind.BRACE);
        Bindings bindings = bindings(TokenKind.BRACE_END);
        tokens.take(TokenKind.BRACE_END);
        return new SetExpression(isRecursive, bindings, position);
    }

    /** Parses definitions up to a token, which stays ahead. */
    Bindings bindings(TokenKind closing) {
        Bindings bindings = new Bindings();
        while (tokens.kind() != closing) {
            if (tokens.skip(TokenKind.INHERIT)) {
                inherit(bindings);
            } else {
                Position position = tokens.position();
                List<AttributeName> path = path();
                tokens.take(TokenKind.EQUALS);
                bindings.define(path, parser.expression(), position);
            }
            tokens.take(TokenKind.SEMICOLON);
        }
        return bindings;
    }

    private void inherit(Bindings bindings) {
        int from = -1;
        if (tokens.skip(TokenKind.PARENTHESIS)) {
            from = bindings.addSource(parser.expression());
            tokens.take(TokenKind.PARENTHESIS_END);
        }
        while (tokens.kind() != TokenKind.SEMICOLON) {
            Position position = tokens.position();
            if (!(name() instanceof AttributeName.Fixed(String name, Position _))) {
                throw tokens.error(position.offset(), "dynamic attributes not allowed in inherit");
            }
            Binding binding =
                    from >= 0
                            ? new Binding.InheritedFrom(from, position)
                            : new Binding.Inherited(new Variable(name, position), position);
            bindings.inherit(name, binding);
        }
    }

    /** Parses names with dots between them. */
    List<AttributeName> path() {
        List<AttributeName> path = new ArrayList<>();
        do {
            path.add(name());
        } while (tokens.skip(TokenKind.DOT));
        return List.copyOf(path);
    }

    private AttributeName name() {
        Position position = tokens.position();
        return switch (tokens.kind()) {
            case IDENTIFIER, OR_WORD ->
                    new AttributeName.Fixed(tokens.name(tokens.take(tokens.kind())), position);
            case QUOTE -> computed(literals.quoted(), position);
            case DOLLAR_BRACE -> {
                tokens.take(TokenKind.DOLLAR_BRACE);
                Position inner = tokens.position();
                Expression expression = parser.expression();
                tokens.take(TokenKind.BRACE_END);
                yield computed(expression, inner);
            }
            default -> throw tokens.unexpected("");
        };
    }

    /** Returns a computed name, or a fixed one where it is computed from nothing. */
    private static AttributeName computed(Expression expression, Position position) {
        return expression instanceof Literal(Text(String bytes), Position _)
                ? new AttributeName.Fixed(bytes.intern(), position)
                : new AttributeName.Computed(expression, position);
    }
}
