package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;

/** What one name of a set or a {@code let} is defined as. */
public sealed interface Binding {
    /** Returns where the name is written. */
    Position position();

    /** Resolves the variables in it, in the scope inside or in the one around. */
    void bind(Scope inside, Scope around);

    /** Returns the promise of its value. */
    Lazy delay(String name, Environment inside, Environment around, Lazy[] sources);

    /**
     * {@code name = value;}.
     *
     * @param value the value
     * @param position where the name is written
     */
    record Plain(Expression value, Position position) implements Binding {
        @Override
        public void bind(Scope inside, Scope around) {
            value.bind(inside);
        }

        @Override
        public Lazy delay(String name, Environment inside, Environment around, Lazy[] sources) {
            return value.delay(inside);
        }
    }

    /**
     * {@code inherit name;}.
     *
     * @param variable what the name means outside
     * @param position where the name is written
     */
    record Inherited(Variable variable, Position position) implements Binding {
        @Override
        public void bind(Scope inside, Scope around) {
            variable.bind(around);
        }

        @Override
        public Lazy delay(String name, Environment inside, Environment around, Lazy[] sources) {
            return variable.delay(around);
        }
    }

    /**
     * {@code inherit (source) name;}.
     *
     * @param source which of the set's sources
     * @param position where the name is written
     */
    record InheritedFrom(int source, Position position) implements Binding {
        @Override
        public void bind(Scope inside, Scope around) {}

        @Override
        public Lazy delay(String name, Environment inside, Environment around, Lazy[] sources) {
            return new Select.Later(sources[source], name, position);
        }
    }
}
