package hearth.nix.expression;

import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Scope;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Spelling;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Thunk;
import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code subject.a.b}, and {@code subject.a.b or fallback}. */
public final class Select implements Expression {
    private final Expression subject;
    private final List<AttributeName> path;
    private final @Nullable Expression fallback;
    private final Position position;

    /**
     * Returns a selection that fails where an attribute is missing, or gives its fallback where it
     * has one.
     */
    public Select(
            Expression subject,
            List<AttributeName> path,
            @Nullable Expression fallback,
            Position position) {
        this.subject = subject;
        this.path = path;
        this.fallback = fallback;
        this.position = position;
    }

    /** Returns what is selected from. */
    public Expression subject() {
        return subject;
    }

    /** Returns the names. */
    public List<AttributeName> path() {
        return path;
    }

    /** Returns what it gives where an attribute is missing. */
    public Optional<Expression> fallback() {
        return Optional.ofNullable(fallback);
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void bind(Scope scope) {
        subject.bind(scope);
        for (int i = 0; i < path.size(); i++) {
            path.get(i).bind(scope);
        }
        if (fallback != null) {
            fallback.bind(scope);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        Value value = subject.evaluate(environment);
        for (int i = 0; i < path.size(); i++) {
            AttributeName step = path.get(i);
            String name = step.evaluate(environment);
            if (fallback != null
                    && !(value instanceof AttributeSet set
                            && set.select(name, step.position()) != null)) {
                return fallback.evaluate(environment);
            }
            value = select(value, name, step.position());
        }
        return value;
    }

    /** Returns the value of an attribute that must be there. */
    private static Value select(Value subject, String name, Position site) {
        AttributeSet set = Expect.set(subject, site);
        Lazy found = set.select(name, site);
        if (found == null) {
            throw new NixException(
                    NixException.Kind.FAILED,
                    "attribute '"
                            + ByteStrings.decode(name)
                            + "' missing"
                            + Spelling.hint(name, set.names()),
                    site);
        }
        try {
            return found.force();
        } catch (NixException e) {
            throw e.at(site)
                    .within(
                            "while evaluating the attribute '" + ByteStrings.decode(name) + "'",
                            set.position(name));
        }
    }

    /** The promise of one attribute of a set that is itself still to be evaluated. */
    static final class Later extends Thunk {
        private final Lazy subject;
        private final String name;
        private final Position site;

        Later(Lazy subject, String name, Position site) {
            this.subject = subject;
            this.name = name;
            this.site = site;
        }

        @Override
        protected Value compute() {
            return select(subject.force(), name, site);
        }
    }
}
