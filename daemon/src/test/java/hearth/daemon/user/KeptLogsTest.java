package hearth.daemon.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.log.LogLine;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.ListenOrder;
import hearth.linux.Descriptors;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLogsTest {
    private static final int UID = 1_000;
    private static final int LINES = 10;
    private static final int EPERM = 1;

    /** The last version whose hands make pipes. */
    private static final int EARLIER = HandOrder.AttachLog.SINCE - 1;

    /** One that keeps no process alive here: its cgroup says who is there. */
    private static final int GONE = 0;

    @TempDir Path directory;
    private final ReceiveBuffer buffer = new ReceiveBuffer(64 * 1024);
    private FakeBrain fake;
    private Descriptors.Pipe pipe;

    /** Brain and hand have died together: nobody has the pipe but the process itself. */
    @Test
    void aPipeThatTheNextHandFindsIsReadAndKept() throws Exception {
        var pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        var mailbox = new Mailbox("test", fake.brain().lanes().of(UID), _ -> {});
        var heard = new ArrayList<HandOrder>();
        var found = new ArrayList<Integer>();
        var logs =
                new KeptLogs(
                        fake.brain().logOf("1000", mailbox),
                        fake.handAt(pair.first()),
                        mailbox,
                        fake.linux().descriptors());
        var owner = new KeptLogs.Owner(5, 42, "a.service");

        logs.reopen(owner, found::add);
        fake.settle();
        long token = hear(pair.second(), heard);
        byte[] answer = Codec.encode(token, new HandEvent.Descriptor(""), 1).datagram().toArray();
        fake.linux().sockets().send(pair.second(), answer, 0, answer.length, pipe.readFd());
        fake.settle();
        hear(pair.second(), heard);

        assertThat(found).hasSize(1);
        assertThat(heard)
                .startsWith(
                        new HandOrder.ReopenLog(42),
                        new CommonOrder.KeepDescriptor(owner.toName()));
    }

    /** Returns the last order's token. */
    private long hear(int socket, List<HandOrder> heard) throws Exception {
        long last = 0;
        while (fake.linux().sockets().receive(socket, buffer) > 0) {
            if (Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                    instanceof Decoded.Good<HandOrder>(long token, HandOrder order)) {
                heard.add(order);
                last = token;
            }
        }
        return last;
    }

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        pipe = fake.linux().descriptors().pipe();
    }

    /** A hand that has greeted with what it has, and answers orders. */
    private final class Hand implements UserInstance.Owner {
        private final List<HandOrder> orders = new ArrayList<>();
        private final int socket;

        Hand() throws Exception {
            this(Codec.VERSION, 0);
        }

        /** One that says that it is of a version, and of which another one is known. */
        Hand(int said, int known) throws Exception {
            var pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
            socket = pair.second();
            new UserInstance(
                    fake.brain(),
                    new UserInstance.Start(
                            UID,
                            pair.first(),
                            false,
                            "",
                            Optional.empty(),
                            Map.of(),
                            fake.streams()),
                    known,
                    this);
            say(
                    0,
                    new HandEvent.HandWelcome(
                            said,
                            UID,
                            UID,
                            List.of(),
                            4_000,
                            "alice",
                            "/home/alice",
                            "/bin/sh",
                            "/init.scope",
                            List.of(),
                            List.of(),
                            022,
                            false));
        }

        void say(long token, HandEvent event, int... descriptors) throws Exception {
            byte[] datagram = Codec.encode(token, event, descriptors.length).datagram().toArray();
            fake.linux().sockets().send(socket, datagram, 0, datagram.length, descriptors);
            fake.settle();
        }

        void complete() throws Exception {
            say(0, new HandEvent.HandComplete());
            answer();
        }

        void answer() throws Exception {
            for (int size = receive(); size > 0; size = receive()) {
                if (!(Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                        instanceof Decoded.Good<HandOrder>(long token, HandOrder order))) {
                    throw new AssertionError("no order");
                }
                orders.add(order);
                if (order instanceof FileOrder.ReadTree) {
                    say(token, new HandEvent.Tree(List.of(), List.of(), false));
                } else if (order instanceof ListenOrder.Listen) { // the machine has socket units
                    say(token, new CommonEvent.Failed(EPERM, "listen"));
                } else {
                    say(token, new CommonEvent.Done(List.of()));
                }
            }
        }

        private int receive() throws Exception {
            int size = fake.linux().sockets().receive(socket, buffer);
            for (int descriptor : buffer.takeDescriptors()) {
                fake.linux().descriptors().closeQuietly(descriptor);
            }
            return size;
        }

        void die() {
            fake.linux().descriptors().closeQuietly(socket);
            fake.settle();
        }

        List<HandOrder> orders(Class<?> kind) {
            return orders.stream().filter(kind::isInstance).toList();
        }

        @Override
        public void unbound(UserInstance unused, String name, Runnable then) {
            then.run(); // nothing is kept here
        }

        @Override
        public void bound(UserInstance unused, String name, int fd) {
            fake.linux().descriptors().closeQuietly(fd);
        }

        @Override
        public void ready(UserInstance unused) {}

        @Override
        public void stopped(UserInstance unused) {}

        @Override
        public void lost(UserInstance unused, String reason) {}

        @Override
        public void failed(UserInstance unused, Throwable fault) {
            throw new AssertionError(fault);
        }

        @Override
        public void silent(UserInstance unused) {}
    }

    private void write(String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        fake.linux().descriptors().write(pipe.writeFd(), bytes, 0, bytes.length);
        fake.settle();
    }

    private List<String> texts() {
        return fake.brain().logReaders().files().read("1000", "a.service", LINES).stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void theNextHandKeepsThePipeOfAProcessThatHasOutlivedTheOneBefore() throws Exception {
        var first = new Hand();
        first.say(0, new HandEvent.ProcessPresent(5, "a.service", "main", GONE), pipe.readFd());
        first.complete();
        assertThat(first.orders(CommonOrder.KeepDescriptor.class)).isEmpty();
        first.die();

        var next = new Hand();
        next.complete();
        assertThat(next.orders(CommonOrder.KeepDescriptor.class))
                .containsExactly(new CommonOrder.KeepDescriptor("log 5 0 a.service"));
        write("one\n");
        assertThat(texts()).containsExactly("one");

        fake.linux().descriptors().close(pipe.writeFd());
        fake.settle();
        next.answer();
        assertThat(next.orders(CommonOrder.DropDescriptor.class))
                .containsExactly(new CommonOrder.DropDescriptor("log 5 0 a.service"));
    }

    /** What a user may do who has taken over the hand: nobody reads what he can keep locked. */
    @Test
    void aHandThatKnewStreamsCannotHaveForgottenThem() throws Exception {
        var first = new Hand();
        first.complete();
        first.die();

        var taken = new Hand(EARLIER, 0);
        taken.say(0, new HandEvent.ProcessPresent(5, "a.service", "main", GONE), pipe.readFd());
        taken.complete();
        write("locked\n");

        assertThat(texts()).isEmpty();
    }

    @Test
    void aHandThatTheKeeperHasMadeIsOfTheKeepersVersion() throws Exception {
        fake.linux().descriptors().close(pipe.readFd());
        var made = new Hand(EARLIER, Codec.VERSION);
        made.complete();
        made.die();

        pipe = fake.linux().descriptors().pipe();
        var next = new Hand(EARLIER, 0);
        next.say(0, new HandEvent.ProcessPresent(5, "a.service", "main", GONE), pipe.readFd());
        next.complete();
        write("locked\n");

        assertThat(texts()).isEmpty();
    }

    @Test
    void aHandOfAnEarlierVersionHasPipesAsLongAsItLives() throws Exception {
        var first = new Hand(EARLIER, 0);
        first.complete();
        first.die();

        var same = new Hand(EARLIER, 0);
        same.say(0, new HandEvent.ProcessPresent(5, "a.service", "main", GONE), pipe.readFd());
        same.complete();
        write("one\n");

        assertThat(texts()).containsExactly("one");
    }

    @Test
    void theNextBrainReadsWhatTheHandWasGivenToKeep() throws Exception {
        write("written while no brain was there\n");
        var hand = new Hand();
        hand.say(0, new CommonEvent.DescriptorPresent("log 5 0 a.service"), pipe.readFd());
        hand.complete();

        assertThat(texts()).containsExactly("written while no brain was there");
        assertThat(hand.orders(CommonOrder.KeepDescriptor.class)).isEmpty();
        fake.linux().descriptors().close(pipe.writeFd());
        fake.settle();
        hand.answer();
        assertThat(hand.orders(CommonOrder.DropDescriptor.class)).hasSize(1);
    }

    @Test
    void aHandForgetsAProcessOnlyWhenAllThatItWroteIsWritten() throws Exception {
        var hand = new Hand();
        hand.say(0, new HandEvent.ProcessPresent(5, "a.service", "main", GONE), pipe.readFd());
        hand.complete();
        hand.say(0, new HandEvent.Exited(5, "a.service", "main", 42, 1, 0, 0));
        hand.answer();
        assertThat(hand.orders(HandOrder.ForgetProcess.class)).isEmpty();

        write("its child's last words");
        fake.linux().descriptors().close(pipe.writeFd());
        fake.settle();
        hand.answer();

        assertThat(texts()).containsExactly("its child's last words");
        assertThat(hand.orders(HandOrder.ForgetProcess.class))
                .containsExactly(new HandOrder.ForgetProcess(5));
    }

    @Test
    void aNameThatIsNoLogPipesIsNone() {
        assertThat(KeptLogs.Owner.of("log record")).isEmpty();
        assertThat(KeptLogs.Owner.of("log a b c")).isEmpty();
        assertThat(KeptLogs.Owner.of("private")).isEmpty();
        assertThat(KeptLogs.Owner.of("log 5 6 a b.service"))
                .contains(new KeptLogs.Owner(5, 6, "a b.service"));
    }
}
