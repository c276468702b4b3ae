package hearth.unit.setting;

/**
 * One D-Bus property of a setting.
 *
 * @param <T> the type of the setting's values
 * @param name such as {@code RestartUSec}
 * @param wire its shape
 * @param access who may do what with it
 */
public record Property<T>(String name, Wire<T> wire, Access access) {

    /** Whether a property is part of the introspected interface. */
    public enum Access {
        /** Listed, read, and set in transient units where its wire is settable. */
        LISTED,
        /** Only a name that transient units may set, such as {@code MemoryMaxScale}. */
        TRANSIENT_ONLY
    }

    /** Returns the neutral object that a client reads. */
    public Object read(T value) {
        return wire.reader().apply(value);
    }
}
