package hearth.linux.socket;

/**
 * An option of a socket whose value is a number; switches are 0 and 1.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public enum SocketOption {
    /** SO_TYPE; read only. */
    TYPE(3),
    /** SO_ERROR: the pending error, which reading clears; read only. */
    ERROR(4),
    /** SO_SNDBUF in bytes; the kernel doubles what is set. */
    SEND_BUFFER(7),
    /** SO_RCVBUF in bytes; the kernel doubles what is set. */
    RECEIVE_BUFFER(8),
    /**
     * SO_OOBINLINE: what is sent out of band is read in its place. Without it looking passes such
     * bytes by, whatever comes with them, and a read drops them.
     */
    OUT_OF_BAND_INLINE(10),
    /** SO_PASSCRED: each message received carries its sender's {@link Credentials}. */
    PASS_CREDENTIALS(16),
    /** SO_TIMESTAMP: each message received carries when it was sent. */
    TIMESTAMP(29),
    /** SO_ACCEPTCONN: whether the socket listens; read only. */
    LISTENING(30),
    /** SO_DOMAIN: the address family, 1 for AF_UNIX; read only. */
    DOMAIN(39),
    /**
     * SO_PEEK_OFF: how many bytes looking skips; looking adds what was seen to it, and taking bytes
     * away subtracts them. It belongs to the socket, whoever has it open; -1 is off.
     */
    PEEK_OFFSET(42),
    /**
     * SO_PASSRIGHTS: others may send descriptors here, as they may unless it is cleared; since
     * Linux 6.16.
     */
    PASS_RIGHTS(83);

    private final int number;

    SocketOption(int number) {
        this.number = number;
    }

    /** Returns the kernel's number for it. */
    public int number() {
        return number;
    }
}
