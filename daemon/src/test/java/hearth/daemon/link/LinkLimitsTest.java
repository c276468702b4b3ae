package hearth.daemon.link;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.Frame;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.Header;
import hearth.daemon.protocol.Message;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.fake.FakeLinux;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hand may cost that reads or answers slowly, or sends what nobody wants. */
class LinkLimitsTest {
    private final FakeLinux linux = new FakeLinux();
    private final List<String> ends = new ArrayList<>();
    private final List<HandEvent> answers = new ArrayList<>();
    private final List<HandEvent> events = new ArrayList<>();
    private Reactor reactor;
    private Sockets.Pair pair;
    private Link<HandEvent> link;

    private final class Ear implements Link.Listener<HandEvent> {
        @Override
        public void event(HandEvent event, int[] descriptors) {
            events.add(event);
        }

        @Override
        public void ended(String reason) {
            ends.add(reason);
        }

        @Override
        public void silent() {
            throw new AssertionError("no time passes here");
        }

        @Override
        public void differs(String what) {
            // both are of one version
        }
    }

    @BeforeEach
    void makeLink() throws Exception {
        reactor =
                new Reactor(
                        linux,
                        (what, failure) -> {
                            throw new AssertionError(what, failure);
                        });
        pair = linux.sockets().socketPair(SocketType.SEQPACKET);
        link =
                new Link<>(
                        linux,
                        reactor,
                        Link.newBuffer(),
                        pair.first(),
                        Codec::decodeHandEvent,
                        new Ear());
        link.bound(descriptor -> {
            linux.descriptors().closeQuietly(descriptor);
            return true;
        });
    }

    /** Sends a message, and lets the link read where the socket is full; what it won't is lost. */
    private void tell(Message message, long token, int... descriptors) throws Exception {
        Frame frame = Codec.encode(token, message, descriptors.length);
        var all = new ArrayList<Integer>();
        if (frame.memfd().isPresent()) {
            byte[] body = frame.memfd().get().toArray();
            all.add(linux.descriptors().sealedMemfd("body", body));
        }
        IntStream.of(descriptors).forEach(all::add);
        send(frame.datagram().toArray(), all.stream().mapToInt(fd -> fd).toArray());
        if (frame.memfd().isPresent()) {
            linux.descriptors().closeQuietly(all.getFirst());
        }
    }

    private void send(byte[] datagram, int[] descriptors) throws Exception {
        int before;
        do {
            before = events.size();
            int sent =
                    linux.sockets().send(pair.second(), datagram, 0, datagram.length, descriptors);
            if (sent != Linux.WOULD_BLOCK) {
                return;
            }
            settle();
        } while (events.size() > before);
    }

    private void settle() {
        while (reactor.poll()) {
            // until nothing is left to do
        }
    }

    @Test
    void anAnswerIsNoLargerThanWhatWasAskedFor() throws Exception {
        var content = new HandEvent.FileContent(1, Bytes.of(new byte[1 << 20]));
        link.order(new FileOrder.ReadFile("/x", 1 << 20, false), answers::add);
        link.order(new FileOrder.ReadFile("/x", 1000, false), answers::add);
        tell(content, 1);
        settle();
        assertThat(answers).hasSize(1);

        tell(content, 2);
        settle();

        assertThat(answers).hasSize(1);
        assertThat(ends).singleElement().asString().contains("memfd");
    }

    @Test
    void whatNobodyAskedForIsNotRead() throws Exception {
        tell(new HandEvent.FileContent(1, Bytes.of(new byte[1 << 20])), 7);

        settle();

        assertThat(ends).containsExactly("answered what it was not asked");
    }

    @Test
    void onlyTheFirstEventMayBeLarge() throws Exception {
        var large = new CommonEvent.CgroupEmpty("/" + "x".repeat(100_000));
        tell(large, 0);
        settle();
        assertThat(events).hasSize(1);
        assertThat(ends).isEmpty();

        tell(large, 0);
        settle();

        assertThat(events).hasSize(1);
        assertThat(ends).containsExactly("sent an event that is too large");
    }

    @Test
    void theFirstEventIsNotTooLargeEither() throws Exception {
        tell(new CommonEvent.CgroupEmpty("/" + "x".repeat(Unasked.FIRST_BYTES_MAX)), 0);

        settle();

        assertThat(events).isEmpty();
        assertThat(ends).hasSize(1);
    }

