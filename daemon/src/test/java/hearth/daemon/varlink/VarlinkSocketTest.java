package hearth.daemon.varlink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarlinkSocketTest {
    private static final UnixAddress ADDRESS = UnixAddress.of("/run/systemd/io.systemd.Test");
    private static final int ALICE = 1_000;
    private static final int FIRST_OF_NAMESPACES = 100_000;

    @TempDir Path directory;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final List<VarlinkReply> kept = new ArrayList<>();
    private final ReceiveBuffer buffer = new ReceiveBuffer(1 << 20);
    private FakeBrain fake;

    /** Says who asks, keeps a call waiting, answers at length. */
    private final class Example implements VarlinkInterface {
        @Override
        public String name() {
            return "org.example";
        }

        @Override
        public String description() {
            return "interface org.example";
        }

        @Override
        public boolean call(VarlinkCall call, Credentials peer, VarlinkReply reply)
                throws Parameters.InvalidParameter {
            switch (call.member()) {
                case "Who" -> reply.reply(json -> json.writeNumberProperty("uid", peer.uid()));
                case "Wait" -> kept.add(reply);
                case "Repeat" -> {
                    String text = call.parameters().textOf("text");
                    reply.replyEach(3, (json, _) -> json.writeStringProperty("text", text));
                }
                case "Break" -> throw new IllegalStateException("a defect");
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    @BeforeEach
    void serve() throws Exception {
        fake = new FakeBrain(directory);
        Sockets sockets = fake.linux().sockets();
        int fd = sockets.socket(SocketType.STREAM);
        sockets.bind(fd, ADDRESS, 0666);
        sockets.listen(fd);
        var service = new VarlinkService("1.2", List.of(new Example()));
        new VarlinkSocket(fake.brain(), fd, mailbox::add, service);
    }

    private int connect(int uid) throws Exception {
        fake.linux().actAs(new Credentials(77, uid, uid));
        int fd = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().connect(fd, ADDRESS);
        fake.linux().descriptors().setNonBlocking(fd, true);
        return fd;
    }

    private void run() {
        fake.settle();
        while (!mailbox.isEmpty()) {
            try {
                mailbox.remove().run();
            } catch (IllegalStateException _) {
                // told as a fault where a mailbox is a real one
            }
            fake.settle();
        }
    }

    private void send(int fd, String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(fake.linux().sockets().send(fd, bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }

    private static String call(String method) {
        return "{\"method\":\"org.example." + method + "\"}\0";
    }

    /** What there is to be read; "over" where the connection has ended. */
    private String read(int fd) throws Exception {
        int size = fake.linux().sockets().receive(fd, buffer);
        if (size == Linux.WOULD_BLOCK) {
            return "";
        }
        return size == 0 ? "over" : new String(buffer.data(), 0, size, UTF_8);
    }

    private String ask(int fd, String text) throws Exception {
        send(fd, text);
        run();
        return read(fd);
    }

    @Test
    void whoAsksIsKnownByTheKernelsWord() throws Exception {
        assertThat(ask(connect(ALICE), call("Who"))).isEqualTo("{\"parameters\":{\"uid\":1000}}\0");
    }

    @Test
    void severalAnswersFollowEachOther() throws Exception {
        String each = "{\"parameters\":{\"text\":\"x\"}";

        assertThat(
                        ask(
                                connect(ALICE),
                                "{\"method\":\"org.example.Repeat\",\"parameters\":{\"text\":\"x\"}}\0"))
                .isEqualTo(
                        each
                                + ",\"continues\":true}\0"
                                + each
                                + ",\"continues\":true}\0"
                                + each
                                + "}\0");
    }

    @Test
    void callsAreAnsweredInTheirOrderHoweverTheyCome() throws Exception {
        int fd = connect(ALICE);
        send(fd, call("Wait") + call("Who") + "{\"method\":");
        run();
        assertThat(read(fd)).isEmpty();

        send(fd, "\"org.example.Nothing\"}\0");
        kept.getFirst().done();
        run();

        assertThat(read(fd))
                .isEqualTo(
                        "{\"parameters\":{}}\0{\"parameters\":{\"uid\":1000}}\0"
                                + "{\"error\":\"org.varlink.service.MethodNotFound\","
                                + "\"parameters\":{\"method\":\"org.example.Nothing\"}}\0");
    }

    @Test
    void whatIsWrongWithACallIsSaid() throws Exception {
        int fd = connect(ALICE);

        assertThat(ask(fd, "{\"method\":\"org.example.Repeat\"}\0"))
                .contains("org.varlink.service.InvalidParameter", "{\"parameter\":\"text\"}");
        assertThat(ask(fd, "{\"method\":\"org.other.Do\"}\0"))
                .contains("org.varlink.service.InterfaceNotFound", "{\"interface\":\"org.other\"}");
        assertThat(ask(fd, "{\"method\":\"Do\"}\0"))
                .contains("org.varlink.service.InterfaceNotFound");
    }

    @Test
    void aServiceDescribesItself() throws Exception {
        int fd = connect(ALICE);

        assertThat(ask(fd, "{\"method\":\"org.varlink.service.GetInfo\"}\0"))
                .contains("\"version\":\"1.2\"", "[\"org.varlink.service\",\"org.example\"]");
        assertThat(
                        ask(
                                fd,
                                "{\"method\":\"org.varlink.service.GetInterfaceDescription\","
                                        + "\"parameters\":{\"interface\":\"org.example\"}}\0"))
                .contains("{\"description\":\"interface org.example\"}");
    }

    @Test
    void whoWantsNoAnswerHasNone() throws Exception {
        int fd = connect(ALICE);

        assertThat(ask(fd, "{\"method\":\"org.example.Who\",\"oneway\":true}\0" + call("Who")))
                .isEqualTo("{\"parameters\":{\"uid\":1000}}\0");
    }

    @Test
    void whatIsNoCallEndsTheConnection() throws Exception {
        assertThat(ask(connect(ALICE), "hello\0")).isEqualTo("over");
        assertThat(ask(connect(ALICE), call("Break"))).isEqualTo("over");
        assertThat(ask(connect(ALICE), call("Who"))).contains("1000");
    }

    @Test
    void aMessageHasAnEnd() throws Exception {
        int fd = connect(ALICE);
        String piece = "x".repeat(1 << 10);
        for (int i = 0; i <= 64; i++) {
            send(fd, piece);
            run();
        }

        assertThat(read(fd)).isEqualTo("over");
        assertThat(fake.brain().budgets().of(ALICE).used(Resource.INCOMING_BYTES)).isZero();
        assertThat(fake.brain().budgets().of(ALICE).used(Resource.CONNECTIONS)).isZero();
    }

    @Test
    void aUserHasSoManyConnections() throws Exception {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i <= VarlinkSocket.OF_ACCOUNT_MAX; i++) {
            all.add(connect(ALICE));
            run();
        }

        assertThat(read(all.getFirst())).isEmpty();
        assertThat(read(all.getLast())).isEqualTo("over");
        assertThat(ask(connect(ALICE + 1), call("Who"))).contains("1001");
        fake.linux().descriptors().close(all.getFirst());
        run();
        assertThat(ask(connect(ALICE), call("Who"))).contains("1000");
    }

    @Test
    void whoHasManyNumbersIsOneAccount() throws Exception {
        for (int i = 0; i < VarlinkSocket.OF_ACCOUNT_MAX; i++) {
            connect(FIRST_OF_NAMESPACES + i);
            run();
        }

        int another = connect(FIRST_OF_NAMESPACES + VarlinkSocket.OF_ACCOUNT_MAX);
        run();
        assertThat(read(another)).isEqualTo("over");
        assertThat(ask(connect(ALICE), call("Who"))).contains("1000");
        assertThat(ask(connect(0), call("Who"))).contains("\"uid\":0");
    }

    @Test
    void rootsConnectionsTakeNobodysPlace() throws Exception {
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            roots.add(connect(0));
            run();
        }

        int first = connect(ALICE);
        int second = connect(ALICE);
        assertThat(ask(first, call("Who"))).contains("1000");
        assertThat(ask(second, call("Who"))).contains("1000");
        for (int fd : roots) {
            fake.linux().descriptors().close(fd);
        }
        run();
        assertThat(ask(connect(ALICE), call("Who"))).contains("1000");
    }

    @Test
    void whatDescriptorsComeAreClosed() throws Exception {
        int fd = connect(ALICE);
        var pipe = fake.linux().descriptors().pipe();
        byte[] bytes = call("Who").getBytes(UTF_8);
        fake.linux().sockets().send(fd, bytes, 0, bytes.length, pipe.writeFd());
        fake.linux().descriptors().close(pipe.writeFd());
        run();

        assertThat(read(fd)).contains("1000");
        fake.linux().descriptors().setNonBlocking(pipe.readFd(), true);
        assertThat(fake.linux().descriptors().read(pipe.readFd(), new byte[1], 0, 1)).isZero();
        assertThat(fake.brain().budgets().of(ALICE).used(Resource.DESCRIPTORS)).isZero();
    }

    @Test
    void usersTakeTurnsHoweverManyConnectionsOneHas() throws Exception {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(connect(ALICE));
            send(all.getLast(), call("Who"));
        }
        fake.settle();
        int other = connect(ALICE + 1);
        send(other, call("Who"));
        fake.settle();

        assertThat(mailbox).hasSize(2);
        mailbox.remove().run();
        mailbox.remove().run();
        fake.settle();
        assertThat(read(other)).contains("1001");
        run();
        for (int fd : all) {
            assertThat(read(fd)).contains("1000");
        }
    }

    @Test
    void whoHasGoneIsNotAnswered() throws Exception {
        int fd = connect(ALICE);
        send(fd, call("Wait"));
        run();
        fake.linux().descriptors().close(fd);
        run();
        kept.getFirst().done();
        run();

        assertThat(fake.brain().budgets().of(ALICE).used(Resource.CONNECTIONS)).isZero();
    }

    @Test
    void whoDoesNotReadIsNotRead() throws Exception {
        int fd = connect(ALICE);
        String large =
                "{\"method\":\"org.example.Repeat\",\"parameters\":{\"text\":\""
                        + "y".repeat(60_000)
                        + "\"}}\0";
        int sent = 0;
        for (;
                sent < 100
                        && fake.linux().sockets().send(fd, large.getBytes(UTF_8), 0, large.length())
                                == large.length();
                sent++) {
            run();
        }

        assertThat(sent).isLessThan(100);
        assertThat(fake.brain().budgets().of(ALICE).used(Resource.OUTGOING_BYTES)).isPositive();
        StringBuilder all = new StringBuilder();
        for (String next = read(fd); !next.isEmpty(); next = read(fd)) {
            all.append(next);
            run();
        }
        assertThat(all.chars().filter(c -> c == 0)).hasSize(3 * sent);
        assertThat(fake.brain().budgets().of(ALICE).used(Resource.OUTGOING_BYTES)).isZero();
    }
}
