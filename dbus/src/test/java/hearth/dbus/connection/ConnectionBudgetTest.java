package hearth.dbus.connection;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Account;
import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.linux.socket.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a peer's messages cost, before they are read. */
class ConnectionBudgetTest {
    private static final Guid GUID = Guid.random(new SplittableRandom(1));
    private static final Credentials ALICE = new Credentials(42, 1000, 1000);
    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/systemd1");
    private static final Limits LIMITS = new Limits(10_000, 1_000, 1 << 20, 4);
    private static final byte[] HELLO =
            "\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Account alice = Budgets.generous().of(1000);
    private final List<Message> messages = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final Connection server = connect();

    private Connection connect() {
        Connection connection =
                Connection.server(
                        GUID, ALICE, LIMITS, closed::add, (_, message) -> messages.add(message));
        connection.chargeTo(alice);
        connection.receive(HELLO, 0, HELLO.length);
        drop(connection);
        return connection;
    }

    private static void drop(Connection connection) {
        while (connection.hasOutput()) {
            connection.written(connection.outputEnd() - connection.outputOffset());
        }
    }

    private static Message call(String member) {
        return Message.call("", PATH, "org.freedesktop.systemd1.Manager", member);
    }

    private static byte[] large(String member, int size) {
        return call(member).withBody(Signature.STRING, w -> w.string("x".repeat(size))).encode(7);
    }

    /** The answer that waits to be written. */
    private static Message answer(Connection connection) {
        var answers = new ArrayList<Message>();
        Connection client =
                Connection.clientWithoutDescriptors(
                        Limits.CLIENT, (_, message) -> answers.add(message));
        byte[] sasl = ("DATA\r\nOK " + GUID.text() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        client.receive(sasl, 0, sasl.length);
        client.receive(connection.output(), 0, connection.outputEnd());
        return answers.getFirst();
    }

    @Test
    void aMessageAboveTheLimitIsPassedOverAndItsCallAnswered() {
        byte[] bytes = large("Large", 20_000);
        server.receive(bytes, 0, 16);
        assertThat(server.hasOutput()).isFalse();
        server.receive(bytes, 16, 300);
        assertThat(answer(server).errorName()).contains(ErrorName.LIMITS_EXCEEDED);
        assertThat(answer(server).replySerial()).isEqualTo(7);

        server.receive(bytes, 316, bytes.length - 316);
        byte[] next = call("Next").encode(8);
        server.receive(next, 0, next.length);

        assertThat(messages).extracting(it -> it.member().orElse("")).containsExactly("Next");
    }

    @Test
    void whatIsPassedOverMayEndWithinWhatComesNext() {
        byte[] bytes = large("Large", 20_000);
        byte[] next = call("Next").encode(8);
        byte[] both = new byte[bytes.length + next.length];
        System.arraycopy(bytes, 0, both, 0, bytes.length);
        System.arraycopy(next, 0, both, bytes.length, next.length);
        for (int at = 1; at < both.length; at += 97) {
            messages.clear();
            Connection connection = connect();
            connection.receive(both, 0, at);
            connection.receive(both, at, both.length - at);

            assertThat(messages).as("split at %d", at).hasSize(1);
            assertThat(answer(connection).replySerial()).isEqualTo(7);
        }
    }

    @Test
    void aHeaderAboveTheLimitIsPassedOverToo() {
        DbusPath path = DbusPath.of("/" + "a".repeat(15_000));
        byte[] bytes = Message.call("", path, "a.b", "Long").encode(9);
        server.receive(bytes, 0, 16);

        assertThat(answer(server).replySerial()).isEqualTo(9);
        server.receive(bytes, 16, bytes.length - 16);
        byte[] next = call("Next").encode(10);
        server.receive(next, 0, next.length);
        assertThat(messages).hasSize(1);
    }

    @Test
    void descriptorsOfWhatIsPassedOverAreClosed() {
        Message message =
                call("Take")
                        .withDescriptors(DescriptorList.owning(closed::add, 1, 2))
                        .withBody(Signature.of("hs"), w -> w.handle(0).string("x".repeat(20_000)));
        byte[] bytes = message.encode(7);
        server.receive(bytes, 0, 500, 11, 12);
        assertThat(closed).containsExactly(11, 12);
        server.receive(bytes, 500, bytes.length - 500);

        byte[] next =
                call("Next")
                        .withDescriptors(DescriptorList.owning(closed::add, 3))
                        .withBody(Signature.of("h"), w -> w.handle(0))
                        .encode(8);
        server.receive(next, 0, next.length, 13);
        assertThat(messages.getFirst().descriptors().get(0)).isEqualTo(13);
    }

    @Test
    void aMessageIsChargedBeforeItHasComeAndUntilItIsClosed() {
        byte[] bytes = large("Slow", 5_000);
        server.receive(bytes, 0, 16);
        assertThat(alice.used(Resource.INCOMING_BYTES)).isEqualTo(bytes.length);

        server.receive(bytes, 16, bytes.length - 16);
        assertThat(alice.used(Resource.INCOMING_BYTES)).isEqualTo(bytes.length);

        messages.getFirst().close();
        assertThat(alice.used(Resource.INCOMING_BYTES)).isZero();
    }

    @Test
    void halfMessagesOfManyConnectionsShareOneBudget() {
        alice.charge(Resource.INCOMING_BYTES, Resource.INCOMING_BYTES.most() - 12_000);
        byte[] bytes = large("Slow", 9_000);
        server.receive(bytes, 0, 500);
        Connection other = connect();
        other.receive(bytes, 0, 500);

        assertThat(server.hasOutput()).isFalse();
        assertThat(answer(other).errorText()).contains("incoming-bytes");

        server.close("over");
        assertThat(alice.used(Resource.INCOMING_BYTES))
                .isEqualTo(Resource.INCOMING_BYTES.most() - 12_000);
        other.receive(bytes, 500, bytes.length - 500);
        other.receive(bytes, 0, bytes.length);
        assertThat(messages).hasSize(1);
    }

    @Test
    void whatWaitsForAReaderIsCharged() {
        server.send(call("Signal").withBody(Signature.STRING, w -> w.string("x".repeat(1_000))));
        long waiting = alice.used(Resource.OUTGOING_BYTES);
        assertThat(waiting).isBetween(1_000L, 1_500L);
        server.written(100);
        assertThat(alice.used(Resource.OUTGOING_BYTES)).isEqualTo(waiting);
        drop(server);

        assertThat(alice.used(Resource.OUTGOING_BYTES)).isZero();
    }

    @Test
    void whoseUserHasTooMuchUnreadIsCutOff() {
        alice.charge(Resource.OUTGOING_BYTES, Resource.OUTGOING_BYTES.most());
        server.send(call("Signal"));

        assertThat(server.isClosed()).isTrue();
    }
}
