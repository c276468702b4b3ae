package hearth.dbus.connection;

import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import java.io.IOException;

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
    public static final int BYTES_A_TURN = 64 << 10;

    /**
     * The same where messages are read whole, unless one is longer: each is looked at and written
     * down, and a hundred small ones take some milliseconds.
     */
    static final int WHOLE_BYTES_A_TURN = 16 << 10;

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
                int size = receive(buffer, buffer.data().length);
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

    /** Is told of what is about to be read, so that it can be written down before. */
    public interface Stages {
        /** Whole messages, from 0 to {@code end}, are about to be read. */
        void whole(byte[] bytes, int end) throws IOException;

        /** Whether a part of a message is about to be read, or no part is any more. */
        void torn(boolean isTorn) throws IOException;
    }

    /**
     * Reads as {@link #readable}, but messages whole where they are there: a process that ends
     * between two calls leaves the connection at the beginning of one. What is not there as a whole
     * is read in parts.
     *
     * @throws IOException what {@code stages} threw; what it was told of has not been read
     */
    public void readableWhole(ReceiveBuffer buffer, Stages stages) throws IOException {
        int left = BYTES_A_TURN;
        try {
            while (left > 0 && !connection.isClosed() && connection.closer().mayCome()) {
                connection.closer().came(0);
                int size = linux.sockets().peek(fd, buffer.data());
                if (size == Linux.WOULD_BLOCK) {
                    return;
                }
                int whole =
                        connection.wholeBytes(buffer.data(), Math.min(size, WHOLE_BYTES_A_TURN));
                if (whole == 0) { // one that is longer than this, perhaps
                    whole = connection.wholeBytes(buffer.data(), size);
                }
                if (whole > 0) {
                    stages.whole(buffer.data(), whole);
                } else if (size > 0 && connection.isOpen()) {
                    stages.torn(true);
                }
                int wanted = whole > 0 ? whole : buffer.data().length;
                left -= whole > 0 ? left : wanted; // whole ones are a turn's work
                take(buffer, wanted);
                if (!connection.hasPartialInput() && !connection.hasOutput()) {
                    stages.torn(false);
                }
            }
        } catch (ErrnoException e) {
            connection.close(String.valueOf(e.getMessage()));
        }
    }

    /** Takes so many bytes, which may come in several pieces: one ends with descriptors. */
    private void take(ReceiveBuffer buffer, int wanted) throws ErrnoException {
        int left = wanted;
        while (left > 0 && !connection.isClosed() && connection.closer().mayCome()) {
            int size = receive(buffer, left);
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
    }

    private int receive(ReceiveBuffer buffer, int bytesMax) throws ErrnoException {
        int came = 0;
        try {
            int size = linux.sockets().receive(fd, buffer, bytesMax);
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
