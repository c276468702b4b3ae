package hearth.dbus.connection;

/**
 * What one peer may cost.
 *
 * @param messageBytes the largest message that is read; the bytes of larger ones are passed over,
 *     and calls answered
 * @param headerBytes how much of a message that is passed over is kept to answer it
 * @param outgoingBytes how much may wait for a peer that does not read, before it is cut off
 * @param descriptors how many descriptors may come with one message, or wait for their message
 */
public record Limits(int messageBytes, int headerBytes, int outgoingBytes, int descriptors) {
    /** The specification's largest message. */
    public static final int MESSAGE_LIMIT = 128 << 20;

    /**
     * For our servers: a transient unit with a large environment is below 1 MiB, and a peer must
     * not make the one brain hold much; headers of clients have some hundred bytes; what waits for
     * a reader may be a few answers to ListUnits of ten thousand units.
     */
    public static final Limits SERVER = new Limits(4 << 20, 4 << 10, 32 << 20, 64);

    /**
     * For our own client, whose server is trusted: answers to ListUnits may be large. What a bus
     * passes on from others is not to be trusted: see {@link #withMessageBytes}.
     */
    public static final Limits CLIENT = new Limits(MESSAGE_LIMIT, 64 << 10, MESSAGE_LIMIT, 253);

    /** Returns these limits with another largest message. */
    public Limits withMessageBytes(int bytes) {
        return new Limits(bytes, headerBytes, outgoingBytes, descriptors);
    }
}
