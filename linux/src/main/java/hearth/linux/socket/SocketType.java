package hearth.linux.socket;

/**
 * How a Unix socket keeps messages apart.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public enum SocketType {
    /** A connection of bytes, SOCK_STREAM. */
    STREAM(1),
    /** Messages without a connection, SOCK_DGRAM. */
    DATAGRAM(2),
    /** A connection of messages, SOCK_SEQPACKET. */
    SEQPACKET(5);

    private final int number;

    SocketType(int number) {
        this.number = number;
    }

    /** Returns the kernel's number for it. */
    public int number() {
        return number;
    }
}
