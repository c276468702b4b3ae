package hearth.dbus.object;

import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import java.util.Optional;

/**
 * A property's row.
 *
 * @param name the property
 * @param type its type, one complete type
 * @param emits what {@code PropertiesChanged} says of it
 * @param getter writes the value
 * @param setter sets it; empty makes it read only
 * @param <S> what the interface is about
 */
public record Property<S>(
        String name, Signature type, Emits emits, Getter<S> getter, Optional<Setter<S>> setter)
        implements Member<S> {

    /** What {@code PropertiesChanged} says when a property changes. */
    public enum Emits {
        /** Name and new value. */
        CHANGE("true"),
        /** The name alone. */
        INVALIDATION("invalidates"),
        /** It never changes. */
        CONST("const"),
        /** Nothing. */
        NOTHING("false");

        private final String wireName;

        Emits(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the annotation's value in the introspection. */
        public String wireName() {
            return wireName;
        }
    }

    /** Writes a property's value: exactly one value of its type. */
    @FunctionalInterface
    public interface Getter<S> {
        /** Writes the value of {@code subject}'s property. */
        void write(S subject, MessageWriter writer);
    }

    /** Sets a property's value. */
    @FunctionalInterface
    public interface Setter<S> {
        /**
         * Sets {@code subject}'s property to the next value of {@code value}, which has its type,
         * and answers {@code call}, now or later.
         */
        void set(S subject, MessageReader value, Call call);
    }

    /** Returns a row of a property that cannot be set. */
    public static <S> Property<S> readOnly(
            String name, String type, Emits emits, Getter<S> getter) {
        return new Property<>(name, Signature.of(type), emits, getter, Optional.empty());
    }

    /** Returns a row of a property that can be set. */
    public static <S> Property<S> writable(
            String name, String type, Emits emits, Getter<S> getter, Setter<S> setter) {
        return new Property<>(name, Signature.of(type), emits, getter, Optional.of(setter));
    }
}
