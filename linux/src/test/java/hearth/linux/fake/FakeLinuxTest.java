package hearth.linux.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.linux.Descriptors;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.EventBatch;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fake promises; where it can be shown, side by side with the running kernel. */
class FakeLinuxTest {
    private final FakeLinux fake = new FakeLinux();
    private final ReceiveBuffer buffer = new ReceiveBuffer(100);

    static List<Linux> both() {
        return List.of(new FakeLinux(), Linux.kernel());
    }

    @ParameterizedTest
    @MethodSource("both")
    void aPipeEndsWhenItsLastWriterCloses(Linux linux) throws Exception {
        Descriptors descriptors = linux.descriptors();
        Descriptors.Pipe pipe = descriptors.pipe();
        int duplicate = descriptors.duplicate(pipe.writeFd());
        byte[] into = new byte[4];

        descriptors.close(pipe.writeFd());
        assertThat(descriptors.read(pipe.readFd(), into, 0, 4)).isEqualTo(Linux.WOULD_BLOCK);
        assertThat(descriptors.write(duplicate, ascii("abc"), 0, 3)).isEqualTo(3);
        descriptors.close(duplicate);
        assertThat(descriptors.read(pipe.readFd(), into, 0, 4)).isEqualTo(3);
        assertThat(descriptors.read(pipe.readFd(), into, 0, 4)).isZero();
        descriptors.close(pipe.readFd());
    }

    @ParameterizedTest
    @MethodSource("both")
    void aStreamJoinsBytesUpToAndWithTheNextDescriptors(Linux linux) throws Exception {
        Sockets sockets = linux.sockets();
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        sockets.send(pair.first(), ascii("ab"), 0, 2);
        sockets.send(pair.first(), ascii("cd"), 0, 2);
        sockets.send(pair.first(), ascii("ef"), 0, 2, pair.first());
        sockets.send(pair.first(), ascii("gh"), 0, 2);

        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(6);
        assertThat(buffer.descriptorCount()).isEqualTo(1);
        linux.descriptors().close(buffer.takeDescriptors()[0]);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(2);
        linux.descriptors().close(pair.first());
        assertThat(sockets.receive(pair.second(), buffer)).isZero();
        linux.descriptors().close(pair.second());
    }

