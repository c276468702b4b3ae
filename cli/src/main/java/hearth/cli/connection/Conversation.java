package hearth.cli.connection;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * A conversation with one peer, a manager or the system bus, in which each call waits for its
 * answer. Signals that come meanwhile wait for {@link #nextSignal}.
 *
 * <p>It reads and writes by NIO: linking the kernel's functions, as the daemon does for the sake of
 * descriptors, would take longer than a whole command. Confined to one thread.
 */
public final class Conversation implements AutoCloseable {
    /** How long an answer may take; systemd's clients wait as long. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(25);

    /** How long to let others go first where many wait to be let in. */
    private static final Duration CONNECT_PAUSE = Duration.ofMillis(20);

    /**
     * How many signals may wait: a transaction over ten thousand units has two a job. What follows
     * is lost, and said.
     */
    private static final int SIGNALS_LIMIT = 65_536;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Connection connection;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 16);
    private final Map<Integer, Message> answers = new HashMap<>();
    private final Queue<Message> signals = new ArrayDeque<>();
    private String whyClosed = "";
    private Optional<Limit> limit = Optional.empty();

    /** How long a conversation may take in all, and until when that is. */
    private record Limit(Duration duration, long endNanos) {}

    private Conversation(SocketChannel channel) throws IOException {
        this.channel = channel;
        selector = Selector.open();
        key = channel.register(selector, 0);
        connection = Connection.clientWithoutDescriptors(Limits.CLIENT, new Inbox());
    }

    /**
     * Connects to a peer, such as a user's manager at its private socket. Nothing is said to
     * anybody but who is meant.
     *
     * @throws IOException where nobody listens there, or somebody else, or nobody listens to us
     */
    public static Conversation withPeer(Path socket, Peer peer) throws IOException {
        SocketChannel channel = connect(socket);
        try {
            peer.check(channel);
            return new Conversation(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Connects without waiting in the kernel: who listens and accepts nobody would hold us for
     * ever.
     */
    private static SocketChannel connect(Path socket) throws IOException {
        long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
        while (true) {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                if (channel.connect(UnixDomainSocketAddress.of(socket))) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            if (System.nanoTime() >= deadline) {
                throw new InterruptedIOException(
                        "too many wait there already; nobody was let in for "
                                + ANSWER_LIMIT.toSeconds()
                                + " seconds");
            }
            LockSupport.parkNanos(CONNECT_PAUSE.toNanos());
        }
    }

    /**
     * Connects to a message bus, at a path of root's.
     *
     * @throws IOException where no bus listens there, or it does not want us
     */
    public static Conversation withBus(Path socket) throws IOException {
        Conversation bus = withPeer(socket, new Peer.OfRoot());
        try {
            bus.call(
                            Message.call(
                                    "org.freedesktop.DBus",
                                    DbusPath.of("/org/freedesktop/DBus"),
                                    "org.freedesktop.DBus",
                                    "Hello"))
                    .close();
            return bus;
        } catch (CallRefused e) {
            bus.close();
            throw new IOException("the bus did not let us in: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            bus.close();
            throw e;
        }
    }

    /**
     * Lets the conversation take so long from now on and no longer, for who has others to talk with
     * as well: a peer can take its time for each of many answers.
     */
    public void limit(Duration duration) {
        limit = Optional.of(new Limit(duration, System.nanoTime() + duration.toNanos()));
    }

    /**
     * Calls a method and waits for its answer.
     *
     * @throws CallRefused where the answer is an error
     * @throws IOException where the connection is lost, or no answer comes in time
     */
    public Message call(Message call) throws CallRefused, IOException {
        long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
        awaitOpen(deadline);
        int serial = connection.send(call);
        Message answer = answers.remove(serial);
        while (answer == null) {
            exchange(deadline);
            answer = answers.remove(serial);
        }
        Optional<String> error = answer.errorName();
        if (error.isPresent()) {
            String text = answer.errorText();
            answer.close();
            throw new CallRefused(error.get(), text.isEmpty() ? error.get() : text);
        }
        return answer;
    }

    /**
     * Waits for the next signal, as long as it takes.
     *
     * @throws IOException where the connection is lost
     */
    public Message nextSignal() throws IOException {
        while (true) {
            Optional<Message> signal = nextSignal(ANSWER_LIMIT);
            if (signal.isPresent()) {
                return signal.get();
            }
        }
    }

    /**
     * Waits for the next signal.
     *
     * @return nothing where none came in time
     * @throws IOException where the connection is lost
     */
    public Optional<Message> nextSignal(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (signals.isEmpty() && System.nanoTime() < deadline) {
            pump(deadline);
        }
        return Optional.ofNullable(signals.poll());
    }

    /** Ends the conversation. */
    @Override
    public void close() {
        connection.close("done");
        signals.forEach(Message::close);
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            // Nothing is lost: whatever was to be said has been answered.
        }
    }

    private void awaitOpen(long deadline) throws IOException {
        while (!connection.isOpen()) {
            exchange(deadline);
        }
    }

    private void exchange(long deadline) throws IOException {
        if (System.nanoTime() >= deadline) {
            throw new InterruptedIOException(
                    "no answer within " + ANSWER_LIMIT.toSeconds() + " seconds");
        }
        pump(deadline);
    }

    /** Writes what waits and reads what comes, once, waiting until {@code deadline} at most. */
    private void pump(long deadline) throws IOException {
        if (connection.isClosed()) {
            throw new IOException(whyClosed);
        }
        if (limit.isPresent() && System.nanoTime() - limit.get().endNanos() >= 0) {
            throw new InterruptedIOException(
                    "it has taken more than " + limit.get().duration().toMinutes() + " minutes");
        }
        key.interestOps(
                connection.hasOutput()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ);
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        selector.select(Math.max(1, millis));
        selector.selectedKeys().clear();
        if (key.isWritable()) {
            write();
        }
        if (key.isReadable()) {
            read();
        }
    }

    private void write() throws IOException {
        while (connection.hasOutput()) {
            int offset = connection.outputOffset();
            int length = connection.outputEnd() - offset;
            int count = channel.write(ByteBuffer.wrap(connection.output(), offset, length));
            connection.written(count);
            if (count < length) {
                return;
            }
        }
    }

    private void read() throws IOException {
        input.clear();
        int count = channel.read(input);
        if (count < 0) {
            connection.close("it ended the conversation");
            return;
        }
        connection.receive(input.array(), 0, count);
    }

    /** Sorts what comes. */
    private final class Inbox implements Connection.Listener {
        @Override
        public void received(Connection connection, Message message) {
            switch (message.type()) {
                case METHOD_RETURN, ERROR -> answers.put(message.replySerial(), message);
                case SIGNAL -> {
                    if (signals.size() < SIGNALS_LIMIT) {
                        signals.add(message);
                    } else {
                        connection.close("it sent more signals than anybody can read");
                    }
                }
                case METHOD_CALL, UNKNOWN -> message.close();
            }
        }

        @Override
        public void closed(Connection connection, String reason) {
            whyClosed = reason;
        }
    }
}
