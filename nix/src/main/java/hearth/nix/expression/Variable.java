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
import hearth.nix.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable. It means the innermost definition around it; only where there is none, an attribute
 * of a {@code with} around it, the innermost that has one.
 */
public final class Variable implements Expression {
    private static final int[] NO_LEVELS = {};

    private final String name;
    private final Position position;
    private @Nullable Value global;
    private int level;
    private int slot;
    private int[] withLevels = NO_LEVELS;

    /** Returns the variable of a name. */
    public Variable(String name, Position position) {
        this.name = name;
        this.position = position;
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void bind(Scope scope) {
        Scope.Place place = scope.placeOf(name);
        if (place != null) {
            level = place.level();
            slot = place.slot();
            return;
        }
        global = scope.globalOf(name);
        if (global != null) {
            return;
        }
        withLevels = scope.withLevels();
        if (withLevels.length == 0) {
            throw new NixException(
                    NixException.Kind.SYNTAX,
                    "undefined variable '"
                            + ByteStrings.decode(name)
                            + "'"
                            + Spelling.hint(name, scope.visibleNames()),
                    position);
        }
    }

    @Override
    public Value evaluate(Environment environment) {
        if (global != null) {
            return global;
        }
        Lazy found =
                withLevels.length > 0 ? lookUp(environment) : environment.outer(level).get(slot);
        if (found == null) {
            throw new NixException(
                    NixException.Kind.INFINITE_RECURSION,
                    "infinite recursion encountered",
                    position);
        }
        try {
            return found.force();
        } catch (NixException e) {
            throw e.at(position);
        }
    }

    @Override
    public Lazy delay(Environment environment) {
        if (global != null) {
            return global;
        }
        Lazy found = withLevels.length > 0 ? null : environment.outer(level).get(slot);
        return found != null ? found : new Suspension(this, environment);
    }

    private Lazy lookUp(Environment environment) {
        List<String> seen = List.of();
        for (int levelOfWith : withLevels) {
            Lazy scope = environment.outer(levelOfWith).get(0);
            if (scope == null) {
                continue;
            }
            AttributeSet set;
            try {
                set = Expect.set(scope.force(), position);
            } catch (NixException e) {
                throw e.at(position);
            }
            Lazy found = set.get(name);
            if (found != null) {
                return found;
            }
            seen = seen.isEmpty() ? set.names() : seen;
        }
        // What has any name comes last: it must not hide what really has this one.
        for (int levelOfWith : withLevels) {
            Lazy scope = environment.outer(levelOfWith).get(0);
            if (scope != null && scope.force() instanceof AttributeSet set) {
                Lazy found = set.select(name, position);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new NixException(
                NixException.Kind.FAILED,
                "undefined variable '" + ByteStrings.decode(name) + "'" + Spelling.hint(name, seen),
                position);
    }
}
