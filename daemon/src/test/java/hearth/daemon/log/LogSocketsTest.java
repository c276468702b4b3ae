package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.daemon.log.source.LogSettings;
import hearth.daemon.log.source.RateLimit;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.file.Changes;
import hearth.journal.write.JournalWriter;
import hearth.linux.Descriptors;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs log over sockets, on the real kernel. */
class LogSocketsTest {
    private static final int PEOPLE_FIRST = 1_000;
    private static final long LATER_USEC = Long.MAX_VALUE / 2;
    private static final String HEADER = "cat\n\n30\n1\n0\n0\n0\n";

    @TempDir Path directory;
    private LogsOnDisk logs;
    private Sockets sockets;
    private Path places;
    private String me;
    private int uid;
    private int client;

    @BeforeEach
    void begin() throws Exception {
        places = directory.resolve("sockets");
        logs = new LogsOnDisk(directory, true);
        sockets = logs.sockets();
        logs.serve(places);
        logs.settle();
        uid = (int) Files.getAttribute(directory, "unix:uid");
        me = uid < PEOPLE_FIRST ? "system" : Integer.toString(uid);
        client = sockets.socket(SocketType.DATAGRAM);
    }

    @AfterEach
    void end() {
        logs.descriptors().closeQuietly(client);
        logs.close();
    }

