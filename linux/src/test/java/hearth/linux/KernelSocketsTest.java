package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSocketsTest {
    private final Sockets sockets = Linux.kernel().sockets();
    private final Descriptors descriptors = Linux.kernel().descriptors();
    private final ReceiveBuffer buffer = new ReceiveBuffer(1024);

    @Test
    void aPairOfStreamsCarriesBytesUntilOneEndCloses() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);

        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(Linux.WOULD_BLOCK);
        assertThat(sockets.send(pair.first(), ascii("abc"), 1, 2)).isEqualTo(2);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(2);
        assertThat(buffer.toByteArray()).isEqualTo(ascii("bc"));
        descriptors.close(pair.first());
        assertThat(sockets.receive(pair.second(), buffer)).isZero();
        descriptors.close(pair.second());
    }

    @Test
    void descriptorsTravelWithAMessage() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);
        Descriptors.Pipe pipe = descriptors.pipe();

        sockets.send(pair.first(), ascii("x"), 0, 1, pipe.readFd(), pipe.writeFd());
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(1);
        int[] fds = buffer.takeDescriptors();
        assertThat(fds).hasSize(2);
        descriptors.write(fds[1], ascii("through"), 0, 7);
        assertThat(descriptors.read(pipe.readFd(), new byte[8], 0, 8)).isEqualTo(7);
        close(fds[0], fds[1], pipe.readFd(), pipe.writeFd(), pair.first(), pair.second());
    }

    @Test
    void descriptorsThatNobodyTookAreClosedByTheNextReceive() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        int before = openDescriptors();

        sockets.send(pair.first(), ascii("x"), 0, 1, pair.first(), pair.first());
        sockets.receive(pair.second(), buffer);
        assertThat(openDescriptors()).isEqualTo(before + 2);
        sockets.receive(pair.second(), buffer);
        assertThat(openDescriptors()).isEqualTo(before);
        close(pair.first(), pair.second());
    }

    @Test
    void whatIsPeekedAtStaysThereWithItsDescriptors() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        int before = openDescriptors();
        sockets.send(pair.first(), ascii("abc"), 0, 3, pair.first());
        sockets.send(pair.first(), ascii("def"), 0, 3);

        byte[] seen = new byte[1024];
        assertThat(sockets.peek(pair.second(), seen)).isEqualTo(3); // up to the descriptors
        assertThat(seen).startsWith(ascii("abc"));
        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(sockets.receive(pair.second(), buffer, 2)).isEqualTo(2);
        assertThat(buffer.toByteArray()).isEqualTo(ascii("ab"));
        assertThat(buffer.descriptorCount()).isEqualTo(1);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(4);
        assertThat(sockets.peek(pair.second(), seen)).isEqualTo(Linux.WOULD_BLOCK);
        close(pair.first());
        assertThat(sockets.peek(pair.second(), seen)).isZero();
        close(pair.second());
    }

    @Test
    void thatDescriptorsComeWithAStreamIsSeenByPeekingAtIt() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        byte[] seen = new byte[16];
        assertThat(sockets.peekStream(pair.second(), seen, 1))
                .isEqualTo(new Sockets.Peeked(Linux.WOULD_BLOCK, false));

        sockets.send(pair.first(), ascii("abc"), 0, 3);
        sockets.send(pair.first(), ascii("de"), 0, 2);
        assertThat(sockets.peekStream(pair.second(), seen, 1))
                .isEqualTo(new Sockets.Peeked(5, false));
        assertThat(seen).startsWith(0, 'a', 'b', 'c', 'd', 'e', 0);

        sockets.send(pair.first(), ascii("xyz"), 0, 3, pair.first());
        sockets.send(pair.first(), ascii("fgh"), 0, 3);
        int open = openDescriptors();
        assertThat(sockets.peekStream(pair.second(), seen, 1))
                .isEqualTo(new Sockets.Peeked(8, true));
        assertThat(openDescriptors()).isEqualTo(open);
        close(pair.first(), pair.second());
    }

    @Test
    void theEndOfAStreamIsPeekedAt() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        close(pair.first());

        assertThat(sockets.peekStream(pair.second(), new byte[1], 0))
                .isEqualTo(new Sockets.Peeked(0, false));
        close(pair.second());
    }

    @Test
    void aMessageThatIsPeekedAtStaysThereWithItsDescriptors() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);
        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        int before = openDescriptors();
        sockets.send(pair.first(), ascii("abc"), 0, 3, pair.first());

        assertThat(sockets.peekMessage(pair.second(), buffer)).isEqualTo(3);
        assertThat(buffer.toByteArray()).isEqualTo(ascii("abc"));
        assertThat(buffer.credentials()).isPresent();
        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(3);
        assertThat(buffer.descriptorCount()).isEqualTo(1);
        close(buffer.takeDescriptors());
        close(pair.first(), pair.second());
    }

    @Test
    void aMessageIsPeekedAtWithCopiesOfItsDescriptors() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);
        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        sockets.send(pair.first(), ascii("abc"), 0, 3, pair.first());

        assertThat(sockets.peekWithDescriptors(pair.second(), buffer)).isEqualTo(3);
        assertThat(buffer.toByteArray()).isEqualTo(ascii("abc"));
        assertThat(buffer.credentials()).isPresent();
        int[] copies = buffer.takeDescriptors();
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(3);
        int[] taken = buffer.takeDescriptors();
        assertThat(copies).hasSize(1);
        assertThat(taken).hasSize(1);
        assertThat(KernelDescriptors.INSTANCE.isSameFile(copies[0], taken[0])).isTrue();
        assertThat(KernelDescriptors.INSTANCE.isSameFile(copies[0], pair.first())).isTrue();
        close(copies);
        close(taken);
        close(pair.first(), pair.second());
    }

    @Test
    void aMessageSaysWhenItWasSent() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.DATAGRAM);
        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        sockets.setOption(pair.second(), SocketOption.TIMESTAMP, 1);
        ReceiveBuffer stamped = ReceiveBuffer.stamped(1024);
        long before = System.currentTimeMillis();
        sockets.send(pair.first(), ascii("abc"), 0, 3, pair.first());

        assertThat(sockets.peekMessage(pair.second(), stamped)).isEqualTo(3);
        assertThat(stamped.credentials()).isPresent();
        assertThat(stamped.sentUsec() / 1_000).isBetween(before, System.currentTimeMillis());
        assertThat(sockets.receive(pair.second(), stamped)).isEqualTo(3);
        assertThat(stamped.descriptorCount()).isEqualTo(1);
        assertThat(stamped.sentUsec()).isPositive();
        close(stamped.takeDescriptors());
        close(pair.first(), pair.second());
    }

    @Test
    void theKernelCountsWhatWasLookedAtAndIsStillThere() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.DATAGRAM);
        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        sockets.setOption(pair.second(), SocketOption.PEEK_OFFSET, 0);
        sockets.send(pair.first(), ascii("abc"), 0, 3);
        sockets.send(pair.first(), ascii("defg"), 0, 4);

        assertThat(sockets.peekMessage(pair.second(), buffer)).isEqualTo(3);
        assertThat(sockets.peekMessage(pair.second(), buffer)).isEqualTo(4);
        assertThat(buffer.toByteArray()).isEqualTo(ascii("defg"));
        assertThat(sockets.peekMessage(pair.second(), buffer)).isEqualTo(Linux.WOULD_BLOCK);
        assertThat(sockets.option(pair.second(), SocketOption.PEEK_OFFSET)).isEqualTo(7);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(3);
        assertThat(sockets.option(pair.second(), SocketOption.PEEK_OFFSET)).isEqualTo(4);
        close(pair.first(), pair.second());
    }

    @Test
    void aMessageThatIsPeekedAtWithoutCredentialsKeepsItsDescriptors() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.DATAGRAM);
        int before = openDescriptors();
        sockets.send(pair.first(), ascii("abc"), 0, 3, pair.first(), pair.second());

        assertThat(sockets.peekMessage(pair.second(), buffer)).isEqualTo(3);
        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(3);
        assertThat(buffer.descriptorCount()).isEqualTo(2);
        close(buffer.takeDescriptors());
        close(pair.first(), pair.second());
    }

    @Test
    void aStreamTakesUpTo32KibibytesInOnePieceOrNotAtAll() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        byte[] piece = new byte[32 << 10];

        int taken = sockets.send(pair.first(), piece, 0, piece.length);
        while (taken != Linux.WOULD_BLOCK) {
            assertThat(taken).isEqualTo(piece.length);
            taken = sockets.send(pair.first(), piece, 0, piece.length);
        }
        close(pair.first(), pair.second());
    }

    @Test
    void aMessageThatDoesNotFitIsDroppedAndItsDescriptorsAreTheCallers() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);
        int before = openDescriptors();

        sockets.send(pair.first(), new byte[1025], 0, 1025, pair.first());
        sockets.send(pair.first(), ascii("next"), 0, 4);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(Sockets.TRUNCATED);
        assertThat(buffer.size()).isZero();
        assertThat(openDescriptors()).isEqualTo(before + 1);
        close(buffer.takeDescriptors());
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(4);
        close(pair.first(), pair.second());
    }

    @Test
    void asManyDescriptorsAsTheKernelPassesFit() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);
        int[] fds = new int[ReceiveBuffer.DESCRIPTOR_LIMIT];
        Arrays.fill(fds, pair.first());

        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        sockets.send(pair.first(), ascii("x"), 0, 1, fds);
        assertThat(sockets.receive(pair.second(), buffer)).isEqualTo(1);
        assertThat(buffer.descriptorCount()).isEqualTo(253);
        assertThat(buffer.credentials()).isPresent();
        close(buffer.takeDescriptors());
        close(pair.first(), pair.second());
    }

    @Test
    void credentialsComeFromTheKernel() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.DATAGRAM);
        int self = (int) ProcessHandle.current().pid();

        sockets.setOption(pair.second(), SocketOption.PASS_CREDENTIALS, 1);
        sockets.send(pair.first(), ascii("READY=1"), 0, 7);
        sockets.receive(pair.second(), buffer);
        assertThat(buffer.credentials()).map(Credentials::pid).contains(self);
        assertThat(sockets.peerCredentials(pair.first()).pid()).isEqualTo(self);
        close(pair.first(), pair.second());
    }

    @Test
    void aListenerHasTheModeAskedForWhateverTheUmaskIs(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        int fd = sockets.socket(SocketType.STREAM);

        sockets.bind(fd, UnixAddress.of(path.toString()), 0666);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw-rw-");
        assertErrno(
                Errno.EADDRINUSE,
                () ->
                        sockets.bind(
                                sockets.socket(SocketType.STREAM),
                                UnixAddress.of(path.toString()),
                                0600));
        close(fd);
    }

    @Test
    void connectionsAreAcceptedWithTheirPeer(@TempDir Path directory) throws Exception {
        UnixAddress address = UnixAddress.of(directory.resolve("socket").toString());
        int listener = sockets.socket(SocketType.STREAM);
        sockets.bind(listener, address, 0600);
        sockets.listen(listener);
        assertThat(sockets.accept(listener)).isEqualTo(Linux.WOULD_BLOCK);
        assertThat(sockets.option(listener, SocketOption.LISTENING)).isEqualTo(1);

        int client = sockets.socket(SocketType.STREAM);
        assertThat(sockets.connect(client, address)).isTrue();
        int server = sockets.accept(listener);
        assertThat(sockets.peerCredentials(server).pid())
                .isEqualTo((int) ProcessHandle.current().pid());
        sockets.peerPidFd(server).ifPresent(descriptors::closeQuietly);
        sockets.shutdown(client, Sockets.Direction.WRITING);
        assertThat(sockets.receive(server, buffer)).isZero();
        close(listener, client, server);
    }

    @Test
    void anAbstractNameNeedsNoFile() throws Exception {
        UnixAddress address = UnixAddress.parse("@hearth-test-" + ProcessHandle.current().pid());
        int receiver = sockets.socket(SocketType.DATAGRAM);
        int sender = sockets.socket(SocketType.DATAGRAM);

        sockets.bind(receiver, address, 0600);
        assertThat(sockets.sendTo(sender, address, ascii("hi"), 0, 2)).isEqualTo(2);
        assertThat(sockets.receive(receiver, buffer)).isEqualTo(2);
        close(receiver, sender);
    }

    @Test
    void aPathThatDoesNotFitIsRefused() throws Exception {
        int fd = sockets.socket(SocketType.STREAM);

        assertErrno(
                Errno.ENAMETOOLONG,
                () -> sockets.connect(fd, UnixAddress.of("/" + "x".repeat(107))));
        assertErrno(Errno.ENOENT, () -> sockets.connect(fd, UnixAddress.of("/" + "x".repeat(106))));
        assertErrno(Errno.EINVAL, () -> sockets.connect(fd, UnixAddress.of("/tmp\0/x")));
        close(fd);
    }

    @Test
    void aStreamTakesALargeMessageInParts() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        byte[] large = new byte[3 << 20];
        int sent = 0;
        int count = sockets.send(pair.first(), large, 0, large.length);
        while (count != Linux.WOULD_BLOCK) {
            sent += count;
            count = sockets.send(pair.first(), large, sent, large.length - sent);
        }

        assertThat(sent).isBetween(1, large.length - 1);
        close(pair.first(), pair.second());
    }

    @Test
    void aMessageAboveTheLimitIsRefusedInsteadOfCut() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.SEQPACKET);

        assertErrno(
                Errno.EMSGSIZE, () -> sockets.send(pair.first(), new byte[2 << 20], 0, 2 << 20));
        close(pair.first(), pair.second());
    }

    @Test
    void sendingToAClosedPeerIsEpipe() throws Exception {
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        descriptors.close(pair.second());

        assertErrno(Errno.EPIPE, () -> sockets.send(pair.first(), ascii("x"), 0, 1));
        close(pair.first());
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private static int openDescriptors() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }

    private void close(int... fds) throws ErrnoException {
        for (int fd : fds) {
            descriptors.close(fd);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
