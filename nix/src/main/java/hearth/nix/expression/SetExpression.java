package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.NullValue;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code { ... }} and {@code rec { ... }}; {@link Let} shares its definitions. */
public final class SetExpression implements Expression {
    private static final String OVERRIDES = "__overrides";

    private final boolean isRecursive;
    private final Bindings bindings;
    private final Position position;
    private String[] names = {};
    private Binding[] definitions = {};
    private Position[] positions = {};

    /** Returns a set of some definitions. */
    public SetExpression(boolean isRecursive, Bindings bindings, Position position) {
        this.isRecursive = isRecursive;
        this.bindings = bindings;
        this.position = position;
    }

    /** Returns whether the definitions see each other. */
    public boolean isRecursive() {
        return isRecursive;
    }

    /** Returns its definitions. */
    public Bindings bindings() {
        return bindings;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void bind(Scope scope) {
        bindInside(isRecursive ? scope.nested(bindings.fixed().keySet()) : scope, scope);
    }

    /** Resolves the variables in the definitions, which see a scope inside the one around. */
    void bindInside(Scope inside, Scope around) {
        names = bindings.fixed().keySet().toArray(new String[0]);
        definitions = bindings.fixed().values().toArray(new Binding[0]);
        positions = new Position[names.length];
        for (Expression source : bindings.sources()) {
            source.bind(inside);
        }
        for (int i = 0; i < names.length; i++) {
            positions[i] = definitions[i].position();
            definitions[i].bind(inside, around);
        }
        for (Bindings.Dynamic definition : bindings.dynamic()) {
            definition.name().bind(inside);
            definition.value().bind(inside);
        }
    }

    /**
     * Returns the promises of all definitions, having filled the environment inside with them where
     * it is another.
     */
    Lazy[] delayAll(Environment inside, Environment around) {
        List<Expression> from = bindings.sources();
        Lazy[] sources = new Lazy[from.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = from.get(i).delay(inside);
        }
        Lazy[] values = new Lazy[names.length];
        boolean canChange = isRecursive && bindings.fixed().containsKey(OVERRIDES);
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    canChange
                                    && definitions[i]
                                            instanceof Binding.Plain(Expression value, Position _)
                            ? new Suspension(value, inside)
                            : definitions[i].delay(names[i], inside, around, sources);
            if (inside != around) {
                inside.set(i, values[i]);
            }
        }
        return values;
    }

    @Override
    public Value evaluate(Environment environment) {
        Environment inside = isRecursive ? environment.nested(names.length) : environment;
        Lazy[] values = delayAll(inside, environment);
        AttributeSet set = AttributeSet.ofSorted(names, values, positions);
        if (isRecursive && bindings.fixed().containsKey(OVERRIDES)) {
            set = overridden(set, inside);
        }
        return bindings.dynamic().isEmpty() ? set : withDynamic(set, inside);
    }

    /** Lets {@code __overrides} replace definitions, for the others, too. */
    private AttributeSet overridden(AttributeSet set, Environment inside) {
        Lazy lazy = set.get(OVERRIDES);
        AttributeSet overrides =
                lazy == null
                        ? AttributeSet.EMPTY
                        : Expect.set(lazy.force(), set.position(OVERRIDES));
        for (int i = 0; i < names.length; i++) {
            Lazy replacement = overrides.get(names[i]);
            if (replacement != null) {
                inside.set(i, replacement);
            }
        }
        return set.update(overrides);
    }

    private AttributeSet withDynamic(AttributeSet set, Environment inside) {
        List<Attribute> added = new ArrayList<>();
        AttributeSet result = set;
        for (Bindings.Dynamic definition : bindings.dynamic()) {
            Value key = definition.name().evaluate(inside);
            if (key == NullValue.NULL) {
                continue;
            }
            String name = Expect.text(key, definition.name().position());
            Attribute attribute =
                    new Attribute(name, definition.value().delay(inside), definition.position());
            Position first = result.has(name) ? result.position(name) : positionAmong(added, name);
            if (first != null) {
                throw new NixException(
                        NixException.Kind.FAILED,
                        "dynamic attribute '"
                                + ByteStrings.decode(name)
                                + "' already defined at "
                                + first,
                        definition.position());
            }
            added.add(attribute);
        }
        return result.update(AttributeSet.of(added));
    }

    private static @Nullable Position positionAmong(List<Attribute> added, String name) {
        for (Attribute attribute : added) {
            if (attribute.name().equals(name)) {
                return attribute.position();
            }
        }
        return null;
    }
}
