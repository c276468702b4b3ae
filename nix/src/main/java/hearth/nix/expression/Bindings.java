package hearth.nix.expression;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The definitions of a set or a {@code let}. They grow while it is parsed, since {@code a.b = 1;
 * a.c = 2;} and even {@code a = { b = 1; }; a.c = 2;} are one definition of {@code a}, and rest
 * afterwards.
 */
public final class Bindings {
    /**
     * A definition whose name is computed.
     *
     * @param name what computes the name
     * @param value the value
     * @param position where the name is written
     */
    public record Dynamic(Expression name, Expression value, Position position) {}

    private final SortedMap<String, Binding> fixed = new TreeMap<>();
    private final List<Dynamic> dynamic = new ArrayList<>();
    private final List<Expression> sources = new ArrayList<>();

    /** Returns the definitions by name. */
    public SortedMap<String, Binding> fixed() {
        return Collections.unmodifiableSortedMap(fixed);
    }

    /** Returns the definitions whose names are computed. */
    public List<Dynamic> dynamic() {
        return Collections.unmodifiableList(dynamic);
    }

    /** Returns what {@code inherit (source)} inherits from. */
    public List<Expression> sources() {
        return Collections.unmodifiableList(sources);
    }

    /** Adds a source and returns its index. */
    public int addSource(Expression source) {
        sources.add(source);
        return sources.size() - 1;
    }

    /**
     * Adds {@code path = value;}.
     *
     * @throws NixException where that is defined already
     */
    public void define(List<AttributeName> path, Expression value, Position position) {
        Bindings target = this;
        List<String> names = new ArrayList<>();
        for (AttributeName name : path.subList(0, path.size() - 1)) {
            target = target.descend(name, names, position);
        }
        AttributeName last = path.getLast();
        if (last instanceof AttributeName.Fixed(String name, Position at)) {
            target.add(names, name, new Binding.Plain(value, position));
        } else if (last instanceof AttributeName.Computed(Expression name, Position at)) {
            target.dynamic.add(new Dynamic(name, value, position));
        }
    }

    /**
     * Adds an inherited name.
     *
     * @throws NixException where that is defined already
     */
    public void inherit(String name, Binding binding) {
        add(new ArrayList<>(), name, binding);
    }

    /** Returns the bindings of the set that a name is, making it where there is none. */
    private Bindings descend(AttributeName step, List<String> names, Position position) {
        SetExpression nested = new SetExpression(false, new Bindings(), position);
        if (step instanceof AttributeName.Fixed(String name, Position at)) {
            names.add(name);
            Binding existing = fixed.get(name);
            if (existing instanceof Binding.Plain(SetExpression set, Position at2)) {
                return set.bindings();
            }
            if (existing != null) {
                throw duplicate(names, position, existing.position());
            }
            fixed.put(name, new Binding.Plain(nested, position));
        } else if (step instanceof AttributeName.Computed(Expression name, Position at)) {
            dynamic.add(new Dynamic(name, nested, position));
        }
        return nested.bindings();
    }

    private void add(List<String> names, String name, Binding binding) {
        names.add(name);
        Binding existing = fixed.putIfAbsent(name, binding);
        if (existing instanceof Binding.Plain(SetExpression mine, Position at)
                && binding instanceof Binding.Plain(SetExpression theirs, Position at2)) {
            mine.bindings().merge(names, theirs.bindings());
        } else if (existing != null) {
            throw duplicate(names, binding.position(), existing.position());
        } else if (binding instanceof Binding.Plain(LambdaExpression lambda, Position at)) {
            lambda.nameAfter(name);
        }
        names.removeLast();
    }

    private void merge(List<String> names, Bindings others) {
        int offset = sources.size();
        sources.addAll(others.sources);
        for (Map.Entry<String, Binding> entry : others.fixed.entrySet()) {
            Binding binding =
                    entry.getValue() instanceof Binding.InheritedFrom(int source, Position at)
                            ? new Binding.InheritedFrom(source + offset, at)
                            : entry.getValue();
            add(names, entry.getKey(), binding);
        }
        dynamic.addAll(others.dynamic);
    }

    private static NixException duplicate(List<String> names, Position position, Position first) {
        return new NixException(
                NixException.Kind.SYNTAX,
                "attribute '"
                        + ByteStrings.decode(String.join(".", names))
                        + "' already defined at "
                        + first,
                position);
    }
}
