package hearth.nix.expression;

import hearth.nix.source.Position;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Numbers;
import hearth.nix.value.PathValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Programs with all parentheses, as {@code nix-instantiate --parse} prints them; in messages, too.
 */
public final class TreePrinter {
    private final StringBuilder out = new StringBuilder();

    private TreePrinter() {}

    /** Returns the text of an expression, as a byte string. */
    public static String print(Expression expression) {
        TreePrinter printer = new TreePrinter();
        printer.show(expression);
        return printer.out.toString();
    }

    private void show(Expression expression) {
        switch (expression) {
            case Literal literal -> literal(literal);
            case Variable variable -> out.append(Printer.attributeName(variable.name()));
            case Select select -> select(select);
            case HasAttribute(Expression subject, List<AttributeName> path, Position at) -> {
                out.append("((");
                show(subject);
                out.append(") ? ");
                path(path);
                out.append(')');
            }
            case SetExpression set -> {
                out.append(set.isRecursive() ? "rec { " : "{ ");
                bindings(set.bindings());
                out.append('}');
            }
            case Let(SetExpression definitions, Expression body, Position at) -> {
                out.append("(let ");
                bindings(definitions.bindings());
                enclosed("in ", body, ")");
            }
            case With(Expression set, Expression body, Position at) -> {
                enclosed("(with ", set, "; ");
                enclosed("", body, ")");
            }
            case Conditional conditional -> {
                enclosed("(if ", conditional.condition(), " then ");
                enclosed("", conditional.consequence(), " else ");
                enclosed("", conditional.alternative(), ")");
            }
            case Assertion(Expression condition, Expression body, Position at) -> {
                enclosed("assert ", condition, "; ");
                show(body);
            }
            case Negation(Expression operand, Position at) -> enclosed("(! ", operand, ")");
            case ListExpression(List<Expression> elements, Position at) -> {
                out.append("[ ");
                elements.forEach(element -> enclosed("(", element, ") "));
                out.append(']');
            }
            case Application(Expression function, List<Expression> arguments, Position at) -> {
                enclosed("(", function, "");
                arguments.forEach(argument -> enclosed(" ", argument, ""));
                out.append(')');
            }
            case LambdaExpression lambda -> lambda(lambda);
            case Interpolation interpolation -> sum(interpolation.parts());
            case PathInterpolation interpolation -> sum(interpolation.parts());
            case BinaryOperation operation -> operation(operation);
            case CurrentPosition ignored -> out.append("__curPos");
            case SearchPath(String name, Position at) ->
                    out.append("(__findFile __nixPath ").append(Printer.quoted(name)).append(')');
        }
    }

    private void enclosed(String before, Expression expression, String after) {
        out.append(before);
        show(expression);
        out.append(after);
    }

    private void literal(Literal literal) {
        switch (literal.value()) {
            case IntValue(long value) -> out.append(value);
            case FloatValue(double value) -> out.append(Numbers.printed(value));
            case Text(String bytes) -> out.append(Printer.quoted(bytes));
            case PathValue(String bytes) -> out.append(bytes);
            default -> throw new IllegalStateException("no literal");
        }
    }

    private void select(Select select) {
        enclosed("(", select.subject(), ").");
        path(select.path());
        select.fallback().ifPresent(fallback -> enclosed(" or (", fallback, ")"));
    }

    private void path(List<AttributeName> path) {
        for (int i = 0; i < path.size(); i++) {
            out.append(i == 0 ? "" : ".");
            switch (path.get(i)) {
                case AttributeName.Fixed(String name, Position at) ->
                        out.append(Printer.attributeName(name));
                case AttributeName.Computed(Expression name, Position at) ->
                        enclosed("\"${", name, "}\"");
            }
        }
    }

    private void bindings(Bindings bindings) {
        List<String> inherited = new ArrayList<>();
        SortedMap<Integer, List<String>> inheritedFrom = new TreeMap<>();
        for (Map.Entry<String, Binding> entry : bindings.fixed().entrySet()) {
            String name = Printer.attributeName(entry.getKey());
            if (entry.getValue() instanceof Binding.Inherited) {
                inherited.add(name);
            } else if (entry.getValue() instanceof Binding.InheritedFrom(int source, Position at)) {
                inheritedFrom.computeIfAbsent(source, key -> new ArrayList<>()).add(name);
            }
        }
        if (!inherited.isEmpty()) {
            out.append("inherit ").append(String.join(" ", inherited)).append("; ");
        }
        inheritedFrom.forEach((source, names) -> {
            enclosed("inherit (", bindings.sources().get(source), ") ");
            out.append(String.join(" ", names)).append("; ");
        });
        bindings.fixed()
                .forEach((name, binding) -> {
                    if (binding instanceof Binding.Plain(Expression value, Position at)) {
                        enclosed(Printer.attributeName(name) + " = ", value, "; ");
                    }
                });
        for (Bindings.Dynamic definition : bindings.dynamic()) {
            enclosed("\"${", definition.name(), "}\" = ");
            enclosed("", definition.value(), "; ");
        }
    }

    private void lambda(LambdaExpression lambda) {
        out.append('(');
        lambda.pattern()
                .ifPresent(pattern -> {
                    out.append("{ ");
                    String separator = "";
                    for (LambdaExpression.Formal formal : pattern.formals()) {
                        out.append(separator).append(Printer.attributeName(formal.name()));
                        if (formal.fallback() != null) {
                            enclosed(" ? ", formal.fallback(), "");
                        }
                        separator = ", ";
                    }
                    out.append(pattern.isOpen() ? separator + "..." : "").append(" }");
                });
        lambda.argument()
                .ifPresent(argument -> {
                    out.append(lambda.pattern().isPresent() ? " @ " : "")
                            .append(Printer.attributeName(argument));
                });
        enclosed(": ", lambda.body(), ")");
    }

    private void sum(List<Expression> parts) {
        out.append('(');
        for (int i = 0; i < parts.size(); i++) {
            enclosed(i == 0 ? "" : " + ", parts.get(i), "");
        }
        out.append(')');
    }

    private void operation(BinaryOperation operation) {
        Expression left = operation.left();
        Expression right = operation.right();
        switch (operation.operator()) {
            case IMPLIES -> infix(left, "->", right);
            case OR -> infix(left, "||", right);
            case AND -> infix(left, "&&", right);
            case EQUAL -> infix(left, "==", right);
            case UNEQUAL -> infix(left, "!=", right);
            case UPDATE -> infix(left, "//", right);
            case CONCAT -> infix(left, "++", right);
            case PLUS -> infix(left, "+", right);
            case MINUS -> prefix("(__sub ", left, right, ")");
            case TIMES -> prefix("(__mul ", left, right, ")");
            case DIVIDED -> prefix("(__div ", left, right, ")");
            case LESS -> prefix("(__lessThan ", left, right, ")");
            case GREATER -> prefix("(__lessThan ", right, left, ")");
            case AT_MOST -> prefix("(! (__lessThan ", right, left, "))");
            case AT_LEAST -> prefix("(! (__lessThan ", left, right, "))");
        }
    }

    private void infix(Expression left, String operator, Expression right) {
        enclosed("(", left, " " + operator + " ");
        enclosed("", right, ")");
    }

    private void prefix(String function, Expression first, Expression second, String after) {
        enclosed(function, first, " ");
        enclosed("", second, after);
    }
}
