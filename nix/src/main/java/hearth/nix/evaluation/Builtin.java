package hearth.nix.evaluation;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.List;

/** A function of the language, which is called once it has all its arguments. */
public final class Builtin implements Function {
    /** What a function of the language does. */
    public interface Body {
        /** Returns the name below {@code builtins}. */
        String nixName();

        /** Returns the number of arguments, at least 1. */
        int arity();

        /** Returns what it returns. */
        Value apply(Call call);
    }

    private final Evaluation evaluation;
    private final Body body;
    private final int arity;

    /** Returns a function of a run. */
    public Builtin(Evaluation evaluation, Body body) {
        this.evaluation = evaluation;
        this.body = body;
        this.arity = body.arity();
    }

    /** Returns what it does. */
    public Body body() {
        return body;
    }

    @Override
    public Value call(Lazy argument, Position site) {
        Lazy[] arguments = {argument};
        return arity == 1 ? run(arguments, site) : new Partial(this, arguments);
    }

    /** Returns the number of arguments that it waits for. */
    public int arity() {
        return arity;
    }

    /** Returns what it returns for all its arguments. */
    public Value run(Lazy[] arguments, Position site) {
        evaluation.enter(site);
        try {
            return body.apply(new Call(evaluation, body.nixName(), site, arguments));
        } catch (NixException e) {
            throw e.at(site).within("while calling the builtin '" + body.nixName() + "'", site);
        } finally {
            evaluation.leave();
        }
    }

    @Override
    public String printed() {
        return "«primop " + body.nixName() + "»";
    }

    /** A function of the language with some of its arguments. */
    private record Partial(Builtin builtin, List<Lazy> given) implements Function {
        Partial(Builtin builtin, Lazy[] given) {
            this(builtin, List.of(given));
        }

        @Override
        public Value call(Lazy argument, Position site) {
            Lazy[] arguments = new Lazy[given.size() + 1];
            for (int i = 0; i < given.size(); i++) {
                arguments[i] = given.get(i);
            }
            arguments[given.size()] = argument;
            return arguments.length == builtin.arity
                    ? builtin.run(arguments, site)
                    : new Partial(builtin, arguments);
        }

        @Override
        public String printed() {
            return "«partially applied primop " + builtin.body.nixName() + "»";
        }
    }
}
