package hearth.nix.syntax;

import hearth.nix.expression.Application;
import hearth.nix.expression.Assertion;
import hearth.nix.expression.AttributeName;
import hearth.nix.expression.BinaryOperation;
import hearth.nix.expression.BinaryOperation.Operator;
import hearth.nix.expression.Bindings;
import hearth.nix.expression.Conditional;
import hearth.nix.expression.CurrentPosition;
import hearth.nix.expression.Expression;
import hearth.nix.expression.HasAttribute;
import hearth.nix.expression.Let;
import hearth.nix.expression.ListExpression;
import hearth.nix.expression.Literal;
import hearth.nix.expression.Negation;
import hearth.nix.expression.Select;
import hearth.nix.expression.SetExpression;
import hearth.nix.expression.Variable;
import hearth.nix.expression.With;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;
import hearth.nix.value.IntValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a program of a text: one token of look-ahead, precedence climbing for operators. The tree
 * is not yet bound to scopes; {@link Expression#bind} finds the variables that are not defined.
 *
 * @see <a href="https://nix.dev/manual/nix/2.26/language/">the language</a>
 */
public final class Parser {
    /** Expressions within expressions; a person's file has dozens, and each costs stack. */
    private static final int MAX_NESTING = 10_000;

    private final TokenStream tokens;
    private final LiteralParser literals;
    private final SetParser sets;
    private final FunctionParser functions;
    private int nesting;

    private Parser(Source source, String home) {
        this.tokens = new TokenStream(source);
        this.literals = new LiteralParser(this, tokens, home);
        this.sets = new SetParser(this, literals, tokens);
        this.functions = new FunctionParser(this, tokens);
    }

    /**
     * Returns the tree of a program.
     *
     * @param source its text
     * @param home the absolute directory that {@code ~} means in a path
     * @throws NixException where the text is no program
     */
    public static Expression parse(Source source, String home) {
        Parser parser = new Parser(source, home);
        Expression program = parser.expression();
        if (parser.tokens.kind() != TokenKind.END) {
            throw parser.tokens.unexpected("end of file");
        }
        return program;
    }

    /** Parses what is interpolated from a byte on, up to its closing brace, which stays ahead. */
    Expression interpolated(int start) {
        tokens.moveTo(start);
        Expression expression = expression();
        if (tokens.kind() != TokenKind.BRACE_END) {
            throw tokens.unexpected("'}'");
        }
        return expression;
    }

    /** Parses a whole expression. */
    Expression expression() {
        enter();
        Expression expression =
                switch (tokens.kind()) {
                    case IDENTIFIER -> functions.named().orElseGet(() -> operation(0));
                    case BRACE -> functions.isPatternAhead() ? functions.patterned() : operation(0);
                    case ASSERT -> assertion();
                    case WITH -> with();
                    case LET -> let();
                    case IF -> conditional();
                    default -> operation(0);
                };
        nesting--;
        return expression;
    }

    private void enter() {
        if (++nesting > MAX_NESTING) {
            throw tokens.error(
                    tokens.token().start(),
                    "more than " + MAX_NESTING + " expressions within expressions");
        }
    }

    private Expression assertion() {
        Position position = tokens.position();
        tokens.take(TokenKind.ASSERT);
        Expression condition = expression();
        tokens.take(TokenKind.SEMICOLON);
        return new Assertion(condition, expression(), position);
    }

    private Expression with() {
        Position position = tokens.position();
        tokens.take(TokenKind.WITH);
        Expression set = expression();
        tokens.take(TokenKind.SEMICOLON);
        return new With(set, expression(), position);
    }

    private Expression let() {
        Position position = tokens.position();
        if (tokens.lexer().next(tokens.token().end()).kind() == TokenKind.BRACE) {
            return operation(0);
        }
        tokens.take(TokenKind.LET);
        Bindings bindings = sets.bindings(TokenKind.IN);
        tokens.take(TokenKind.IN);
        if (!bindings.dynamic().isEmpty()) {
            Position dynamic = bindings.dynamic().getFirst().position();
            throw tokens.error(dynamic.offset(), "dynamic attributes not allowed in let");
        }
        return new Let(new SetExpression(true, bindings, position), expression(), position);
    }

    private Expression conditional() {
        Position position = tokens.position();
        tokens.take(TokenKind.IF);
        Expression condition = expression();
        tokens.take(TokenKind.THEN);
        Expression consequence = expression();
        tokens.take(TokenKind.ELSE);
        return new Conditional(condition, consequence, expression(), position);
    }

    /** Parses operators that bind at least so strongly. */
    private Expression operation(int weakest) {
        enter();
        Position start = tokens.position();
        Expression left = prefixed();
        int strongest = Integer.MAX_VALUE;
        while (true) {
            TokenKind kind = tokens.kind();
            Position position = tokens.position();
            if (kind == TokenKind.PIPE_INTO || kind == TokenKind.PIPE_FROM) {
                throw tokens.error(
                        position.offset(),
                        "the pipe operators are an experimental feature of Nix, and not known here");
            }
            if (kind == TokenKind.QUESTION && Infix.HAS >= weakest && Infix.HAS <= strongest) {
                tokens.take(TokenKind.QUESTION);
                left = new HasAttribute(left, sets.path(), position);
                strongest = Infix.HAS - 1;
                continue;
            }
            Infix infix = Infix.of(kind);
            if (infix == null || infix.precedence() < weakest) {
                break;
            }
            if (infix.precedence() > strongest) {
                throw tokens.unexpected("");
            }
            tokens.take(kind);
            Position rightStart = tokens.position();
            Expression right = operation(infix.weakestOnTheRight());
            left = new BinaryOperation(infix.operator(), left, right, start, rightStart, position);
            strongest = infix.strongestAfterwards();
        }
        nesting--;
        return left;
    }

    private Expression prefixed() {
        Position position = tokens.position();
        if (tokens.skip(TokenKind.NOT)) {
            Position operand = tokens.position();
            return new Negation(operation(Infix.NOT), operand);
        }
        if (tokens.skip(TokenKind.MINUS)) {
            Position operand = tokens.position();
            Expression zero = new Literal(new IntValue(0), position);
            return new BinaryOperation(
                    Operator.MINUS, zero, operation(Infix.NEGATION), position, operand, position);
        }
        return application();
    }

    private Expression application() {
        Position position = tokens.position();
        Expression function = selection();
        if (!tokens.kind().beginsOperand()) {
            return function;
        }
        List<Expression> arguments = new ArrayList<>();
        while (tokens.kind().beginsOperand()) {
            arguments.add(selection());
        }
        return new Application(function, List.copyOf(arguments), position);
    }

    private Expression selection() {
        Position position = tokens.position();
        Expression subject = simple();
        if (tokens.kind() == TokenKind.OR_WORD) {
            // A function may be called "or", for the sake of old programs.
            Position argument = tokens.position();
            String name = tokens.name(tokens.take(TokenKind.OR_WORD));
            return new Application(subject, List.of(new Variable(name, argument)), position);
        }
        if (!tokens.skip(TokenKind.DOT)) {
            return subject;
        }
        List<AttributeName> path = sets.path();
        Expression fallback = tokens.skip(TokenKind.OR_WORD) ? selection() : null;
        return new Select(subject, path, fallback, position);
    }

    private Expression simple() {
        Position position = tokens.position();
        return switch (tokens.kind()) {
            case IDENTIFIER -> {
                String name = tokens.name(tokens.take(TokenKind.IDENTIFIER));
                yield name.equals("__curPos")
                        ? new CurrentPosition(position)
                        : new Variable(name, position);
            }
            case INTEGER -> literals.integer();
            case FLOAT -> literals.number();
            case URI -> literals.uri();
            case QUOTE -> literals.quoted();
            case INDENTED_QUOTE -> literals.indented();
            case PATH, HOME_PATH -> literals.path();
            case SEARCH_PATH -> literals.searchPath();
            case PARENTHESIS -> {
                tokens.take(TokenKind.PARENTHESIS);
                Expression inner = expression();
                tokens.take(TokenKind.PARENTHESIS_END);
                yield inner;
            }
            case BRACKET -> list();
            case BRACE -> sets.set(false, position);
            case REC -> {
                tokens.take(TokenKind.REC);
                yield sets.set(true, position);
            }
            case LET -> {
                tokens.take(TokenKind.LET);
                AttributeName body = new AttributeName.Fixed("body", position);
                yield new Select(sets.set(true, position), List.of(body), null, position);
            }
            default -> throw tokens.unexpected("");
        };
    }

    private Expression list() {
        Position position = tokens.position();
        tokens.take(TokenKind.BRACKET);
        List<Expression> elements = new ArrayList<>();
        while (tokens.kind() != TokenKind.BRACKET_END) {
            if (!tokens.kind().beginsOperand()) {
                throw tokens.unexpected("']'");
            }
            elements.add(selection());
        }
        tokens.take(TokenKind.BRACKET_END);
        return new ListExpression(List.copyOf(elements), position);
    }
}
