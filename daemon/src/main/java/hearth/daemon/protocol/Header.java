package hearth.daemon.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What every datagram begins with.
 *
 * @param kind number of the kind of message, unsigned 16 bits
 * @param inMemfd whether the body is the content of the first descriptor
 * @param descriptors how many descriptors travel with it, the body's memfd among them
 * @param token of the order, or of the order that is answered; 0 for other events
 */
public record Header(int kind, boolean inMemfd, int descriptors, long token) {
    /** Its size in bytes. */
    public static final int SIZE = 16;

    /** The kernel's own limit for one datagram (SCM_MAX_FD). */
    public static final int MAX_DESCRIPTORS = 253;

    private static final int FLAG_MEMFD = 1;

    /** Returns the header of a datagram, or nothing where it has none that is in order. */
    public static Optional<Header> of(byte[] datagram) {
        if (datagram.length < SIZE) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
        int kind = Short.toUnsignedInt(in.getShort());
        int flags = Short.toUnsignedInt(in.getShort());
        int descriptors = in.getInt();
        boolean inMemfd = flags == FLAG_MEMFD;
        if ((flags != 0 && !inMemfd)
                || descriptors < (inMemfd ? 1 : 0)
                || descriptors > MAX_DESCRIPTORS) {
            return Optional.empty();
        }
        return Optional.of(new Header(kind, inMemfd, descriptors, in.getLong()));
    }

    /** Returns its bytes, with {@code room} bytes of zero behind them. */
    byte[] toBytes(int room) {
        return ByteBuffer.allocate(SIZE + room)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) kind)
                .putShort((short) (inMemfd ? FLAG_MEMFD : 0))
                .putInt(descriptors)
                .putLong(token)
                .array();
    }
}
