package hearth.daemon.protocol;

/**
 * What a datagram turned out to be.
 *
 * @param <M> the messages that may come over the link
 */
public sealed interface Decoded<M extends Message> {

    /**
     * A message.
     *
     * @param token of the order, or of the order that is answered; 0 for other events
     */
    record Good<M extends Message>(long token, M message) implements Decoded<M> {}

    /**
     * What only a later version knows: it is passed over, and nothing else happens.
     *
     * @param token as in {@link Good}
     * @param what for a person: "message 0x1107"
     */
    record Unknown<M extends Message>(long token, String what) implements Decoded<M> {}

    /**
     * Nothing that may come over the link.
     *
     * @param reason for a person
     */
    record Malformed<M extends Message>(String reason) implements Decoded<M> {}
}
