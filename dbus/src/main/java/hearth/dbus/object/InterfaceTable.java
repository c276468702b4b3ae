package hearth.dbus.object;

import hearth.dbus.MessageWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An interface as a table: nothing is registered for an object. Immutable.
 *
 * @param <S> what the interface is about
 */
public final class InterfaceTable<S> {
    private final String name;
    private final List<Member<S>> members;
    private final Map<String, Method<S>> methods = new HashMap<>();
    private final Map<String, Property<S>> properties = new HashMap<>();
    private final List<Property<S>> propertyList;

    private InterfaceTable(String name, List<? extends Member<S>> members) {
        this.name = name;
        this.members = List.copyOf(members);
        for (Member<S> member : members) {
            switch (member) {
                case Method<S> method -> methods.put(method.name(), method);
                case Property<S> property -> properties.put(property.name(), property);
                case Signal<S> signal -> {}
            }
        }
        this.propertyList =
                this.members.stream()
                        .filter(Property.class::isInstance)
                        .map(member -> (Property<S>) member)
                        .toList();
    }

    /** Returns a table; the rows' order is the introspection's. */
    public static <S> InterfaceTable<S> of(String name, List<? extends Member<S>> members) {
        return new InterfaceTable<>(name, members);
    }

    /** Returns the interface's name. */
    public String name() {
        return name;
    }

    /** Returns all rows, in order. */
    public List<Member<S>> members() {
        return members;
    }

    /** Returns a method's row. */
    public Optional<Method<S>> method(String member) {
        return Optional.ofNullable(methods.get(member));
    }

    /** Returns a property's row. */
    public Optional<Property<S>> property(String member) {
        return Optional.ofNullable(properties.get(member));
    }

    /** Writes all properties of {@code subject} as entries of an open {@code a{sv}}. */
    void writeProperties(S subject, MessageWriter writer) {
        for (Property<S> property : propertyList) {
            writer.openEntry().string(property.name()).openVariant(property.type());
            property.getter().write(subject, writer);
            writer.closeVariant().closeEntry();
        }
    }

    /** Binds the table to what it is about. */
    public BoundInterface<S> bind(S subject) {
        return new BoundInterface<>(this, subject);
    }
}
