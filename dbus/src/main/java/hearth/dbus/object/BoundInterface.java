package hearth.dbus.object;

/**
 * An interface of one object.
 *
 * @param table the rows
 * @param subject what they are about
 */
public record BoundInterface<S>(InterfaceTable<S> table, S subject) {}
