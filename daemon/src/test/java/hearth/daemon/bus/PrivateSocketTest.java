package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Account;
import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.linux.Errno;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateSocketTest {
    private static final UnixAddress ADDRESS = UnixAddress.of("/run/user/1000/systemd/private");
    private static final int ALICE = 1_000;

    @TempDir Path directory;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Message> answers = new ArrayList<>();
    private String answer = ""; // to each call; none where it is empty
    private FakeBrain fake;

    private final class Ear implements Peer.Service {
        @Override
        public void opened(Peer peer) {
            peers.add(peer);
            told.add("opened by " + peer.caller().uid());
        }

        @Override
        public void received(Peer peer, Message message) {
            told.add(message.member().orElse(""));
            if (!answer.isEmpty()) {
                peer.outbox()
                        .send(
                                Message.reply(message)
                                        .withBody(Signature.STRING, out -> out.string(answer)));
            }
            message.close();
        }

        @Override
        public void closed(Peer peer) {
            told.add("closed");
        }
    }

    @BeforeEach
    void serve() throws Exception {
        fake = new FakeBrain(directory);
        int fd = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().bind(fd, ADDRESS, 0700);
        fake.linux().sockets().listen(fd);
        new PrivateSocket(fake.brain(), fd, ALICE, mailbox::add, new Ear());
    }

    /** A client whose end the test reads and writes. */
    private SocketTransport connect(int uid) throws Exception {
        fake.linux().actAs(new Credentials(77, uid, uid));
        int fd = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().connect(fd, ADDRESS);
        var connection =
                Connection.client(
                        Limits.CLIENT,
                        fake.linux().descriptors()::closeQuietly,
                        (_, message) -> answers.add(message));
        var transport = new SocketTransport(fake.linux(), fd, connection);
        for (int i = 0; i < 4; i++) { // the client's hand-shake
            transport.writable();
            fake.settle();
            transport.readable(fake.brain().buffers().bus());
        }
        return transport;
    }

    private void runMailbox() {
        fake.settle();
        while (!mailbox.isEmpty()) {
            mailbox.remove().run();
            fake.settle();
        }
    }

    @Test
    void theOwnerAndRootMayCome() throws Exception {
        connect(ALICE);
        connect(0);
        connect(ALICE + 1);
        runMailbox();

        assertThat(told).containsExactly("opened by 1000", "opened by 0");
    }

    @Test
    void itIsKnownAtOnceThatACallerHasGone() throws Exception {
        SocketTransport client = connect(ALICE);
        runMailbox();
        assertThat(peers).hasSize(1).allMatch(peer -> peer.outbox().isOpen());

        client.close();
        fake.settle(); // the mailbox has not been told yet

        assertThat(peers).noneMatch(peer -> peer.outbox().isOpen());
        assertThat(told).doesNotContain("closed");
    }

    @Test
    void whoAsksFasterThanIsAnsweredWaitsInTheKernel() throws Exception {
        SocketTransport client = connect(ALICE);
        runMailbox();
        int sent = 0;
        for (; sent < 20_000 && !client.connection().hasOutput(); sent++) {
            client.connection()
                    .send(Message.call("", DbusPath.of("/"), "org.example.Flood", "Call"));
            client.writable();
            fake.settle();
        }

        assertThat(sent).isLessThan(20_000);
        assertThat(mailbox).hasSize(1);
        runMailbox();
        while (client.connection().hasOutput()) {
            client.writable();
            runMailbox();
        }
        assertThat(told.size()).isEqualTo(1 + sent);
    }

    @Test
    void whoDoesNotReadItsAnswersHasNoMoreCallsBegun() throws Exception {
        answer = "x".repeat(300_000);
        SocketTransport client = connect(ALICE);
        for (int i = 0; i < 10; i++) {
            client.connection().send(Message.call("", DbusPath.of("/"), "org.example.Ask", "Ask"));
        }
        client.writable();
        runMailbox();
        assertThat(told).containsExactly("opened by 1000", "Ask");

        for (int i = 0; i < 100; i++) {
            client.readable(fake.brain().buffers().bus());
            runMailbox();
        }
        assertThat(told).hasSize(11);
    }

    @Test
    void anAnswerThatIsOneTooManyForItsUserIsAFailure() throws Exception {
        Account alice = fake.brain().budgets().of(ALICE);
        alice.charge(Resource.OUTGOING_BYTES, Resource.OUTGOING_BYTES.most() - 1_000);
        answer = "x".repeat(2_000);
        SocketTransport client = connect(ALICE);
        client.connection().send(Message.call("", DbusPath.of("/"), "org.example.Ask", "Ask"));
        client.writable();
        runMailbox();
        client.readable(fake.brain().buffers().bus());

        assertThat(answers)
                .singleElement()
                .satisfies(
                        said -> assertThat(said.errorName()).contains(ErrorName.LIMITS_EXCEEDED));
    }

    @Test
    void aUsersConnectionsAreBounded() throws Exception {
        Account alice = fake.brain().budgets().of(ALICE);
        alice.charge(Resource.CONNECTIONS, Resource.CONNECTIONS.most() - 1);
        SocketTransport first = connect(ALICE);
        connect(ALICE);
        runMailbox();
        assertThat(told).containsExactly("opened by 1000");

        first.close();
        runMailbox();
        connect(ALICE);
        runMailbox();
        assertThat(told).containsExactly("opened by 1000", "closed", "opened by 1000");
    }

    @Test
    void whatIsAskedByWhoHasGoneIsNotBegun() throws Exception {
        SocketTransport client = connect(ALICE);
        runMailbox();
        client.connection().send(Message.call("", DbusPath.of("/"), "org.example.Ask", "Ask"));
        client.connection()
                .send(
                        Message.call("", DbusPath.of("/"), "org.example.Ask", "Quiet")
                                .withFlags(Message.NO_REPLY_EXPECTED));
        client.writable();
        fake.settle();
        client.close();
        runMailbox();

        assertThat(told).containsExactly("opened by 1000", "Quiet", "closed");
        assertThat(fake.brain().budgets().of(ALICE).used(Resource.INCOMING_BYTES)).isZero();
    }

    @Test
    void aLackOfDescriptorsClosesTheDoorForASecondAndNotForGood() throws Exception {
        fake.linux().failNext("accept4", Errno.EMFILE);
        connect(ALICE);
        runMailbox();
        assertThat(told).isEmpty();

        fake.advance(Duration.ofSeconds(2));
        runMailbox();

        assertThat(told).containsExactly("opened by 1000");
    }
}