    private void send(String socket, String text, int... descriptors) throws ErrnoException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        UnixAddress address = UnixAddress.of(places.resolve(socket).toString());
        assertThat(sockets.sendTo(client, address, bytes, 0, bytes.length, descriptors))
                .isEqualTo(bytes.length);
    }

    private int connect() throws ErrnoException {
        int fd = sockets.socket(SocketType.STREAM);
        assertThat(sockets.connect(fd, UnixAddress.of(places.resolve("stdout").toString())))
                .isTrue();
        return fd;
    }

    private void write(int fd, String text) throws ErrnoException {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(sockets.send(fd, bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }

    private List<String> texts() throws IOException {
        logs.settle();
        return logs.texts(me);
    }

    /** Returns how many entries the log says are lost. */
    private int lost() throws IOException {
        return texts().stream()
                .filter(text -> text.endsWith(" lines were lost here"))
                .mapToInt(text -> Integer.parseInt(text.substring(0, text.indexOf(' '))))
                .sum();
    }

    @Test
    void anEntryHasWhatTheKernelSaysOfItsSender() throws Exception {
        send("socket", "MESSAGE=hello\n_UID=7\n_PID=1\n_TRANSPORT=x\nFOO=b\0r\n");
        logs.settle();

        assertThat(logs.entry(me))
                .contains(
                        "MESSAGE=hello",
                        "FOO=b\0r",
                        "_TRANSPORT=journal",
                        "_UID=" + uid,
                        "_PID=" + ProcessHandle.current().pid(),
                        "_HOSTNAME=host")
                .anyMatch(field -> field.matches("_SOURCE_REALTIME_TIMESTAMP=[0-9]{16}"))
                .anyMatch(field -> field.matches("_COMM=.+"))
                .doesNotContain("_UID=7", "_PID=1", "_TRANSPORT=x");
    }

    /** Has this process be in a.service of its user's manager, whose settings say that. */
    private void beInUnit(LogSettings settings) throws Exception {
        String owner = Integer.toString(uid);
        logs.setCgroup(
                "/user.slice/user-%s.slice/user@%s.service/app.slice/a.service"
                        .formatted(owner, owner));
        logs.restart();
        logs.serve(places);
        logs.writer().beginRules(owner, Map.of("a.service", settings));
        logs.settle();
    }

    @Test
    void whoeverSendsFromAManagersOwnCgroupIsNoManager() throws Exception {
        String owner = Integer.toString(uid);
        logs.setCgroup(
                uid == 0
                        ? "/init.scope"
                        : "/user.slice/user-%s.slice/user@%s.service/init.scope"
                                .formatted(owner, owner));
        logs.restart();
        logs.serve(places);
        send(
                "socket",
                "MESSAGE=ended\nUSER_UNIT=a.service\nUNIT=a.service\nHEARTH_KILLS=yes\n_HEARTH_WRITER=hearthd\n");
        logs.settle();

        assertThat(logs.files.readRecord(me, "a.service", 10)).isEmpty();
        assertThat(logs.files.readRecord(me, "", 10)).isEmpty();
    }

    @Test
    void aUnitsRulesHoldThoughItPrintsNothing() throws Exception {
        beInUnit(new LogSettings(4, Optional.empty(), "0123"));
        send("socket", "MESSAGE=no\nPRIORITY=5\n");
        send("socket", "MESSAGE=yes\nPRIORITY=4\n");

        assertThat(texts()).containsExactly("yes");
        assertThat(logs.entry(me))
                .contains("_SYSTEMD_USER_UNIT=a.service", "_SYSTEMD_INVOCATION_ID=0123");
    }

    @Test
    void whatAUnitSaidBeforeItsEndHasItsRules() throws Exception {
        beInUnit(new LogSettings(-1, Optional.empty(), "0123"));
        send("socket", "MESSAGE=last words\n");
        logs.writer().endRules(Integer.toString(uid), "a.service");
        logs.settle();

        assertThat(logs.entry(me)).contains("_SYSTEMD_INVOCATION_ID=0123");
    }

    @Test
    void aUnitHasOneLimitForWhatItPrintsAndSends() throws Exception {
        var rate = Optional.of(new RateLimit.Rate(3_600_000_000L, 5));
        beInUnit(new LogSettings(-1, rate, ""));
        Descriptors.Pipe pipe = logs.pipe();
        logs.read(Integer.toString(uid), pipe, 1);
        logs.write(pipe, "printed\n".repeat(3));
        logs.settle();
        for (int i = 0; i < 4; i++) {
            send("socket", "MESSAGE=sent\nPRIORITY=6\n");
        }
        logs.settle();

        assertThat(texts().stream().filter("sent"::equals)).hasSize(2);
        send("socket", "MESSAGE=error\nPRIORITY=3\n");
        assertThat(texts()).contains("error");
        logs.pass(Duration.ofHours(2));
        logs.descriptors().close(pipe.writeFd());
        logs.settle();
        assertThat(logs.texts(Integer.toString(uid)))
                .contains("Suppressed 2 messages from a.service");
    }

    @Test
    void ofUnitsAManagerIsBelievedAndNobodyElse() throws Exception {
        beInUnit(LogSettings.NONE);
        send("socket", "MESSAGE=forged\nUNIT=other.service\nUSER_UNIT=other.service\n");
        logs.settle();
        String own = me.equals("system") ? "user@0.service" : "a.service";

        assertThat(logs.files.read(me, "other.service", 10)).isEmpty();
        assertThat(logs.files.read(me, own, 10))
                .singleElement()
                .matches(line -> line.text().equals("forged") && line.unit().equals(own));
    }

    @Test
    void syslogLeadsHere() throws Exception {
        send("log", "<38>Nov 30 13:29:07 sshd[1]: Accepted");
        logs.settle();

        assertThat(logs.entry(me))
                .contains(
                        "_TRANSPORT=syslog",
                        "SYSLOG_IDENTIFIER=sshd",
                        "SYSLOG_PID=1",
                        "MESSAGE=Accepted",
                        "_PID=" + ProcessHandle.current().pid());
    }

    @Test
    void aSealedFileIsAMessage() throws Exception {
        String large = "x".repeat(300_000);
        int file = logs.descriptors().sealedMemfd("m", ("MESSAGE=" + large + "\n").getBytes(UTF_8));
        send("socket", "MESSAGE=before\n");
        send("socket", "", file);
        send("socket", "MESSAGE=after\n");
        send("socket", "", file);

        assertThat(texts()).containsExactlyInAnyOrder("before", large, "after", large);
        logs.descriptors().close(file);
    }

    @Test
    void aFileThatMayChangeIsNotRead() throws Exception {
        int file = logs.descriptors().memfd("m");
        byte[] text = "MESSAGE=hello\n".getBytes(UTF_8);
        logs.descriptors().write(file, text, 0, text.length);
        send("socket", "", file);
        send("socket", "", logs.pipe().readFd());
        send("socket", "MESSAGE=after\n");

        assertThat(texts()).contains("after");
        assertThat(lost()).isEqualTo(2);
        logs.descriptors().close(file);
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws Exception {
        int file = logs.descriptors().sealedMemfd("m", new byte[(1 << 20) + 1]);
        send("socket", "", file);

        assertThat(texts()).containsExactly("1 lines were lost here");
        logs.descriptors().close(file);
    }

    private static final int WAITING_OF_ONE = 512;

    /** Has all that is closed elsewhere wait. */
    private List<Runnable> haveClosesWait() throws Exception {
        var waiting = new ArrayList<Runnable>();
        logs.setElsewhere(waiting::add);
        logs.restart();
        logs.serve(places);
        logs.settle();
        return waiting;
    }

    private int openDescriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }

    @Test
    void whoseDescriptorsAreNotClosedHasNoMoreTaken() throws Exception {
        List<Runnable> waiting = haveClosesWait();
        int[] read = new int[ReceiveBuffer.DESCRIPTOR_LIMIT];
        Arrays.fill(read, logs.pipe().readFd());
        int before = openDescriptors();
        for (int i = 0; i < 8; i++) {
            send("socket", "MESSAGE=brings some\n", read);
            send("socket", "", read);
        }
        for (int i = 0; i < 100; i++) { // each that has no room is dropped elsewhere
            logs.settle();
            while (waiting.size() > 1) {
                waiting.removeLast().run();
            }
        }
        send("socket", "MESSAGE=after\n");

        assertThat(texts()).contains("brings some", "after");
        assertThat(openDescriptors() - before).isLessThanOrEqualTo(WAITING_OF_ONE);
        waiting.forEach(Runnable::run);
        logs.settle();
        assertThat(lost()).isBetween(12, 15);
    }

    @Test
    void aStreamWhoseDescriptorsHaveNoRoomIsClosed() throws Exception {
        List<Runnable> waiting = haveClosesWait();
        int[] read = new int[ReceiveBuffer.DESCRIPTOR_LIMIT];
        Arrays.fill(read, logs.pipe().readFd());
        try {
            sockets.setOption(logs.kept("log socket stdout"), SocketOption.PASS_RIGHTS, 1);
        } catch (ErrnoException _) {
            // before Linux 6.16 they come anyway
        }
        int stream = connect();
        write(stream, HEADER);
        byte[] line = "line\n".getBytes(UTF_8);
        int before = openDescriptors();
        for (int i = 0; i < 8; i++) {
            sockets.send(stream, line, 0, line.length, read);
        }
        logs.settle();

        assertThat(openDescriptors() - before).isLessThanOrEqualTo(WAITING_OF_ONE);
        assertThatThrownBy(() -> logs.kept("log stream "))
                .isInstanceOf(NoSuchElementException.class);
        waiting.forEach(Runnable::run);
        logs.descriptors().close(stream);
    }

    @Test
    void descriptorsBesideATextAreNothing() throws Exception {
        int read = logs.pipe().readFd();
        send("socket", "MESSAGE=hello\n", read, read);
        try {
            send("log", "<13>x", read);
        } catch (ErrnoException refused) { // from Linux 6.16 on
            assertThat(refused.errno()).isEqualTo(Errno.EPERM);
            send("log", "<13>x");
        }

        assertThat(texts()).containsExactlyInAnyOrder("hello", "x");
    }

    @Test
    void whatIsLostIsSaidWithinLimits() throws Exception {
        beInUnit(new LogSettings(-1, Optional.of(new RateLimit.Rate(3_600_000_000L, 2)), ""));
        for (int i = 0; i < 5; i++) {
            send("socket", "MESSAGE\nxx\n");
            logs.settle();
        }
        assertThat(lost()).isEqualTo(2);
    }

    @Test
    void aLongMessageIsTakenWhole() throws Exception {
        String large = "y".repeat(100_000);
        send("socket", "MESSAGE=before\n");
        send("socket", "MESSAGE=" + large + "\n");
        send("socket", "MESSAGE=after\n");

        assertThat(texts()).containsExactly("before", large, "after");
    }

    @Test
    void whatCannotBeUnderstoodIsCounted() throws Exception {
        send("socket", "MESSAGE\nxx\n");
        send("socket", "MESSAGE=after\n");

        assertThat(texts()).containsExactlyInAnyOrder("1 lines were lost here", "after");
    }

    @Test
    void anEmptyMessageIsNone() throws Exception {
        send("socket", "");
        send("socket", "MESSAGE=after\n");
        send("socket", "");

        assertThat(texts()).containsExactly("after");
    }

    @Test
    void aStreamHasLines() throws Exception {
        int stream = connect();
        write(stream, HEADER + "<3>one\ntwo\nthr");
        assertThat(texts()).containsExactly("one", "two");
        write(stream, "ee\nfour");
        assertThat(texts()).containsExactly("one", "two", "three");
        logs.descriptors().close(stream);
        assertThat(texts()).containsExactly("one", "two", "three", "four");

        assertThat(logs.entry(me))
                .contains(
                        "_TRANSPORT=stdout",
                        "SYSLOG_IDENTIFIER=cat",
                        "SYSLOG_FACILITY=3",
                        "PRIORITY=6",
                        "_LINE_BREAK=eof",
                        "_UID=" + uid)
                .anyMatch(field -> field.matches("_STREAM_ID=[0-9a-f]{32}"));
    }

    @Test
    void aStreamComesInPieces() throws Exception {
        int stream = connect();
        for (char c : (HEADER + "one\n").toCharArray()) {
            write(stream, Character.toString(c));
            logs.settle();
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            line.append((char) ('a' + i % 26));
            write(stream, line.substring(i));
            logs.settle();
        }
        write(stream, "\nlast\n");

        assertThat(texts()).containsExactly("one", line.toString(), "last");
        logs.descriptors().close(stream);
    }

    @Test
    void manyLinesAreTakenInTurns() throws Exception {
        int stream = connect();
        write(stream, HEADER + "x\n".repeat(1_000) + "last");
        logs.descriptors().close(stream);

        assertThat(texts()).hasSize(1_001).endsWith("last");
    }

    @Test
    void whatIsNoStreamIsClosed() throws Exception {
        int stream = connect();
        write(stream, "GET / HTTP/1.1\n\n\n\n\n\n\n\n");
        logs.settle();

        assertThatThrownBy(() -> sockets.peek(stream, new byte[1]))
                .hasMessageContaining("ECONNRESET");
        logs.descriptors().close(stream);
    }

    @Test
    void whatIsSentWhileThereIsNoBrainWaits() throws Exception {
        int stream = connect();
        write(stream, HEADER + "one\nbeg");
        assertThat(texts()).containsExactly("one");
        send("socket", "MESSAGE=two\n");
        send("log", "<13>three");
        write(stream, "un\n");
        logs.restart();
        logs.serve(places);

        assertThat(texts()).containsExactlyInAnyOrder("one", "two", "three", "begun");
        assertThat(logs.entry(me)).contains("_UID=" + uid);
        logs.descriptors().close(stream);
    }

    /** A brain was killed when it had noted two of three messages, and had taken so many. */
    private void beKilledWithDatagrams(int taken) throws Exception {
        send("socket", "MESSAGE=same\n");
        send("socket", "MESSAGE=same\n");
        send("socket", "MESSAGE=same\n");
        beKilled(logs.kept("log socket socket"), 2 * "MESSAGE=same\n".length(), 2);
        for (int i = 0; i < taken; i++) {
            sockets.receive(logs.kept("log socket socket"), new ReceiveBuffer(1_000));
        }
    }

    private void beKilled(int socket, int bytes, int entries) throws Exception {
        RedoLog redo = logs.redo();
        LogPlace place = LogsOnDisk.place(directory);
        var files = new JournalFiles(place, new Random(2), logs.complaints::add);
        files.trustOpenOnes();
        JournalWriter writer = files.open(me, LATER_USEC).writer();
        for (int i = 0; i < entries; i++) {
            writer.append(
                    new EntryTime(17 + i, 4, place.boot()), List.of(Field.of("MESSAGE", "same")));
        }
        Changes changes = writer.changes();
        sockets.setOption(socket, SocketOption.PEEK_OFFSET, bytes);
        redo.prepare(me, entries, changes);
        redo.mark();
    }

    @Test
    void noMessageIsLostOrDoubledWhereverABrainIsKilled() throws Exception {
        for (int taken = 0; taken <= 2; taken++) {
            send("socket", "MESSAGE=round " + taken + "\n");
            logs.settle();
            beKilledWithDatagrams(taken);
            logs.restart();
            logs.serve(places);

            assertThat(texts().stream().filter("same"::equals)).hasSize(3 * (taken + 1));
        }
    }

    @Test
    void whatWasOnlyLookedAtIsThereForTheNextBrain() throws Exception {
        send("socket", "MESSAGE=one\n");
        send("socket", "MESSAGE=two\n");
        sockets.setOption(logs.kept("log socket socket"), SocketOption.PEEK_OFFSET, 12);
        logs.restart();
        logs.serve(places);

        assertThat(texts()).containsExactly("one", "two");
    }

    @Test
    void noLineOfAStreamIsLostOrDoubled() throws Exception {
        int stream = connect();
        write(stream, HEADER);
        for (int taken : List.of(0, 7, 10)) {
            write(stream, "earlier\n");
            logs.settle();
            write(stream, "same\nsame\nsame\n");
            int socket = logs.kept("log stream ");
            beKilled(socket, 10, 2);
            if (taken > 0) {
                sockets.receive(socket, new ReceiveBuffer(1_000), taken);
            }
            logs.restart();
            logs.serve(places);
            logs.settle();
        }

        assertThat(texts().stream().filter("same"::equals)).hasSize(9);
        assertThat(texts().stream().filter("earlier"::equals)).hasSize(3);
        logs.descriptors().close(stream);
    }
}
