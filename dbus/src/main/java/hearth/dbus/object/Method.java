package hearth.dbus.object;

import hearth.dbus.Signature;
import java.util.List;

/**
 * A method's row.
 *
 * @param name the method
 * @param in the arguments' types
 * @param out the results' types
 * @param argumentNames names for the introspection: of the arguments, then of the results; may be
 *     empty
 * @param handler does it
 * @param <S> what the interface is about
 */
public record Method<S>(
        String name, Signature in, Signature out, List<String> argumentNames, Handler<S> handler)
        implements Member<S> {

    /** Does what a method says, and answers now or later. */
    @FunctionalInterface
    public interface Handler<S> {
        /** Handles a call, whose values have the types of the row. */
        void handle(S subject, Call call);
    }

    /** Copies the names. */
    public Method {
        argumentNames = List.copyOf(argumentNames);
    }

    /** Returns a row; {@code argumentNames} are those of the arguments, then of the results. */
    public static <S> Method<S> of(
            String name, String in, String out, Handler<S> handler, String... argumentNames) {
        return new Method<>(
                name, Signature.of(in), Signature.of(out), List.of(argumentNames), handler);
    }
}
