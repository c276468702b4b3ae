package hearth.api.login1;

import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Member;
import hearth.dbus.object.Method;
import hearth.dbus.object.Property;
import hearth.dbus.object.Property.Emits;
import hearth.dbus.object.Signal;
import hearth.login.host.DualTimestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Collects the rows of an interface.
 *
 * @param <S> what the interface is about
 */
final class Rows<S> {
    private final List<Member<S>> rows = new ArrayList<>();

    /** Adds a property of any type. */
    public Rows<S> any(String name, String type, Emits emits, Property.Getter<S> getter) {
        rows.add(Property.readOnly(name, type, emits, getter));
        return this;
    }

    /** Adds a string. */
    public Rows<S> text(String name, Emits emits, Function<S, String> value) {
        return any(name, "s", emits, (view, out) -> out.string(value.apply(view)));
    }

    /** Adds an array of strings. */
    public Rows<S> texts(String name, Emits emits, Function<S, List<String>> value) {
        return any(name, "as", emits, (view, out) -> out.strings(value.apply(view)));
    }

    /** Adds a boolean. */
    public Rows<S> flag(String name, Emits emits, Predicate<S> value) {
        return any(name, "b", emits, (view, out) -> out.bool(value.test(view)));
    }

    /** Adds an unsigned 32-bit number. */
    public Rows<S> uint32(String name, Emits emits, ToLongFunction<S> value) {
        return any(name, "u", emits, (view, out) -> out.uint32(value.applyAsLong(view)));
    }

    /** Adds an unsigned 64-bit number; -1 is the largest, which clients read as infinity. */
    public Rows<S> uint64(String name, Emits emits, ToLongFunction<S> value) {
        return any(name, "t", emits, (view, out) -> out.uint64(value.applyAsLong(view)));
    }

    /** Adds a time on both clocks: {@code Name} and {@code NameMonotonic}. */
    public Rows<S> moment(String name, Emits emits, Function<S, DualTimestamp> value) {
        return uint64(name, emits, view -> value.apply(view).realtimeUsec())
                .uint64(name + "Monotonic", emits, view -> value.apply(view).monotonicUsec());
    }

    /** Adds whether somebody is idle, and since when. */
    Rows<S> idleness(Predicate<S> isIdle, Function<S, DualTimestamp> since) {
        return flag("IdleHint", Emits.CHANGE, isIdle).moment("IdleSinceHint", Emits.CHANGE, since);
    }

    /** Adds a method. */
    public Rows<S> method(
            String name,
            String in,
            String out,
            Method.Handler<S> handler,
            String... argumentNames) {
        rows.add(Method.of(name, in, out, handler, argumentNames));
        return this;
    }

    /** Adds a method that is not served: it says why. */
    Rows<S> refused(String name, String in, String out, String reason, String... argumentNames) {
        return method(
                name,
                in,
                out,
                (_, call) -> call.error(ErrorName.NOT_SUPPORTED, reason),
                argumentNames);
    }

    /**
     * Adds a method that is refused once its arguments are good.
     *
     * @param fault what is wrong with the arguments
     */
    Rows<S> refused(
            String name,
            String in,
            String reason,
            Function<MessageReader, Optional<String>> fault,
            List<String> names) {
        return method(
                name,
                in,
                "",
                (_, call) -> refuse(call, fault.apply(call.arguments()), reason),
                names.toArray(String[]::new));
    }

    static void refuse(Call call, Optional<String> fault, String reason) {
        fault.ifPresentOrElse(
                text -> call.error(ErrorName.INVALID_ARGS, text),
                () -> call.error(ErrorName.NOT_SUPPORTED, reason));
    }

    /** Adds a property that could be set elsewhere: setting it says why not here. */
    Rows<S> settingRefused(
            String name, String type, Emits emits, Property.Getter<S> getter, String reason) {
        rows.add(
                Property.writable(
                        name,
                        type,
                        emits,
                        getter,
                        (_, _, call) -> call.error(ErrorName.NOT_SUPPORTED, reason)));
        return this;
    }

    /** Adds a signal. */
    public Rows<S> signal(String name, String type, String... argumentNames) {
        rows.add(Signal.of(name, type, argumentNames));
        return this;
    }

    /** Adds a group of rows. */
    public Rows<S> with(Consumer<Rows<S>> group) {
        group.accept(this);
        return this;
    }

    /** Returns the interface. */
    public InterfaceTable<S> table(String name) {
        return InterfaceTable.of(name, rows);
    }
}
