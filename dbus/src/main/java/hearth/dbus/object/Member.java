package hearth.dbus.object;

/**
 * A row of an {@link InterfaceTable}.
 *
 * @param <S> what the interface is about
 */
public sealed interface Member<S> permits Method, Property, Signal {
    /** Returns the member's name. */
    String name();
}
