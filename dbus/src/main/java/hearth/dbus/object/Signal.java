package hearth.dbus.object;

import hearth.dbus.Signature;
import java.util.List;

/**
 * A signal's row: for the introspection.
 *
 * @param name the signal
 * @param type the values' types
 * @param argumentNames the values' names; may be empty
 * @param <S> what the interface is about
 */
public record Signal<S>(String name, Signature type, List<String> argumentNames)
        implements Member<S> {
    /** Copies the names. */
    public Signal {
        argumentNames = List.copyOf(argumentNames);
    }

    /** Returns a row. */
    public static <S> Signal<S> of(String name, String type, String... argumentNames) {
        return new Signal<>(name, Signature.of(type), List.of(argumentNames));
    }
}
