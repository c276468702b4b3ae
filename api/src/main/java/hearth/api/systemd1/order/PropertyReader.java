package hearth.api.systemd1.order;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.Limits;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.Signature;
import hearth.unit.UnitType;
import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.Catalogue.TransientProperty;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads {@code a(sv)}: names of properties with their new values, which the catalogue knows the
 * shape of.
 */
final class PropertyReader {
    private static final Failure TOO_MANY =
            new Failure(ErrorName.LIMITS_EXCEEDED, "Too many properties");

    /** When a command's process ran, which one it was and how it ended. */
    private static final String SHOWN_OF_PROCESS = "ttttuii";

    private PropertyReader() {}

    /**
     * How a property is read that is no setting.
     *
     * @param type its type
     * @param take reads its value
     */
    record Special(Signature type, Consumer<MessageReader> take) {}

    /** Takes what the properties say. */
    interface Sink {
        /** Returns how to read a property that is no setting; nothing where it is unknown here. */
        Optional<Special> special(String name);

        /**
         * Takes a setting; returns why it cannot be set.
         *
         * @param value the neutral object
         * @throws IllegalArgumentException where the value has no text; the message is for people
         */
        Optional<Failure> setting(TransientProperty property, Object value);
    }

    /** Reads them all; returns why that is not possible. */
    static Optional<Failure> read(UnitType type, MessageReader in, Sink sink) {
        int count = 0;
        in.openArray();
        while (in.hasNext()) {
            in.openStruct();
            Optional<Failure> failure =
                    ++count > Limits.PROPERTIES
                            ? Optional.of(TOO_MANY)
                            : readOne(type, in.string(), in, sink);
            if (failure.isPresent()) {
                return failure;
            }
            in.closeStruct();
        }
        in.closeArray();
        return Optional.empty();
    }

    private static Optional<Failure> readOne(
            UnitType type, String name, MessageReader in, Sink sink) {
        Signature signature = in.openVariant();
        Optional<Special> special = sink.special(name);
        Optional<Failure> failure =
                special.isPresent()
                        ? readSpecial(name, signature, special.get(), in)
                        : Catalogue.transientProperty(type, name)
                                .filter(property -> property.property().wire().isSettable())
                                .map(property -> readSetting(property, signature, in, sink))
                                .orElseGet(() -> Optional.of(unknown(name)));
        if (failure.isEmpty()) {
            in.closeVariant();
        }
        return failure;
    }

    private static Optional<Failure> readSpecial(
            String name, Signature signature, Special special, MessageReader in) {
        if (!special.type().equals(signature)) {
            return Optional.of(wrongType(name, signature, special.type()));
        }
        special.take().accept(in);
        return Optional.empty();
    }

    private static Optional<Failure> readSetting(
            TransientProperty property, Signature signature, MessageReader in, Sink sink) {
        String name = property.property().name();
        NeutralCodec codec = NeutralCodec.of(settable(property.property().wire().signature()));
        if (!codec.signature().equals(signature)) {
            return Optional.of(wrongType(name, signature, codec.signature()));
        }
        try {
            return sink.setting(property, codec.read(in));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    Failure.invalid("Invalid value of property " + name + ": " + e.getMessage()));
        }
    }

    /** Returns what is set of a shape that is shown: a command comes without its last process. */
    private static String settable(String signature) {
        return signature.replace(SHOWN_OF_PROCESS, "");
    }

    private static Failure unknown(String name) {
        return new Failure(
                ErrorName.PROPERTY_READ_ONLY,
                "Cannot set property " + name + ", or unknown property.");
    }

    private static Failure wrongType(String name, Signature is, Signature shouldBe) {
        return Failure.invalid(
                "Property " + name + " has type " + is + " where " + shouldBe + " is expected");
    }
}
