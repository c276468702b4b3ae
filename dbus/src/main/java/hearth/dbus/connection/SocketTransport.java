package hearth.dbus.connection;

import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.ReceiveBuffer;
import hearth.linux.Sockets;

/**
 * Carries a {@link Connection} over a non-blocking Unix socket, descriptors included. Confined to
 * the reactor's thread.
 *
 * <p>The reactor waits for {@link #interest()} and calls {@link #readable} and {@link #writable};
 * after each call, and after sending, it looks at {@link #interest()} and {@link
 * Connection#isClosed()} again.
 */
public final class SocketTransport implements AutoCloseable {
    /** The most bytes read from one peer before others have their turn. */
    public static final int BYTES_A_TURN = 256 << 10;

    private final Linux linux;
    private final Closing closing;
    private final int fd;
    private final Connection connection;
    private boolean isFdOpen = true;

    /** Closes the socket: a close may take long where the peer has sent descriptors. */
    @FunctionalInterface
    public interface Closing {
        /** Closes it, now or elsewhere. */
        void close(int fd);
    }

    /** Carries {@code connection} over the socket {@code fd}, which it owns from now on. */
    public SocketTransport(Linux linux, int fd, Connection connection) {
        this(linux, fd, connection, linux.descriptors()::closeQuietly);
    }

    /** Carries {@code connection} over a socket that is closed by {@code closing}. */
    public SocketTransport(Linux linux, int fd, Connection connection, Closing closing) {
        this.linux = linux;
        this.closing = closing;
        this.fd = fd;
        this.connection = connection;
    }

    /** Returns the socket. */
    public int fd() {
        return fd;
    }

    /** Returns the connection. */
    public Connection connection() {
        return connection;
    }

    /**
     * Reads what is there, up to {@link #BYTES_A_TURN}.
     *
     * @param buffer may be shared by all transports of a thread
     */
    public void readable(ReceiveBuffer buffer) {
        int left = BYTES_A_TURN;
        try {
            while (left > 0 && !connection.isClosed() && connection.closer().mayCome()) {
                int size = receive(buffer);
                if (size == Linux.WOULD_BLOCK) {
                    return;
                }
                if (size == 0 || size == Sockets.TRUNCATED) {
                    drop(buffer);
                    connection.close(size == 0 ? "the peer hung up" : "descriptors were lost");
                    return;
                }
                left -= size;
                connection.receive(buffer.data(), 0, size, buffer.takeDescriptors());
            }
        } catch (ErrnoException e) {
            connection.close(String.valueOf(e.getMessage()));
        }
    }

    private int receive(ReceiveBuffer buffer) throws ErrnoException {
        int came = 0;
        try {
            int size = linux.sockets().receive(fd, buffer);
            came = buffer.descriptorCount();
            return size;
        } finally {
            connection.closer().came(came);
        }
    }

    private void drop(ReceiveBuffer buffer) {
        for (int dropped : buffer.takeDescriptors()) {
            connection.closer().close(dropped);
        }
    }

    /** Writes what fits; call it also after sending, so that most messages leave at once. */
    public void writable() {
        try {
            while (connection.hasOutput()) {
                byte[] bytes = connection.output();
                int offset = connection.outputOffset();
                int[] fds = connection.outputDescriptors();
                int count = linux.sockets().send(fd, bytes, offset, bytes.length - offset, fds);
                if (count == Linux.WOULD_BLOCK) {
                    return;
                }
                connection.written(count);
            }
        } catch (ErrnoException e) {
            connection.close(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns what to wait for: {@link Polling#READABLE}, and {@link Polling#WRITABLE} where output
     * waits.
     */
    public int interest() {
        return connection.hasOutput() ? Polling.READABLE | Polling.WRITABLE : Polling.READABLE;
    }

    /** Ends the connection and closes the socket. */
    @Override
    public void close() {
        connection.close("closed here");
        if (isFdOpen) {
            isFdOpen = false;
            closing.close(fd);
        }
    }
}
