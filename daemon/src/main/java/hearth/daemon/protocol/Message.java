package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyWriter;

/**
 * What brain, keeper and hands tell each other.
 *
 * <p>A number that the protocol has as unsigned 32 bits is an {@code int} with the same bits
 * ({@link Integer#toUnsignedLong}); one of unsigned 64 bits a {@code long}.
 */
public sealed interface Message permits KeeperOrder, HandOrder, KeeperEvent, HandEvent {

    /** The first version of the protocol that there was. */
    int FIRST_VERSION = 1;

    /** Returns the protocol's number of this kind of message. */
    int number();

    /** Returns the version of the protocol that this kind of message came with. */
    default int since() {
        return FIRST_VERSION;
    }

    /** Writes the fields, in the order of the protocol. */
    void writeTo(BodyWriter out);
}
