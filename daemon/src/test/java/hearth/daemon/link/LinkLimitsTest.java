package hearth.daemon.link;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.Bytes;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.Header;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Linux;
import hearth.linux.ReceiveBuffer;
import hearth.linux.SocketType;
import hearth.linux.Sockets;
import hearth.linux.fake.FakeLinux;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hand may cost that reads or answers slowly, or sends what nobody wants. */
class LinkLimitsTest {
    private final FakeLinux linux = new FakeLinux();
    private final List<String> ends = new ArrayList<>();
    private final List<HandEvent> answers = new ArrayList<>();
    private Reactor reactor;
    private Sockets.Pair pair;
    private Link<HandEvent> link;

    private final class Ear implements Link.Listener<HandEvent> {
        @Override
        public void event(HandEvent event, int[] descriptors) {
            throw new AssertionError("no event is sent here");
        }

        @Override
        public void ended(String reason) {
            ends.add(reason);
        }

        @Override
        public void silent() {
            throw new AssertionError("no time passes here");
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
    }

    private void settle() {
        while (reactor.poll()) {
            // until nothing is left to do
        }
    }

    @Test
    void aSlowHandIsNotCutOffForWhatItHasReadLongAgo() throws Exception {
        var order =
                new HandOrder.WriteFile(
                        "/x", 0644, false, Bytes.of(new byte[Codec.INLINE_LIMIT / 2]));
        var read = new ReceiveBuffer(Header.SIZE + Codec.INLINE_LIMIT);
        int orders = 3 * (int) (Link.WAITING_BYTES_MAX / (Codec.INLINE_LIMIT / 2));
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
            link.order(new HandOrder.Sync(), _ -> {});
            linux.sockets().receive(pair.second(), read);
        }

        assertThat(ends).containsExactly("does not answer its orders");
    }

    @Test
    void aDescriptorThatComesWithAnAnswerUnaskedIsClosed() throws Exception {
        int open = linux.openDescriptors();
        link.order(new HandOrder.Sync(), answers::add);
        byte[] answer = Codec.encode(1, new CommonEvent.Done(List.of()), 1).datagram().toArray();
        linux.sockets().send(pair.second(), answer, 0, answer.length, pair.second());

        settle();

        assertThat(answers).hasSize(1);
        assertThat(linux.openDescriptors()).isEqualTo(open);
    }
}
