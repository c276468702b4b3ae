package hearth.daemon.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Budgets;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real thing: a TCP socket that lingers for an hour, and whose peer never reads. */
class LingeringCloseTest {
    private static final int LINGER_SECONDS = 3_600;
    private static final int ALICE = 2001;

    private final Linux linux = Linux.kernel();

    /** The two ends: one that is full and lingers, and one that never reads. */
    private record Ends(SocketChannel lingering, SocketChannel reader) implements AutoCloseable {
        static Ends connect() throws IOException {
            try (var server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var lingering = SocketChannel.open(server.getLocalAddress());
                lingering.setOption(StandardSocketOptions.SO_LINGER, LINGER_SECONDS);
                lingering.configureBlocking(false);
                ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
                while (lingering.write(bytes.clear()) > 0) {
                    // until it is full
                }
                return new Ends(lingering, server.accept());
            }
        }

        /** Resets the connection, which ends every wait for it. */
        @Override
        public void close() throws IOException {
            reader.setOption(StandardSocketOptions.SO_LINGER, 0);
            reader.close();
        }
    }

    /** Returns another descriptor of the lingering end, as whoever is passed it has one. */
    private int passed(Ends ends) throws IOException {
        int mine = descriptorOf(ends.lingering());
        Sockets.Pair pair = linux.sockets().socketPair(SocketType.STREAM);
        linux.sockets().send(pair.first(), new byte[1], 0, 1, mine);
        var buffer = new ReceiveBuffer(16);
        linux.sockets().receive(pair.second(), buffer);
        linux.descriptors().close(pair.first());
        linux.descriptors().close(pair.second());
        return buffer.takeDescriptors()[0];
    }

    private static int descriptorOf(SocketChannel channel) throws IOException {
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        String inode = inodeOf(port);
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(path -> isLinkTo(path, "socket:[" + inode + "]"))
                    .mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isLinkTo(Path path, String target) {
        try {
            return Files.readSymbolicLink(path).toString().equals(target);
        } catch (IOException _) { // gone meanwhile
            return false;
        }
    }

    private static String inodeOf(int port) throws IOException {
        String local = ":%04X".formatted(port);
        for (String table : new String[] {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[1].endsWith(local)) {
                    return fields[9];
                }
            }
        }
        throw new AssertionError("no socket with port " + port);
    }

    @Test
    void itsLastCloseIsTheEndOfAThreadWhichLetsNothingLinger() throws Exception {
        var foreign = ForeignDescriptors.onThreads(linux, Budgets.generous());
        var closed = new CountDownLatch(1);
        var next = new CountDownLatch(1);
        var others = new CountDownLatch(1);
        try (Ends ends = Ends.connect()) {
            int fd = passed(ends);
            ends.lingering().close(); // not the last, so it does not wait

            foreign.close(ALICE, fd, closed::countDown);
            foreign.close(ALICE, linux.sockets().socket(SocketType.STREAM), next::countDown);
            foreign.close(ALICE + 1, linux.sockets().socket(SocketType.STREAM), others::countDown);

            assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue(); // of an hour
            assertThat(next.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(others.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.exists(Path.of("/proc/self/fd", Integer.toString(fd)))).isFalse();
        }
    }
}
