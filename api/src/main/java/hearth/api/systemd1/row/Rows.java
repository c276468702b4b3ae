package hearth.api.systemd1.row;

import hearth.dbus.MessageWriter;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Member;
import hearth.dbus.object.Method;
import hearth.dbus.object.Property;
import hearth.dbus.object.Property.Emits;
import hearth.dbus.object.Signal;
import hearth.manager.host.Moment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Collects the rows of an interface, in the introspection's order.
 *
 * @param <S> what the interface is about
 */
public final class Rows<S> {
    private final List<Member<S>> rows = new ArrayList<>();

    private Rows() {}

    /** Returns no rows yet. */
    public static <S> Rows<S> none() {
        return new Rows<>();
    }

    /** Adds a property of any type. */
    public Rows<S> any(String name, String type, Emits emits, Property.Getter<S> getter) {
        return add(Property.readOnly(name, type, emits, getter));
    }

    /** Adds a string. */
    public Rows<S> text(String name, Emits emits, Function<S, String> value) {
        return any(name, "s", emits, (view, out) -> out.string(value.apply(view)));
    }

    /** Adds an array of strings. */
    public Rows<S> texts(
            String name, Emits emits, Function<S, ? extends Collection<String>> value) {
        return any(name, "as", emits, (view, out) -> out.strings(List.copyOf(value.apply(view))));
    }

    /** Adds a boolean. */
    public Rows<S> flag(String name, Emits emits, Predicate<S> value) {
        return any(name, "b", emits, (view, out) -> out.bool(value.test(view)));
    }

    /** Adds a signed 32-bit number. */
    public Rows<S> int32(String name, Emits emits, ToIntFunction<S> value) {
        return any(name, "i", emits, (view, out) -> out.int32(value.applyAsInt(view)));
    }

    /** Adds an unsigned 32-bit number. */
    public Rows<S> uint32(String name, Emits emits, ToLongFunction<S> value) {
        return any(name, "u", emits, (view, out) -> out.uint32(value.applyAsLong(view)));
    }

    /** Adds an unsigned 64-bit number; -1 is the largest, which clients read as not set. */
    public Rows<S> uint64(String name, Emits emits, ToLongFunction<S> value) {
        return any(name, "t", emits, (view, out) -> out.uint64(value.applyAsLong(view)));
    }

    /** Adds a time on both clocks: {@code Name} and {@code NameMonotonic}. */
    public Rows<S> moment(String name, Emits emits, Function<S, Moment> value) {
        return uint64(name, emits, view -> value.apply(view).realtimeUsec())
                .uint64(name + "Monotonic", emits, view -> value.apply(view).monotonicUsec());
    }

    /** Adds a method. */
    public Rows<S> method(
            String name,
            String in,
            String out,
            Method.Handler<S> handler,
            String... argumentNames) {
        return add(Method.of(name, in, out, handler, argumentNames));
    }

    /** Adds a signal. */
    public Rows<S> signal(String name, String type, String... argumentNames) {
        return add(Signal.of(name, type, argumentNames));
    }

    /** Adds a property that can be set. */
    public Rows<S> writable(
            String name,
            String type,
            Emits emits,
            Property.Getter<S> getter,
            Property.Setter<S> setter) {
        return add(Property.writable(name, type, emits, getter, setter));
    }

    /** Adds any row. */
    Rows<S> add(Member<S> row) {
        rows.add(row);
        return this;
    }

    /** Writes an array without elements. */
    public static <S> void writeEmptyArray(S subject, MessageWriter out) {
        out.openArray().closeArray();
    }

    /** Adds rows that several interfaces share. */
    public Rows<S> with(Consumer<Rows<S>> group) {
        group.accept(this);
        return this;
    }

    /** Returns the interface. */
    public InterfaceTable<S> table(String name) {
        return InterfaceTable.of(name, rows);
    }
}
