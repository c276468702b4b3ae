package hearth.linux;

import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.util.OptionalInt;

/**
 * Unix sockets, non-blocking and close-on-exec, with descriptors and credentials.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public interface Sockets {
    /**
     * Result of {@link #receive} where a message or its descriptors did not fit: its bytes were
     * dropped.
     */
    int TRUNCATED = -2;

    /**
     * The longest queue of connections not yet accepted: as systemd's private sockets, SOMAXCONN.
     */
    int BACKLOG = 4096;

    /** Makes a socket; the caller closes it. */
    int socket(SocketType type) throws ErrnoException;

    /** Makes two connected sockets; the caller closes both. */
    Pair socketPair(SocketType type) throws ErrnoException;

    /** Two connected sockets. */
    record Pair(int first, int second) {}

    /**
     * Binds a socket to an address. A path gets the given mode whatever the umask is, and never has
     * a wider one on the way; the caller removes an older socket first.
     *
     * @param mode permission bits, for example 0600; without meaning for an abstract address
     * @throws ErrnoException EADDRINUSE, ENOENT, EACCES; ENAMETOOLONG above {@link
     *     UnixAddress#LENGTH_LIMIT}
     * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
     */
    void bind(int fd, UnixAddress address, int mode) throws ErrnoException;

    /** Begins to take connections, at most {@link #BACKLOG} of them waiting. */
    void listen(int fd) throws ErrnoException;

    /**
     * Takes a connection; the caller closes it.
     *
     * @return the descriptor, or {@link Linux#WOULD_BLOCK}
     * @throws ErrnoException EMFILE, ENFILE; ECONNABORTED is retried
     * @see <a href="https://man7.org/linux/man-pages/man2/accept4.2.html">accept4(2)</a>
     */
    int accept(int fd) throws ErrnoException;

    /**
     * Connects a socket, or gives a datagram socket its destination.
     *
     * @return true when connected; false where the listener's queue is full: try later
     * @throws ErrnoException ECONNREFUSED, ENOENT, EACCES; ENAMETOOLONG above {@link
     *     UnixAddress#LENGTH_LIMIT}
     * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
     */
    boolean connect(int fd, UnixAddress address) throws ErrnoException;

    /**
     * Sends bytes and descriptors as one message; never raises SIGPIPE. The descriptors stay the
     * caller's.
     *
     * <p>A stream socket may take a part of the bytes; the descriptors travel with the first of
     * them. A stream takes at most 64 KiB a call.
     *
     * @param fds at most {@link ReceiveBuffer#DESCRIPTOR_LIMIT}; needs at least one byte of data on
     *     a stream
     * @return the number of bytes taken, or {@link Linux#WOULD_BLOCK}
     * @throws ErrnoException EPIPE, ECONNRESET; EMSGSIZE where a message exceeds the socket's
     *     buffer
     * @see <a href="https://man7.org/linux/man-pages/man2/sendmsg.2.html">sendmsg(2)</a>
     */
    int send(int fd, byte[] data, int offset, int length, int... fds) throws ErrnoException;

    /** Sends a datagram as {@link #send} to an address instead of the connected one. */
    int sendTo(int fd, UnixAddress address, byte[] data, int offset, int length, int... fds)
            throws ErrnoException;

    /**
     * Receives one message, or what a stream has, with descriptors (close-on-exec) and credentials.
     *
     * @return the number of bytes (0: the end of a connection, or an empty datagram), {@link
     *     Linux#WOULD_BLOCK}, or {@link #TRUNCATED}: a message larger than the buffer or with more
     *     descriptors than fit was dropped, and the buffer is empty but for the sender and for
     *     those descriptors that fit, which the caller closes
     * @throws ErrnoException ECONNRESET and the like
     * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
     */
    int receive(int fd, ReceiveBuffer into) throws ErrnoException;

    /** Receives as {@link #receive(int, ReceiveBuffer)}, but at most so much of a stream. */
    int receive(int fd, ReceiveBuffer into, int bytesMax) throws ErrnoException;

    /**
     * Copies the message that is to be received next, with its sender and without its descriptors,
     * and leaves it there. Whether there are some is said ({@link
     * ReceiveBuffer#bringsDescriptors()}).
     *
     * @return as {@link #receive(int, ReceiveBuffer)}; what is too large for the buffer stays too
     */
    int peekMessage(int fd, ReceiveBuffer into) throws ErrnoException;

    /**
     * Copies the message that is to be received next as {@link #peekMessage}, with copies of its
     * descriptors, which are the buffer's, and leaves it there.
     *
     * @return as {@link #receive(int, ReceiveBuffer)}; what is too large for the buffer stays too
     */
    int peekWithDescriptors(int fd, ReceiveBuffer into) throws ErrnoException;

    /**
     * Drops the message that is to be received next, if there is one. The kernel closes descriptors
     * that come with it, which takes as long as it takes.
     */
    void drop(int fd) throws ErrnoException;

    /**
     * Copies what a stream has to be received next, without descriptors, and leaves it there.
     *
     * @return the number of bytes, 0 at the end of a connection, or {@link Linux#WOULD_BLOCK}
     */
    int peek(int fd, byte[] into) throws ErrnoException;

    /**
     * Copies what a stream has to be received next, and leaves it there. Waits for nobody: not even
     * for one who is sending.
     *
     * @param offset where in {@code into} it begins; at most 64 KiB are copied
     */
    Peeked peekStream(int fd, byte[] into, int offset) throws ErrnoException;

    /**
     * The beginning of a stream.
     *
     * @param bytes how many, 0 at the end of a connection, or {@link Linux#WOULD_BLOCK}; none
     *     behind the first that come with descriptors
     * @param bringsDescriptors whether descriptors come with some of them, or behind them: who
     *     takes those bytes has the descriptors too, and closes them. The kernel doesn't tell which
     */
    record Peeked(int bytes, boolean bringsDescriptors) {}

    /** Returns who was at the other end when it connected or listened: SO_PEERCRED. */
    Credentials peerCredentials(int fd) throws ErrnoException;

    /**
     * Returns a pidfd of who was at the other end when it connected: SO_PEERPIDFD. The caller
     * closes it.
     *
     * @return empty before Linux 6.5, and where that process is gone and reaped
     */
    OptionalInt peerPidFd(int fd) throws ErrnoException;

    /** Returns an option's value. */
    int option(int fd, SocketOption option) throws ErrnoException;

    /** Sets an option. */
    void setOption(int fd, SocketOption option, int value) throws ErrnoException;

    /** A direction to shut down. */
    enum Direction {
        /** Nothing is read any more. */
        READING,
        /** The other end reads the end of the stream. */
        WRITING,
        /** Both. */
        BOTH
    }

    /**
     * Shuts a connection down in a direction.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
     */
    void shutdown(int fd, Direction direction) throws ErrnoException;
}
