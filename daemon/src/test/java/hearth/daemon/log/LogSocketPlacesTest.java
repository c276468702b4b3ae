package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.socket.LogSockets;
import hearth.linux.ErrnoException;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sockets to which programs log are ours, and which are others', on the real kernel. */
class LogSocketPlacesTest {
    private static final int PEOPLE_FIRST = 1_000;

    @TempDir Path directory;
    private LogsOnDisk logs;
    private Sockets sockets;
    private Path places;
    private String me;

    @BeforeEach
    void begin() throws Exception {
        places = directory.resolve("sockets");
        logs = new LogsOnDisk(directory, true);
        sockets = logs.sockets();
        logs.serve(places);
        logs.settle();
        int uid = (int) Files.getAttribute(directory, "unix:uid");
        me = uid < PEOPLE_FIRST ? "system" : Integer.toString(uid);
    }

    @AfterEach
    void end() {
        logs.close();
    }

    private void send(Path socket, String text) throws ErrnoException {
        byte[] bytes = text.getBytes(UTF_8);
        int client = sockets.socket(SocketType.DATAGRAM);
        assertThat(
                        sockets.sendTo(
                                client, UnixAddress.of(socket.toString()), bytes, 0, bytes.length))
                .isEqualTo(bytes.length);
        logs.descriptors().close(client);
    }

    @Test
    void whatOthersServeStaysTheirs() throws Exception {
        Path others = Files.createDirectory(directory.resolve("others"));
        int listener = sockets.socket(SocketType.STREAM);
        sockets.bind(listener, UnixAddress.of(others.resolve("stdout").toString()), 0600);
        sockets.listen(listener);
        int syslog = sockets.socket(SocketType.DATAGRAM);
        sockets.bind(syslog, UnixAddress.of(others.resolve("log").toString()), 0600);
        Object before = Files.getAttribute(others.resolve("stdout"), "unix:ino");
        try (var second =
                new LogsOnDisk(Files.createDirectory(directory.resolve("second")), true)) {
            second.serve(others);
            second.settle();
        }

        assertThat(Files.getAttribute(others.resolve("stdout"), "unix:ino")).isEqualTo(before);
        assertThat(others.resolve("log")).matches(path -> !Files.isSymbolicLink(path));
        logs.descriptors().close(listener);
        logs.descriptors().close(syslog);
    }

    @Test
    void whatNobodyServesAnyMoreIsTakenOver() throws Exception {
        Path left = Files.createDirectory(directory.resolve("left"));
        int dead = sockets.socket(SocketType.DATAGRAM);
        sockets.bind(dead, UnixAddress.of(left.resolve("socket").toString()), 0600);
        logs.descriptors().close(dead);
        try (var second =
                new LogsOnDisk(Files.createDirectory(directory.resolve("second")), true)) {
            second.serve(left);
            send(left.resolve("socket"), "MESSAGE=hello\n");
            second.settle();

            assertThat(second.texts(me)).containsExactly("hello");
            assertThat(second.complaints).isEmpty();
        }
    }

    @Test
    void aLinkThatCannotBeMadeKeepsNothingElseBack() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path syslog = other.resolve("missing").resolve("log");
        try (var second =
                new LogsOnDisk(Files.createDirectory(directory.resolve("second")), true)) {
            assertThat(second.serve(new LogSockets.Places(other, syslog, other))).isTrue();
            send(other.resolve("dev-log"), "<13>x");
            second.settle();

            assertThat(second.texts(me)).containsExactly("x");
            assertThat(second.complaints)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "what syslog(3) sends is not taken, no link can be made at " + syslog);
        }
    }

    @Test
    void whatCannotBeRemovedIsSaid() throws Exception {
        logs.restart();
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.createDirectories(full.resolve("socket").resolve("x"));
        logs.leave(full);

        assertThat(logs.complaints)
                .anyMatch(text ->
                        text.startsWith(
                                "the socket at "
                                        + full.resolve("socket")
                                        + ", which nobody serves now, cannot be removed"));
    }

    @Test
    void whatIsLeftToOthersIsNotThereAnyMore() throws Exception {
        logs.restart();
        logs.leave(places);

        assertThat(places).isEmptyDirectory();
    }
}
