package hearth.dbus.connection;

/**
 * What one peer may cost.
 *
 * @param messageBytes the largest message accepted
 * @param outgoingBytes how much may wait for a peer that does not read, before it is cut off
 * @param descriptors how many descriptors may come with one message, or wait for their message
 */
public record Limits(int messageBytes, int outgoingBytes, int descriptors) {
    /** The specification's largest message. */
    public static final int MESSAGE_LIMIT = 128 << 20;

    /**
     * For our servers: a transient unit with a large environment is below 1 MiB, and a peer must
     * not make the one brain hold much; what waits for a reader may be a few answers to ListUnits
     * of ten thousand units.
     */
    public static final Limits SERVER = new Limits(4 << 20, 32 << 20, 64);

    /** For our own client, whose bus is trusted: answers to ListUnits may be large. */
    public static final Limits CLIENT = new Limits(MESSAGE_LIMIT, MESSAGE_LIMIT, 253);
}
