package hearth.cli.training;

import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.linux.socket.Credentials;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A socket at which somebody plays a daemon: one client after the other says what it wants, on a
 * thread of the socket's own.
 */
public final class PlayedSocket implements AutoCloseable {
    /** Who serves a client still is not waited for much longer. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private static final Guid GUID = Guid.random(new Random(1));

    /** Bytes of one read: more than a command asks at once. */
    private static final int READ_BYTES = 64 << 10;

    private final ServerSocketChannel listener;
    private final Credentials client;
    private final BiConsumer<Connection, Message> received;
    private final Thread thread;

    private PlayedSocket(
            ServerSocketChannel listener,
            Credentials client,
            BiConsumer<Connection, Message> received) {
        this.listener = listener;
        this.client = client;
        this.received = received;
        thread = Thread.ofPlatform().daemon().unstarted(this::accept);
    }

    /**
     * Starts to listen.
     *
     * @param path where; directories on the way are made
     * @param uid who asks
     * @param received told each message, on the socket's thread
     * @throws IOException where that is not possible
     */
    public static PlayedSocket listen(Path path, long uid, BiConsumer<Connection, Message> received)
            throws IOException {
        Files.createDirectories(path.resolveSibling("."));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        var socket = new PlayedSocket(listener, new Credentials(1, (int) uid, (int) uid), received);
        socket.thread.start();
        return socket;
    }

    /** Ends, when the client that is served has been. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            throw new IOException("interrupted while a played daemon ends", e);
        }
    }

    private void accept() {
        while (true) {
            try (SocketChannel channel = listener.accept()) {
                serve(channel);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        Connection connection =
                Connection.server(GUID, client, Limits.SERVER, fd -> {}, received::accept);
        ByteBuffer input = ByteBuffer.allocate(READ_BYTES);
        while (!connection.isClosed() && channel.read(input.clear()) >= 0) {
            connection.receive(input.array(), 0, input.position());
            while (connection.hasOutput()) {
                int offset = connection.outputOffset();
                int length = connection.outputEnd() - offset;
                ByteBuffer output = ByteBuffer.wrap(connection.output(), offset, length);
                connection.written(channel.write(output));
            }
        }
    }
}