    @Test
    void aFloodWaitsInTheSocketUntilWhatIsThereHasBeenHandled() throws Exception {
        for (int i = 0; i < 2 * Unasked.WAITING_MAX; i++) {
            tell(new HandEvent.Executed(i), 0);
        }
        settle();
        assertThat(events).hasSize(Unasked.WAITING_MAX);

        for (int i = 0; i < Unasked.WAITING_MAX; i++) {
            link.handled();
        }
        settle();

        assertThat(events).hasSizeGreaterThan(Unasked.WAITING_MAX);
        assertThat(ends).isEmpty();
    }

    @Test
    void whoSaysTooMuchForTooLongIsHeardLessOften() throws Exception {
        for (int i = 0; i < 2 * Unasked.BURST && events.size() == i; i++) {
            tell(new HandEvent.Executed(i), 0);
            settle();
            link.handled();
        }
        assertThat(events).hasSize(Unasked.BURST);

        linux.advance(Duration.ofSeconds(1));
        settle();

        assertThat(events).hasSizeGreaterThan(Unasked.BURST);
        assertThat(ends).isEmpty();
    }

    @Test
    void aDescriptorThatMayMakeItsReaderWaitIsRefused() throws Exception {
        int open = linux.openDescriptors();
        int file = linux.descriptors().sealedMemfd("file", new byte[1]);
        tell(new CommonEvent.DescriptorPresent("private"), 0, file);
        linux.descriptors().closeQuietly(file);

        settle();

        assertThat(ends).containsExactly("sent a descriptor that is no pipe and no local socket");
        assertThat(linux.openDescriptors()).isEqualTo(open - 1); // the link's own
    }

    @Test
    void aPipeIsWelcomeAndTwoAreNot() throws Exception {
        var pipe = linux.descriptors().pipe();
        tell(new HandEvent.ProcessPresent(1, "a.service", "main", 7), 0, pipe.readFd());
        settle();
        assertThat(events).hasSize(1);

        tell(
                new HandEvent.ProcessPresent(1, "a.service", "main", 7),
                0,
                pipe.readFd(),
                pipe.readFd());
        settle();

        assertThat(ends).containsExactly("sent too many descriptors");
    }

    @Test
    void aHandWhoseDescriptorsCannotBeClosedIsCutOff() throws Exception {
        link.bound(_ -> false); // one hangs, and the others wait
        link.order(new FileOrder.Sync(), answers::add);
        tell(new CommonEvent.Done(List.of()), 1, pair.second());

        settle();

        assertThat(ends).containsExactly("sends descriptors that cannot be closed");
    }

    @Test
    void aSlowHandIsNotCutOffForWhatItHasReadLongAgo() throws Exception {
        var order =
                new FileOrder.WriteFile(
                        "/x", 0644, false, Bytes.of(new byte[Codec.INLINE_LIMIT / 2]));
        var read = new ReceiveBuffer(Header.SIZE + Codec.INLINE_LIMIT);
        int orders = 3 * (int) (Outgoing.WAITING_BYTES_MAX / (Codec.INLINE_LIMIT / 2));
        while (linux.sockets().receive(pair.second(), read) == Linux.WOULD_BLOCK) {
            fill(order);
        }
        for (int i = 0; i < orders; i++) {
            link.order(order, _ -> {});
            linux.sockets().receive(pair.second(), read); // one in, one out: some always wait
            link.sendWaiting();
        }

        assertThat(ends).isEmpty();
    }

    private void fill(HandOrder order) {
        for (int i = 0; i < 64; i++) {
            link.order(order, _ -> {});
        }
    }

    @Test
    void aHandThatReadsAndNeverAnswersIsCutOff() throws Exception {
        var read = new ReceiveBuffer(Header.SIZE + Codec.INLINE_LIMIT);
        for (int i = 0; i <= Link.UNANSWERED_MAX; i++) {
            link.order(new FileOrder.Sync(), _ -> {});
            linux.sockets().receive(pair.second(), read);
        }

        assertThat(ends).containsExactly("does not answer its orders");
    }

    @Test
    void aDescriptorThatComesWithAnAnswerUnaskedIsClosed() throws Exception {
        int open = linux.openDescriptors();
        link.order(new FileOrder.Sync(), answers::add);
        byte[] answer = Codec.encode(1, new CommonEvent.Done(List.of()), 1).datagram().toArray();
        linux.sockets().send(pair.second(), answer, 0, answer.length, pair.second());

        settle();

        assertThat(answers).hasSize(1);
        assertThat(linux.openDescriptors()).isEqualTo(open);
    }
}