    @ParameterizedTest
    @MethodSource("both")
    void messagesKeepTheirBoundsOrAreDropped(Linux linux) throws Exception {
        Sockets sockets = linux.sockets();
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);
        sockets.send(pair.first(), ascii("ab"), 0, 2);
        sockets.send(pair.first(), new byte[101], 0, 101, pair.second());
        sockets.send(pair.first(), ascii("c"), 0, 1);

        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(2);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(Sockets.TRUNCATED);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(1);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(Linux.WOULD_BLOCK);
        linux.descriptors().close(pair.first());
        linux.descriptors().close(pair.second());
    }

    @ParameterizedTest
    @MethodSource("both")
    void connectionsAreFoundByName(Linux linux) throws Exception {
        Sockets sockets = linux.sockets();
        var address = new UnixAddress.Abstract("hearth-fake-" + ProcessHandle.current().pid());
        int listener = sockets.socket(SocketType.STREAM);
        sockets.bind(listener, address, 0600);
        int client = sockets.socket(SocketType.STREAM);
        assertErrno(Errno.ECONNREFUSED, () -> sockets.connect(client, address));

        sockets.listen(listener);
        assertThat(sockets.connect(client, address)).isTrue();
        int server = sockets.accept(listener);
        sockets.send(client, ascii("hello"), 0, 5);
        assertThat(sockets.receive(server, buffer)).isEqualTo(5);
        linux.descriptors().close(client);
        assertThat(sockets.receive(server, buffer)).isZero();
        assertErrno(Errno.EPIPE, () -> sockets.send(server, ascii("x"), 0, 1));
        linux.descriptors().close(server);
        linux.descriptors().close(listener);
    }

    @ParameterizedTest
    @MethodSource("both")
    void epollTellsWhatIsReady(Linux linux) throws Exception {
        Polling polling = linux.polling();
        var batch = new EventBatch(4);
        int epollFd = polling.epoll();
        Sockets.Pair pair = linux.sockets().socketPair(SocketType.STREAM);
        polling.add(epollFd, pair.second(), Polling.READABLE | Polling.WRITABLE, 9);

        assertThat(polling.wait(epollFd, batch, 0)).isEqualTo(1);
        assertThat(batch.events(0)).isEqualTo(Polling.WRITABLE);
        polling.modify(epollFd, pair.second(), Polling.READABLE, 8);
        assertThat(polling.wait(epollFd, batch, 0)).isZero();
        linux.sockets().send(pair.first(), ascii("x"), 0, 1);
        assertThat(polling.wait(epollFd, batch, 0)).isEqualTo(1);
        assertThat(batch.token(0)).isEqualTo(8);
        for (int fd : new int[] {pair.first(), pair.second(), epollFd}) {
            linux.descriptors().close(fd);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void onlyASealedMemfdIsBelieved(Linux linux) throws Exception {
        Descriptors descriptors = linux.descriptors();
        int fd = descriptors.memfd("x");
        descriptors.write(fd, ascii("abc"), 0, 3);

        assertErrno(Errno.EPERM, () -> descriptors.readSealed(fd, 10));
        descriptors.seal(fd);
        assertThat(descriptors.readSealed(fd, 10)).isEqualTo(ascii("abc"));
        assertErrno(Errno.EPERM, () -> descriptors.write(fd, ascii("d"), 0, 1));
        descriptors.close(fd);
        assertErrno(Errno.EBADF, () -> descriptors.readSealed(fd, 10));
    }

    @Test
    void timersFireWhenTheClockIsMoved() throws Exception {
        Polling polling = fake.polling();
        int epollFd = polling.epoll();
        int timer = polling.timerFd(Polling.Clock.MONOTONIC);
        polling.add(epollFd, timer, Polling.READABLE, 1);
        polling.arm(timer, polling.nowNanos(Polling.Clock.MONOTONIC) + 1000);
        var batch = new EventBatch(1);

        fake.advance(Duration.ofNanos(999));
        assertThat(polling.wait(epollFd, batch, 1000)).isZero();
        fake.advance(Duration.ofNanos(1));
        assertThat(polling.wait(epollFd, batch, 0)).isEqualTo(1);
        assertThat(polling.expirations(timer)).isEqualTo(1);
        assertThat(polling.wait(epollFd, batch, 0)).isZero();
    }

    @Test
    void aMessageCarriesItsSender() throws Exception {
        Sockets sockets = fake.sockets();
        Sockets.Pair pair = sockets.socketPair(SocketType.DATAGRAM);
        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        var alice = new Credentials(42, 1000, 1000);

        fake.actAs(alice);
        sockets.send(pair.first(), ascii("READY=1"), 0, 7);
        sockets.receive(pair.second(), buffer);
        assertThat(buffer.credentials()).contains(alice);
    }

    @Test
    void descriptorsOnTheirWayKeepTheirFileOpen() throws Exception {
        Sockets.Pair pair = fake.sockets().socketPair(SocketType.SEQPACKET);
        Descriptors.Pipe pipe = fake.descriptors().pipe();
        fake.sockets().send(pair.first(), ascii("x"), 0, 1, pipe.writeFd());
        fake.descriptors().close(pipe.writeFd());

        assertThat(fake.descriptors().read(pipe.readFd(), new byte[1], 0, 1))
                .isEqualTo(Linux.WOULD_BLOCK);
        fake.sockets().receive(pair.second(), buffer);
        fake.descriptors().close(buffer.takeDescriptors()[0]);
        assertThat(fake.descriptors().read(pipe.readFd(), new byte[1], 0, 1)).isZero();
        assertThat(fake.openDescriptors()).isEqualTo(3);
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
