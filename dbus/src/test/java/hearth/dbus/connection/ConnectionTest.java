package hearth.dbus.connection;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.linux.socket.Credentials;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static final Guid GUID = Guid.random(new SplittableRandom(1));
    private static final Credentials ALICE = new Credentials(42, 1000, 1000);
    private static final Limits LIMITS = new Limits(10_000, 1_000, 20_000, 4);
    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/systemd1");

    private final Recorder recorder = new Recorder();
    private final List<Integer> closed = new ArrayList<>();
    private final Connection server = Connection.server(GUID, ALICE, LIMITS, closed::add, recorder);

    /** What sd-bus, gdbus and libdbus send, and what they are told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // sd-bus sends all at once, without its uid
                "\0AUTH EXTERNAL|DATA|NEGOTIATE_UNIX_FD|BEGIN| -> DATA|OK $|AGREE_UNIX_FD|",
                // gdbus asks which mechanisms there are
                "\0AUTH|AUTH EXTERNAL 31303030|NEGOTIATE_UNIX_FD|BEGIN| -> "
                        + "REJECTED EXTERNAL|OK $|AGREE_UNIX_FD|",
                // libdbus
                "\0AUTH EXTERNAL 31303030|NEGOTIATE_UNIX_FD|BEGIN| -> OK $|AGREE_UNIX_FD|",
                "\0AUTH EXTERNAL|DATA 31303030|BEGIN| -> DATA|OK $|",
                "\0AUTH ANONYMOUS|AUTH EXTERNAL|CANCEL|AUTH EXTERNAL|DATA|BEGIN| -> "
                        + "REJECTED EXTERNAL|DATA|REJECTED EXTERNAL|DATA|OK $|",
                "\0HELP|NEGOTIATE_UNIX_FD|AUTH EXTERNAL 31303030|BEGIN| -> "
                        + "ERROR \"not now: unknown command\"|"
                        + "ERROR \"not now: NEGOTIATE_UNIX_FD\"|OK $|"
            })
    void aClientOfTheirsIsLetIn(String transcript) {
        String[] sides = transcript.replace("|", "\r\n").replace("$", GUID.text()).split(" -> ", 2);
        feed(sides[0].getBytes(StandardCharsets.US_ASCII));

        assertThat(text(drain(server))).isEqualTo(sides[1]);
        assertThat(server.isOpen()).isTrue();
        assertThat(server.passesDescriptors()).isEqualTo(sides[1].contains("AGREE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH EXTERNAL|", // no NUL
                "\0BEGIN|",
                "\0AUTH EXTERNAL|BEGIN|",
                "\0AUTH EXTERNAL 30|BEGIN|", // root's uid from somebody else
                "\0AUTH EXTERNAL 3130303|BEGIN|",
                "\0A|B|C|D|E|F|G|H|"
            })
    void othersAreNot(String lines) {
        feed(lines.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(server.isClosed()).isTrue();
        assertThat(recorder.opened).isZero();
    }

    @Test
    void aConversationThatGoesWrongInItsSecondPieceIsCutOff() {
        feed("\0AUTH EXTERNAL 31303030\r\nBEG".getBytes(StandardCharsets.US_ASCII));
        feed("IN\r\nno message follows".getBytes(StandardCharsets.US_ASCII));

        assertThat(server.isClosed()).isTrue();
    }

    @Test
    void aLineWithoutEndIsCutOff() {
        feed(("\0" + "A".repeat(Connection.LINE_LIMIT + 1)).getBytes(StandardCharsets.US_ASCII));

        assertThat(recorder.reasons).containsExactly("a line of more than 1024 bytes");
    }

    @Test
    void aConversationMayBeSplitAnywhere() {
        byte[] bytes = concat(hello(), call("One").encode(1), call("Two").encode(2));
        for (int at = 1; at < bytes.length; at++) {
            var seen = new Recorder();
            Connection split = Connection.server(GUID, ALICE, LIMITS, closed::add, seen);
            split.receive(bytes, 0, at);
            split.receive(bytes, at, bytes.length - at);

            assertThat(seen.members).as("split at %d", at).containsExactly("One", "Two");
        }
    }

    @Test
    void aConversationMayComeByteByByte() {
        byte[] bytes = concat(hello(), call("One").encode(1), call("Two").encode(2));
        for (int at = 0; at < bytes.length; at++) {
            server.receive(bytes, at, 1);
        }

        assertThat(recorder.members).containsExactly("One", "Two");
    }

    @Test
    void clientAndServerUnderstandEachOther() {
        var seen = new Recorder();
        Connection client = Connection.client(Limits.CLIENT, closed::add, seen);
        exchange(client, server);
        assertThat(seen.opened).isEqualTo(1);

        int serial = client.send(call("Ping"));
        exchange(client, server);
        assertThat(recorder.members).containsExactly("Ping");
        server.send(Message.reply(recorder.messages.getFirst()));
        exchange(client, server);
        assertThat(seen.messages.getFirst().replySerial()).isEqualTo(serial);
        assertThat(client.passesDescriptors()).isTrue();
    }

    @Test
    void aClientThatIsRefusedSaysSo() {
        var seen = new Recorder();
        Connection client = Connection.client(Limits.CLIENT, closed::add, seen);
        byte[] refusal = "REJECTED EXTERNAL\r\n".getBytes(StandardCharsets.US_ASCII);
        client.receive(refusal, 0, refusal.length);

        assertThat(seen.reasons).containsExactly("the server refused: REJECTED EXTERNAL");
    }

    @Test
    void descriptorsArriveWithTheirMessage() {
        feed(hello());
        byte[] bytes = withDescriptors(11, 12).encode(1);
        server.receive(bytes, 0, 20, 11, 12);
        server.receive(bytes, 20, bytes.length - 20);

        DescriptorList descriptors = recorder.messages.getFirst().descriptors();
        assertThat(descriptors.size()).isEqualTo(2);
        assertThat(descriptors.take(0)).isEqualTo(11);
        recorder.messages.getFirst().close();
        assertThat(closed).containsExactly(12);
    }

    @Test
    void descriptorsBelongToTheirOwnMessages() {
        feed(hello());
        byte[] first = withDescriptors(11).encode(1);
        byte[] second = withDescriptors(12).encode(2);
        server.receive(first, 0, first.length, 11);
        server.receive(second, 0, second.length, 12);

        assertThat(recorder.messages.get(1).descriptors().get(0)).isEqualTo(12);
    }

    @Test
    void descriptorsWithoutAnAgreementAreClosedAndTheirSenderCutOff() {
        feed("\0AUTH EXTERNAL 31303030\r\nBEGIN\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = call("Ping").encode(1);
        server.receive(bytes, 0, bytes.length, 11);

        assertThat(server.isClosed()).isTrue();
        assertThat(recorder.messages).isEmpty();
        assertThat(closed).containsExactly(11);
    }

    @Test
    void descriptorsThatNoMessageAnnouncesAreClosed() {
        feed(hello());
        byte[] bytes = call("Ping").encode(1);
        server.receive(bytes, 0, bytes.length, 11);

        assertThat(server.isClosed()).isTrue();
        assertThat(closed).containsExactly(11);
    }

    @Test
    void moreDescriptorsThanTheLimitAreClosed() {
        feed(hello());
        server.receive(new byte[] {'l'}, 0, 1, 1, 2, 3, 4, 5);

        assertThat(server.isClosed()).isTrue();
        assertThat(closed).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aMessageWithoutItsDescriptorsIsCutOff() {
        feed(hello());
        byte[] bytes = withDescriptors(1, 2).encode(1);
        server.receive(bytes, 0, bytes.length, 11);

        assertThat(server.isClosed()).isTrue();
        assertThat(closed).contains(11);
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        server.close("over");
        server.receive(new byte[1], 0, 1, 11);

        assertThat(closed).containsExactly(11);
        assertThat(recorder.reasons).containsExactly("over");
        assertThat(server.send(withDescriptors(12))).isZero();
        assertThat(closed).containsExactly(11, 12);
    }

    @Test
    void aPeerThatNeverReadsIsCutOff() {
        feed(hello());
        while (!server.isClosed()) {
            server.send(
                    Message.signal(PATH, "a.b", "C")
                            .withBody(Signature.STRING, w -> w.string("x".repeat(1000))));
        }

        assertThat(recorder.reasons.getFirst()).startsWith("the peer does not read");
        assertThat(server.hasOutput()).isFalse();
    }

    @Test
    void garbageIsCutOff() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var seen = new Recorder();
            Connection connection = Connection.server(GUID, ALICE, LIMITS, closed::add, seen);
            byte[] garbage = new byte[30_000];
            random.nextBytes(garbage);
            if (seed % 2 == 0) {
                connection.receive(hello(), 0, hello().length);
                garbage[0] = 'l';
            }
            connection.receive(garbage, 0, garbage.length);

            assertThat(connection.isClosed()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void aMalformedMessageThatComesInPiecesIsCutOff() {
        feed(hello());
        byte[] bytes =
                Message.signal(PATH, "a.b", "C")
                        .withBody(Signature.STRING, w -> w.string("x".repeat(1_000)))
                        .encode(1);
        bytes[bytes.length - 1] = 'x'; // where the text is to end
        server.receive(bytes, 0, 500);
        server.receive(bytes, 500, bytes.length - 500);

        assertThat(server.isClosed()).isTrue();
    }

    @Test
    void descriptorsAreWrittenWithTheFirstBytesAndThenClosed() {
        feed(hello());
        drain(server);
        server.send(withDescriptors(21));

        assertThat(server.outputDescriptors()).containsExactly(21);
        server.written(0);
        assertThat(closed).isEmpty();
        server.written(5);
        assertThat(closed).containsExactly(21);
        assertThat(server.outputDescriptors()).isEmpty();
        assertThat(server.outputOffset()).isEqualTo(5);
    }

    @Test
    void closingClosesTheDescriptorsThatWait() {
        feed(hello());
        server.send(withDescriptors(21));
        server.receive(new byte[] {'l'}, 0, 1, 31);
        server.close("over");

        assertThat(closed).containsExactlyInAnyOrder(21, 31);
    }

    /** Gathers what a connection tells. */
    private static final class Recorder implements Connection.Listener {
        private int opened;
        private final List<Message> messages = new ArrayList<>();
        private final List<String> members = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void opened(Connection connection) {
            opened++;
        }

        @Override
        public void received(Connection connection, Message message) {
            messages.add(message);
            members.add(message.member().orElse(""));
        }

        @Override
        public void closed(Connection connection, String reason) {
            reasons.add(reason);
        }
    }

    private void feed(byte[] bytes) {
        server.receive(bytes, 0, bytes.length);
    }

    private static byte[] hello() {
        return "\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Message call(String member) {
        return Message.call("", PATH, "org.freedesktop.systemd1.Manager", member);
    }

    private Message withDescriptors(int... fds) {
        return Message.signal(PATH, "a.b", "Take")
                .withDescriptors(DescriptorList.owning(closed::add, fds))
                .withBody(Signature.of("h"), w -> w.handle(0));
    }

    private static void exchange(Connection one, Connection other) {
        while (one.hasOutput() || other.hasOutput()) {
            byte[] there = drain(one);
            other.receive(there, 0, there.length);
            byte[] back = drain(other);
            one.receive(back, 0, back.length);
        }
    }

    private static byte[] drain(Connection connection) {
        var bytes = new ByteArrayOutputStream();
        while (connection.hasOutput()) {
            int count = connection.outputEnd() - connection.outputOffset();
            bytes.write(connection.output(), connection.outputOffset(), count);
            connection.written(count);
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
