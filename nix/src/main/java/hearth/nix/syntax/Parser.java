package hearth.nix.syntax;

import hearth.nix.expression.Application;
import hearth.nix.expression.Assertion;
import hearth.nix.expression.AttributeName;
import hearth.nix.expression.BinaryOperation;
import hearth.nix.expression.BinaryOperation.Operator;
import hearth.nix.expression.Binding;
import hearth.nix.expression.Bindings;
import hearth.nix.expression.Conditional;
import hearth.nix.expression.CurrentPosition;
import hearth.nix.expression.Expression;
import hearth.nix.expression.HasAttribute;
import hearth.nix.expression.LambdaExpression;
import hearth.nix.expression.Let;
import hearth.nix.expression.ListExpression;
import hearth.nix.expression.Literal;
import hearth.nix.expression.Negation;
import hearth.nix.expression.PathInterpolation;
import hearth.nix.expression.SearchPath;
import hearth.nix.expression.Select;
import hearth.nix.expression.SetExpression;
import hearth.nix.expression.Variable;
import hearth.nix.expression.With;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program of a text: one token of look-ahead, precedence climbing for operators. The tree
 * is not yet bound to scopes; {@link Expression#bind} finds the variables that are not defined.
 */
public final class Parser {
    /** Expressions within expressions; a person's file has dozens, and each costs stack. */
    private static final int MAX_NESTING = 10_000;

    private final Source source;
    private final String text;
    private final String home;
    private final Lexer lexer;
    private Token token;
    private int nesting;

    private Parser(Source source, String home) {
        this.source = source;
        this.text = source.text();
        this.home = home;
        this.lexer = new Lexer(text);
        this.token = lexer.next(0);
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
        if (parser.token.kind() != TokenKind.END) {
            throw parser.unexpected("end of file");
        }
        return program;
    }

    // What a string's parser needs.

    /** Parses what is interpolated from a byte on, up to and with its closing brace. */
    Expression interpolated(int start) {
        token = lexer.next(start);
        Expression expression = expression();
        if (token.kind() != TokenKind.BRACE_END) {
            throw unexpected("'}'");
        }
        return expression;
    }

    /** Returns the byte after the token that was looked at last. */
    int offset() {
        return token.end();
    }

    Position position(int offset) {
        return new Position(source, offset);
    }

    NixException error(int offset, String message) {
        return new NixException(NixException.Kind.SYNTAX, message, position(offset));
    }

    // Expressions, the loosest first.

    private Expression expression() {
        if (++nesting > MAX_NESTING) {
            throw error(
                    token.start(), "more than " + MAX_NESTING + " expressions within expressions");
        }
        Expression expression =
                switch (token.kind()) {
                    case IDENTIFIER -> nameOrLambda();
                    case BRACE -> isPattern() ? patternLambda() : operation(0);
                    case ASSERT -> assertion();
                    case WITH -> with();
                    case LET -> let();
                    case IF -> conditional();
                    default -> operation(0);
                };
        nesting--;
        return expression;
    }

    private Expression nameOrLambda() {
        Token name = token;
        Token following = lexer.next(name.end());
        if (following.kind() == TokenKind.COLON) {
            token = lexer.next(following.end());
            return new LambdaExpression(name(name), null, expression(), position(name.start()));
        }
        if (following.kind() == TokenKind.AT) {
            token = lexer.next(following.end());
            LambdaExpression.Pattern pattern = pattern();
            rejectArgumentAmong(pattern, name(name), name.start());
            take(TokenKind.COLON);
            return new LambdaExpression(name(name), pattern, expression(), position(name.start()));
        }
        return operation(0);
    }

    private Expression patternLambda() {
        int start = token.start();
        LambdaExpression.Pattern pattern = pattern();
        String argument = null;
        if (skip(TokenKind.AT)) {
            argument = name(take(TokenKind.IDENTIFIER));
            rejectArgumentAmong(pattern, argument, start);
        }
        take(TokenKind.COLON);
        return new LambdaExpression(argument, pattern, expression(), position(start));
    }

    private void rejectArgumentAmong(
            LambdaExpression.Pattern pattern, String argument, int offset) {
        for (LambdaExpression.Formal formal : pattern.formals()) {
            if (formal.name().equals(argument)) {
                throw error(offset, "duplicate formal function argument '" + argument + "'");
            }
        }
    }

    /** Returns whether the brace ahead begins a function's pattern rather than a set. */
    private boolean isPattern() {
        Token first = lexer.next(token.end());
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
        take(TokenKind.BRACE);
        List<LambdaExpression.Formal> formals = new ArrayList<>();
        boolean isOpen = false;
        while (token.kind() != TokenKind.BRACE_END) {
            if (skip(TokenKind.ELLIPSIS)) {
                isOpen = true;
                break;
            }
            Token name = take(TokenKind.IDENTIFIER);
            for (LambdaExpression.Formal formal : formals) {
                if (formal.name().equals(name(name))) {
                    throw error(
                            name.start(),
                            "duplicate formal function argument '" + name(name) + "'");
                }
            }
            Expression fallback = skip(TokenKind.QUESTION) ? expression() : null;
            formals.add(new LambdaExpression.Formal(name(name), fallback, position(name.start())));
            if (token.kind() != TokenKind.BRACE_END && !skip(TokenKind.COMMA)) {
                throw unexpected("'}' or ','");
            }
        }
        take(TokenKind.BRACE_END);
        formals.sort(Comparator.comparing(LambdaExpression.Formal::name));
        return new LambdaExpression.Pattern(List.copyOf(formals), isOpen);
    }

    private Expression assertion() {
        Position position = position(take(TokenKind.ASSERT).start());
        Expression condition = expression();
        take(TokenKind.SEMICOLON);
        return new Assertion(condition, expression(), position);
    }

    private Expression with() {
        Position position = position(take(TokenKind.WITH).start());
        Expression set = expression();
        take(TokenKind.SEMICOLON);
        return new With(set, expression(), position);
    }

    private Expression let() {
        Position position = position(token.start());
        if (lexer.next(token.end()).kind() == TokenKind.BRACE) {
            return operation(0);
        }
        take(TokenKind.LET);
        Bindings bindings = bindings(TokenKind.IN);
        take(TokenKind.IN);
        if (!bindings.dynamic().isEmpty()) {
            Position at = bindings.dynamic().getFirst().position();
            throw error(at.offset(), "dynamic attributes not allowed in let");
        }
        return new Let(new SetExpression(true, bindings, position), expression(), position);
    }

    private Expression conditional() {
        Position position = position(take(TokenKind.IF).start());
        Expression condition = expression();
        take(TokenKind.THEN);
        Expression consequence = expression();
        take(TokenKind.ELSE);
        return new Conditional(condition, consequence, expression(), position);
    }

    // Operators.

    /** How a side of an operator groups with the same precedence. */
    private enum Grouping {
        LEFT,
        RIGHT,
        NONE
    }

    /** An operator between two operands. */
    private record Infix(Operator operator, int precedence, Grouping grouping) {}

    private static final int NOT_PRECEDENCE = 7;
    private static final int HAS_PRECEDENCE = 11;
    private static final int MINUS_PRECEDENCE = 12;

    private static @Nullable Infix infix(TokenKind kind) {
        return switch (kind) {
            case IMPLIES -> new Infix(Operator.IMPLIES, 1, Grouping.RIGHT);
            case OR -> new Infix(Operator.OR, 2, Grouping.LEFT);
            case AND -> new Infix(Operator.AND, 3, Grouping.LEFT);
            case EQUAL -> new Infix(Operator.EQUAL, 4, Grouping.NONE);
            case UNEQUAL -> new Infix(Operator.UNEQUAL, 4, Grouping.NONE);
            case LESS -> new Infix(Operator.LESS, 5, Grouping.NONE);
            case AT_MOST -> new Infix(Operator.AT_MOST, 5, Grouping.NONE);
            case GREATER -> new Infix(Operator.GREATER, 5, Grouping.NONE);
            case AT_LEAST -> new Infix(Operator.AT_LEAST, 5, Grouping.NONE);
            case UPDATE -> new Infix(Operator.UPDATE, 6, Grouping.RIGHT);
            case PLUS -> new Infix(Operator.PLUS, 8, Grouping.LEFT);
            case MINUS -> new Infix(Operator.MINUS, 8, Grouping.LEFT);
            case TIMES -> new Infix(Operator.TIMES, 9, Grouping.LEFT);
            case DIVIDED -> new Infix(Operator.DIVIDED, 9, Grouping.LEFT);
            case CONCAT -> new Infix(Operator.CONCAT, 10, Grouping.RIGHT);
            default -> null;
        };
    }

    /** Parses operators that bind at least so strongly. */
    private Expression operation(int weakest) {
        if (++nesting > MAX_NESTING) {
            throw error(
                    token.start(), "more than " + MAX_NESTING + " expressions within expressions");
        }
        int start = token.start();
        Expression left = prefixed();
        int strongest = Integer.MAX_VALUE;
        while (true) {
            TokenKind kind = token.kind();
            if (kind == TokenKind.PIPE_INTO || kind == TokenKind.PIPE_FROM) {
                throw error(
                        token.start(),
                        "the pipe operators are an experimental feature of Nix, and not known here");
            }
            if (kind == TokenKind.QUESTION
                    && HAS_PRECEDENCE >= weakest
                    && HAS_PRECEDENCE <= strongest) {
                Position position = position(take(TokenKind.QUESTION).start());
                left = new HasAttribute(left, attributePath(), position);
                strongest = HAS_PRECEDENCE - 1;
                continue;
            }
            Infix infix = infix(kind);
            if (infix == null || infix.precedence() < weakest) {
                break;
            }
            if (infix.precedence() > strongest) {
                throw unexpected("");
            }
            Position position = position(take(kind).start());
            int rightStart = token.start();
            boolean isRight = infix.grouping() == Grouping.RIGHT;
            Expression right = operation(isRight ? infix.precedence() : infix.precedence() + 1);
            left =
                    new BinaryOperation(
                            infix.operator(),
                            left,
                            right,
                            position(start),
                            position(rightStart),
                            position);
            strongest =
                    infix.grouping() == Grouping.NONE ? infix.precedence() - 1 : infix.precedence();
        }
        nesting--;
        return left;
    }

    private Expression prefixed() {
        int start = token.start();
        if (skip(TokenKind.NOT)) {
            int operandStart = token.start();
            return new Negation(operation(NOT_PRECEDENCE), position(operandStart));
        }
        if (skip(TokenKind.MINUS)) {
            Position operand = position(token.start());
            Position position = position(start);
            Expression zero = new Literal(new IntValue(0), position);
            return new BinaryOperation(
                    Operator.MINUS, zero, operation(MINUS_PRECEDENCE), position, operand, position);
        }
        return application();
    }

    private Expression application() {
        Position position = position(token.start());
        Expression function = selection();
        if (!token.kind().beginsOperand()) {
            return function;
        }
        List<Expression> arguments = new ArrayList<>();
        while (token.kind().beginsOperand()) {
            arguments.add(selection());
        }
        return new Application(function, List.copyOf(arguments), position);
    }

    private Expression selection() {
        Position position = position(token.start());
        Expression subject = simple();
        if (token.kind() == TokenKind.OR_WORD) {
            // A function may be called "or", for the sake of old programs.
            Token name = take(TokenKind.OR_WORD);
            Expression argument = new Variable(name(name), position(name.start()));
            return new Application(subject, List.of(argument), position);
        }
        if (!skip(TokenKind.DOT)) {
            return subject;
        }
        List<AttributeName> path = attributePath();
        Expression fallback = skip(TokenKind.OR_WORD) ? selection() : null;
        return new Select(subject, path, fallback, position);
    }

    // What stands for itself.

    private Expression simple() {
        int start = token.start();
        Position position = position(start);
        return switch (token.kind()) {
            case IDENTIFIER -> {
                String name = name(take(TokenKind.IDENTIFIER));
                yield name.equals("__curPos")
                        ? new CurrentPosition(position)
                        : new Variable(name, position);
            }
            case INTEGER -> new Literal(integer(take(TokenKind.INTEGER)), position);
            case FLOAT -> new Literal(number(take(TokenKind.FLOAT)), position);
            case URI -> new Literal(new Text(spelled(take(TokenKind.URI))), position);
            case QUOTE -> quoted();
            case INDENTED_QUOTE -> indented();
            case PATH, HOME_PATH -> path();
            case SEARCH_PATH -> {
                String spelled = spelled(take(TokenKind.SEARCH_PATH));
                yield new SearchPath(spelled.substring(1, spelled.length() - 1), position);
            }
            case PARENTHESIS -> {
                take(TokenKind.PARENTHESIS);
                Expression inner = expression();
                take(TokenKind.PARENTHESIS_END);
                yield inner;
            }
            case BRACKET -> list();
            case BRACE -> set(false, position);
            case REC -> {
                take(TokenKind.REC);
                yield set(true, position);
            }
            case LET -> {
                take(TokenKind.LET);
                AttributeName body = new AttributeName.Fixed("body", position);
                yield new Select(set(true, position), List.of(body), null, position);
            }
            default -> throw unexpected("");
        };
    }

    private IntValue integer(Token literal) {
        try {
            return new IntValue(Long.parseLong(spelled(literal)));
        } catch (NumberFormatException e) {
            throw error(
                    literal.start(),
                    "invalid integer '" + spelled(literal) + "': it takes more than 64 bits");
        }
    }

    private FloatValue number(Token literal) {
        double value = Double.parseDouble(spelled(literal));
        if (Double.isInfinite(value)) {
            throw error(
                    literal.start(), "invalid float '" + spelled(literal) + "': it is too large");
        }
        return new FloatValue(value);
    }

    private Expression quoted() {
        StringParser strings = new StringParser(this, text, token.end());
        Expression string = strings.quoted(position(token.start()));
        token = lexer.next(strings.end());
        return string;
    }

    private Expression indented() {
        StringParser strings = new StringParser(this, text, token.end());
        Expression string = strings.indented(position(token.start()));
        token = lexer.next(strings.end());
        return string;
    }

    private Expression path() {
        Token first = token;
        String spelled = spelled(first);
        String absolute =
                first.kind() == TokenKind.HOME_PATH
                        ? ByteStrings.encode(home) + spelled.substring(1)
                        : spelled.startsWith("/") ? spelled : source.directory() + "/" + spelled;
        Position position = position(first.start());
        if (!lexer.isInterpolation(first.end())) {
            rejectTrailingSlash(first.start(), first.end());
            token = lexer.next(first.end());
            return new Literal(PathValue.of(absolute), position);
        }
        String beginning = PathValue.canonical(absolute);
        boolean isRoot = beginning.equals("/");
        List<Expression> parts = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        String start = absolute.endsWith("/") && !isRoot ? beginning + "/" : beginning;
        parts.add(new Literal(new PathValue(start), position));
        positions.add(position);
        int end = first.end();
        while (true) {
            if (lexer.isInterpolation(end)) {
                positions.add(position(end));
                parts.add(interpolated(end + 2));
                end = token.end();
                continue;
            }
            int textEnd = lexer.pathEnd(end);
            if (textEnd == end) {
                break;
            }
            parts.add(new Literal(new Text(text.substring(end, textEnd)), position(end)));
            positions.add(position(end));
            if (!lexer.isInterpolation(textEnd)) {
                rejectTrailingSlash(end, textEnd);
            }
            end = textEnd;
        }
        token = lexer.next(end);
        return new PathInterpolation(List.copyOf(parts), List.copyOf(positions), position);
    }

    private void rejectTrailingSlash(int start, int end) {
        if (end > start && text.charAt(end - 1) == '/') {
            throw error(end, "path has a trailing slash");
        }
    }

    private Expression list() {
        Position position = position(take(TokenKind.BRACKET).start());
        List<Expression> elements = new ArrayList<>();
        while (token.kind() != TokenKind.BRACKET_END) {
            if (!token.kind().beginsOperand()) {
                throw unexpected("']'");
            }
            elements.add(selection());
        }
        take(TokenKind.BRACKET_END);
        return new ListExpression(List.copyOf(elements), position);
    }

    private SetExpression set(boolean isRecursive, Position position) {
        take(TokenKind.BRACE);
        Bindings bindings = bindings(TokenKind.BRACE_END);
        take(TokenKind.BRACE_END);
        return new SetExpression(isRecursive, bindings, position);
    }

    private Bindings bindings(TokenKind closing) {
        Bindings bindings = new Bindings();
        while (token.kind() != closing) {
            if (skip(TokenKind.INHERIT)) {
                inherit(bindings);
            } else {
                Position position = position(token.start());
                List<AttributeName> path = attributePath();
                take(TokenKind.EQUALS);
                Expression value = expression();
                bindings.define(path, value, position);
            }
            take(TokenKind.SEMICOLON);
        }
        return bindings;
    }

    private void inherit(Bindings bindings) {
        int from = -1;
        if (skip(TokenKind.PARENTHESIS)) {
            from = bindings.addSource(expression());
            take(TokenKind.PARENTHESIS_END);
        }
        while (token.kind() != TokenKind.SEMICOLON) {
            Position position = position(token.start());
            if (!(attributeName() instanceof AttributeName.Fixed(String name, Position at))) {
                throw error(position.offset(), "dynamic attributes not allowed in inherit");
            }
            Binding binding =
                    from >= 0
                            ? new Binding.InheritedFrom(from, position)
                            : new Binding.Inherited(new Variable(name, position), position);
            bindings.inherit(name, binding);
        }
    }

    private List<AttributeName> attributePath() {
        List<AttributeName> path = new ArrayList<>();
        do {
            path.add(attributeName());
        } while (skip(TokenKind.DOT));
        return List.copyOf(path);
    }

    private AttributeName attributeName() {
        Position position = position(token.start());
        return switch (token.kind()) {
            case IDENTIFIER, OR_WORD -> new AttributeName.Fixed(name(take(token.kind())), position);
            case QUOTE -> computed(quoted(), position);
            case DOLLAR_BRACE -> {
                take(TokenKind.DOLLAR_BRACE);
                Position inner = position(token.start());
                Expression expression = expression();
                take(TokenKind.BRACE_END);
                yield computed(expression, inner);
            }
            default -> throw unexpected("");
        };
    }

    /** Returns a computed name, or a fixed one where it is computed from nothing. */
    private static AttributeName computed(Expression expression, Position position) {
        return expression instanceof Literal(Text(String bytes), Position at)
                ? new AttributeName.Fixed(bytes.intern(), position)
                : new AttributeName.Computed(expression, position);
    }

    // Tokens.

    private Token take(TokenKind kind) {
        Token taken = token;
        if (taken.kind() != kind) {
            throw unexpected(kind.described());
        }
        token = lexer.next(taken.end());
        return taken;
    }

    private boolean skip(TokenKind kind) {
        if (token.kind() != kind) {
            return false;
        }
        token = lexer.next(token.end());
        return true;
    }

    private String spelled(Token spelled) {
        return text.substring(spelled.start(), spelled.end());
    }

    /** Names are interned, so that looking an attribute up rarely compares their bytes. */
    private String name(Token name) {
        return spelled(name).intern();
    }

    private NixException unexpected(String expected) {
        String message = "syntax error, unexpected " + token.kind().described();
        return error(
                token.start(), expected.isEmpty() ? message : message + ", expecting " + expected);
    }
}
