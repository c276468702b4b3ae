package hearth.nix.evaluation;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.Printer;
import hearth.nix.value.Thunk;
import hearth.nix.value.Value;

/** Calling what can be called. */
public final class Calls {
    private Calls() {}

    /**
     * Returns what a function, or a set with {@code __functor}, returns for an argument.
     *
     * @param callee what is called
     * @param argument handed over unevaluated
     * @param site where the call is written
     */
    public static Value call(Value callee, Lazy argument, Position site) {
        if (callee instanceof Function function) {
            return function.call(argument, site);
        }
        if (callee instanceof AttributeSet set) {
            Lazy functor = set.get("__functor");
            if (functor != null) {
                return call(call(functor.force(), set, site), argument, site);
            }
        }
        throw new NixException(
                NixException.Kind.FAILED,
                "attempt to call something which is not a function but "
                        + Printer.described(callee),
                site);
    }

    /** Returns what a function of two arguments returns. */
    public static Value call(Value callee, Lazy first, Lazy second, Position site) {
        return call(call(callee, first, site), second, site);
    }

    /** Returns the promise of a call. */
    public static Lazy later(Value callee, Lazy argument, Position site) {
        return new Later(callee, argument, site);
    }

    /** Returns the promise of a call with two arguments. */
    public static Lazy later(Value callee, Lazy first, Lazy second, Position site) {
        return new LaterWithTwo(callee, first, second, site);
    }

    private static final class Later extends Thunk {
        private final Value callee;
        private final Lazy argument;
        private final Position site;

        Later(Value callee, Lazy argument, Position site) {
            this.callee = callee;
            this.argument = argument;
            this.site = site;
        }

        @Override
        protected Value compute() {
            return call(callee, argument, site);
        }
    }

    private static final class LaterWithTwo extends Thunk {
        private final Value callee;
        private final Lazy first;
        private final Lazy second;
        private final Position site;

        LaterWithTwo(Value callee, Lazy first, Lazy second, Position site) {
            this.callee = callee;
            this.first = first;
            this.second = second;
            this.site = site;
        }

        @Override
        protected Value compute() {
            return call(callee, first, second, site);
        }
    }
}
