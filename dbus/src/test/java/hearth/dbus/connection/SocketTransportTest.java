package hearth.dbus.connection;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.linux.Descriptors;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.fake.FakeLinux;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two ends over a pair of sockets: the kernel's and the fake's. */
class SocketTransportTest {
    private static final Guid GUID = Guid.random(new SplittableRandom(3));
    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/login1");

    private final ReceiveBuffer buffer = new ReceiveBuffer(64 << 10);
    private final List<Message> atServer = new ArrayList<>();
    private final List<Message> atClient = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    static List<Linux> both() {
        return List.of(new FakeLinux(), Linux.kernel());
    }

    /** Both ends of one conversation. */
    private record Ends(SocketTransport client, SocketTransport server) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    private Ends connect(Linux linux) throws Exception {
        Sockets.Pair pair = linux.sockets().socketPair(SocketType.STREAM);
        DescriptorList.Closer closer = linux.descriptors()::closeQuietly;
        Connection client =
                Connection.client(Limits.CLIENT, closer, (connection, m) -> atClient.add(m));
        Connection server =
                Connection.server(
                        GUID,
                        linux.sockets().peerCredentials(pair.second()),
                        Limits.SERVER,
                        closer,
                        new Connection.Listener() {
                            @Override
                            public void received(Connection connection, Message message) {
                                atServer.add(message);
                            }

                            @Override
                            public void closed(Connection connection, String reason) {
                                reasons.add(reason);
                            }
                        });
        var ends =
                new Ends(
                        new SocketTransport(linux, pair.first(), client),
                        new SocketTransport(linux, pair.second(), server));
        exchange(ends);
        return ends;
    }

    private void exchange(Ends ends) {
        for (int turn = 0; turn < 200; turn++) {
            ends.client().writable();
            ends.server().readable(buffer);
            ends.server().writable();
            ends.client().readable(buffer);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aDescriptorReachesTheOtherEnd(Linux linux) throws Exception {
        try (Ends ends = connect(linux)) {
            Descriptors.Pipe pipe = linux.descriptors().pipe();
            ends.server()
                    .connection()
                    .send(
                            Message.signal(PATH, "a.b", "Take")
                                    .withDescriptors(
                                            DescriptorList.owning(
                                                    linux.descriptors()::closeQuietly,
                                                    pipe.writeFd()))
                                    .withBody(Signature.of("h"), w -> w.handle(0)));
            exchange(ends);
            atClient.getFirst().close();

            // Sent and closed there, received and closed here: the pipe has no writer any more.
            assertThat(linux.descriptors().read(pipe.readFd(), new byte[1], 0, 1)).isZero();
            linux.descriptors().close(pipe.readFd());
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aMessageLargerThanTheSocketTakesSeveralTurns(Linux linux) throws Exception {
        try (Ends ends = connect(linux)) {
            byte[] large = new byte[3 << 20];
            new SplittableRandom(4).nextBytes(large);
            ends.client()
                    .connection()
                    .send(
                            Message.call("", PATH, "a.b", "Large")
                                    .withBody(Signature.of("ay"), w -> w.bytes(large)));
            ends.client().writable();

            assertThat(ends.client().interest()).isEqualTo(Polling.READABLE | Polling.WRITABLE);
            exchange(ends);
            assertThat(ends.client().interest()).isEqualTo(Polling.READABLE);
            assertThat(atServer.getFirst().reader().bytes()).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void aTurnTakesFewOfManyMessagesAndALongOneWhole(Linux linux) throws Exception {
        try (Ends ends = connect(linux)) {
            int count = 600;
            for (int i = 0; i < count; i++) {
                ends.client().connection().send(Message.call("", PATH, "a.b", "Small"));
            }
            ends.client().writable();
            ends.server().readableWhole(buffer, new NotWrittenDown());
            assertThat(atServer).hasSizeBetween(1, count - 1);

            for (int turn = 0; turn < count; turn++) {
                ends.client().writable();
                ends.server().readableWhole(buffer, new NotWrittenDown());
            }
            assertThat(atServer).hasSize(count);
            byte[] body = new byte[2 * SocketTransport.WHOLE_BYTES_A_TURN];
            ends.client()
                    .connection()
                    .send(
                            Message.call("", PATH, "a.b", "Long")
                                    .withBody(Signature.of("ay"), w -> w.bytes(body)));
            ends.client().writable();
            ends.server().readableWhole(buffer, new NotWrittenDown());
            assertThat(atServer).hasSize(count + 1);
        }
    }

    private static final class NotWrittenDown implements SocketTransport.Stages {
        @Override
        public void whole(byte[] bytes, int end) {}

        @Override
        public void torn(boolean isTorn) {}
    }

    @ParameterizedTest
    @MethodSource("both")
    void aPeerThatHangsUpIsNoticed(Linux linux) throws Exception {
        try (Ends ends = connect(linux)) {
            ends.client().close();
            ends.server().readable(buffer);

            assertThat(reasons).containsExactly("the peer hung up");
        }
    }

    @Test
    void nothingIsLeftOpenWhateverWasOnItsWay() throws Exception {
        Linux linux = Linux.kernel();
        connect(linux).close(); // whatever is opened once and for all
        int before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            try (Ends ends = connect(linux)) {
                Descriptors.Pipe pipe = linux.descriptors().pipe();
                for (int message = 0; message < i; message++) {
                    ends.client()
                            .connection()
                            .send(
                                    Message.call("", PATH, "a.b", "Take")
                                            .withDescriptors(
                                                    DescriptorList.owning(
                                                            linux.descriptors()::closeQuietly,
                                                            linux.descriptors()
                                                                    .duplicate(pipe.readFd()))));
                }
                ends.client().writable();
                if (i % 2 == 0) {
                    ends.server().readable(buffer);
                }
                linux.descriptors().close(pipe.readFd());
                linux.descriptors().close(pipe.writeFd());
            }
        }
        atServer.forEach(Message::close);

        assertThat(atServer).isNotEmpty();
        assertThat(openDescriptors()).isEqualTo(before);
    }

    private static int openDescriptors() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }
}
