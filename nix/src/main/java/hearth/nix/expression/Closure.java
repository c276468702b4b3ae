package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Expect;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Spelling;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of a program with the environment that it was made in.
 *
 * @param lambda the function as it is written
 * @param environment what its free variables mean
 */
public record Closure(LambdaExpression lambda, Environment environment) implements Function {
    @Override
    public Value call(Lazy argument, Position site) {
        Evaluation evaluation = environment.evaluation();
        Environment inside = environment.nested(lambda.size());
        if (lambda.hasArgument()) {
            inside.set(0, argument);
        }
        if (lambda.hasPattern()) {
            match(argument, inside, site);
        }
        evaluation.enter(site);
        try {
            return lambda.body().evaluate(inside);
        } catch (NixException e) {
            throw e.at(site).within("while calling '" + described() + "'", site);
        } finally {
            evaluation.leave();
        }
    }

    private void match(Lazy argument, Environment inside, Position site) {
        AttributeSet given = Expect.set(argument.force(), site);
        List<LambdaExpression.Formal> formals = lambda.formals();
        int slot = lambda.firstFormalSlot();
        int used = 0;
        for (int i = 0; i < formals.size(); i++) {
            LambdaExpression.Formal formal = formals.get(i);
            Lazy value = given.get(formal.name());
            if (value != null) {
                used++;
                inside.set(slot + i, value);
            }
        }
        for (int i = 0; i < formals.size(); i++) {
            LambdaExpression.Formal formal = formals.get(i);
            if (inside.get(slot + i) == null) {
                if (formal.fallback() == null) {
                    throw missing(formal.name(), site);
                }
                inside.set(slot + i, formal.fallback().delay(inside));
            }
        }
        if (!lambda.isOpen() && used < given.size()) {
            throw unexpected(formals, given, site);
        }
    }

    private NixException missing(String name, Position site) {
        return new NixException(
                        NixException.Kind.FAILED,
                        "function '"
                                + described()
                                + "' called without required argument '"
                                + ByteStrings.decode(name)
                                + "'",
                        lambda.position())
                .within("from the call", site);
    }

    private NixException unexpected(
            List<LambdaExpression.Formal> formals, AttributeSet given, Position site) {
        List<String> names = new ArrayList<>();
        for (LambdaExpression.Formal formal : formals) {
            names.add(formal.name());
        }
        String extra = given.without(names).nameAt(0);
        return new NixException(
                        NixException.Kind.FAILED,
                        "function '"
                                + described()
                                + "' called with unexpected argument '"
                                + ByteStrings.decode(extra)
                                + "'"
                                + Spelling.hint(extra, names),
                        lambda.position())
                .within("from the call", site);
    }

    private String described() {
        return lambda.name().isEmpty() ? "anonymous lambda" : ByteStrings.decode(lambda.name());
    }

    @Override
    public Signature signature() {
        List<Parameter> parameters = new ArrayList<>();
        for (LambdaExpression.Formal formal : lambda.formals()) {
            parameters.add(
                    new Parameter(formal.name(), formal.fallback() != null, formal.position()));
        }
        return new Signature(
                lambda.argument().orElse(""), lambda.hasPattern(), parameters, lambda.isOpen());
    }

    @Override
    public String printed() {
        String name = lambda.name().isEmpty() ? "" : ByteStrings.decode(lambda.name()) + " ";
        return "«lambda " + name + "@ " + lambda.position() + "»";
    }
}
