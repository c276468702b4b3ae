package hearth.daemon.link;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.Frame;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.Message;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link at one end of a socket pair; the test holds the other. */
class LinkTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Linux linux = Linux.kernel();
    private final List<String> heard = new ArrayList<>();
    private Reactor reactor;
    private Sockets.Pair pair;
    private Link<HandEvent> link;

    /** Writes down what it is told; an end stops the reactor. */
    private final class Ear implements Link.Listener<HandEvent> {
        @Override
        public void event(HandEvent event, int[] descriptors) {
            heard.add(event + " with " + descriptors.length);
            closeAll(descriptors);
        }

        @Override
        public void ended(String reason) {
            heard.add(reason);
            reactor.stop();
        }

        @Override
        public void silent() {
            heard.add("silent");
        }

        @Override
        public void differs(String what) {
            heard.add(what);
        }
    }

    @BeforeEach
    void makeLink() throws Exception {
        reactor = new Reactor(linux, (what, failure) -> heard.add(what + " threw " + failure));
        pair = linux.sockets().socketPair(SocketType.SEQPACKET);
        link =
                new Link<>(
                        linux,
                        reactor,
                        Link.newBuffer(),
                        pair.first(),
                        Codec::decodeHandEvent,
                        new Ear());
        reactor.after(DEADLINE, reactor::stop);
    }

    @AfterEach
    void closeLink() {
        link.close();
        linux.descriptors().closeQuietly(pair.second());
    }

    private void closeAll(int... descriptors) {
        for (int descriptor : descriptors) {
            linux.descriptors().closeQuietly(descriptor);
        }
    }

    private void send(byte[] datagram, int... descriptors) throws Exception {
        linux.sockets().send(pair.second(), datagram, 0, datagram.length, descriptors);
    }

    private void tell(long token, Message message) throws Exception {
        send(Codec.encode(token, message, 0).datagram().toArray());
    }

    private void hangUp() throws Exception {
        linux.sockets().shutdown(pair.second(), Sockets.Direction.BOTH);
    }

    /** The other side is gone, and not only silent. */
    private void die() {
        closeAll(pair.second());
        pair = new Sockets.Pair(pair.first(), -1);
    }

    @Test
    void eventsAreHeardInTheirOrderUntilTheEnd() throws Exception {
        tell(0, new HandEvent.Executed(1));
        tell(0, new HandEvent.Executed(2));
        hangUp();

        reactor.run();

        assertThat(heard)
                .containsExactly(
                        "Executed[process=1] with 0", "Executed[process=2] with 0", "has ended");
        assertThat(link.isEnded()).isTrue();
    }

    @Test
    void theLastWordsOfAHandAreHeardThoughItWasTooLoud() throws Exception {
        link.bound(_ -> true);
        for (int i = 0; i < Unasked.WAITING_MAX; i++) {
            tell(0, new HandEvent.Executed(i));
            while (heard.size() <= i) {
                reactor.poll();
            }
        }
        tell(0, new HandEvent.Executed(-1));
        assertThat(reactor.poll()).isFalse();
        hangUp();

        reactor.run();

        assertThat(heard)
                .hasSize(Unasked.WAITING_MAX + 2)
                .endsWith("Executed[process=-1] with 0", "has ended");
    }

    @Test
    void theLastWordsOfOneThatLeftOrdersUnreadAreHeard() throws Exception {
        link.order(new FileOrder.Sync(), answer -> heard.add("answer " + answer));
        tell(0, new HandEvent.Executed(1));
        tell(0, new HandEvent.Executed(2));
        die();

        reactor.run();

        assertThat(heard)
                .containsExactly(
                        "Executed[process=1] with 0", "Executed[process=2] with 0", "has ended");
    }

    @Test
    void theLastWordsOfOneThatAnOrderDoesNotReachAreHeard() throws Exception {
        tell(0, new HandEvent.Executed(1));
        die();
        link.order(new FileOrder.Sync(), answer -> heard.add("answer " + answer));
        link.order(new FileOrder.Sync(), answer -> heard.add("answer " + answer));

        reactor.run();

        assertThat(heard).containsExactly("Executed[process=1] with 0", "has ended");
    }

    @Test
    void oneThatTakesNoOrdersThoughItLivesIsCutOff() throws Exception {
        linux.sockets().shutdown(pair.second(), Sockets.Direction.READING);
        link.order(new FileOrder.Sync(), answer -> heard.add("answer " + answer));

        reactor.run();

        assertThat(heard).containsExactly("takes no orders any more");
    }

    @Test
    void whoIsGoneIsHeardToTheEndAtOnce() throws Exception {
        for (int i = 0; i < 200; i++) {
            tell(0, new HandEvent.Executed(i));
        }

        link.finish();

        assertThat(heard).hasSize(201).endsWith("Executed[process=199] with 0", "has ended");
    }

    @Test
    void anAnswerIsToldToWhoAskedAndNobodyElse() throws Exception {
        askForSync();
        var buffer = new ReceiveBuffer(1024);
        linux.sockets().receive(pair.second(), buffer);
        var order = Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty());
        assertThat(order).isEqualTo(new Decoded.Good<>(1, new FileOrder.Sync()));
        tell(1, new HandEvent.Synced(true));

        reactor.run();

        assertThat(heard).containsExactly("answer Synced[changed=true]");
    }

    @Test
    void anAnswerThatNobodyAskedForCutsTheHandOff() throws Exception {
        tell(7, new HandEvent.Synced(true));

        reactor.run();

        assertThat(heard).containsExactly("answered what it was not asked");
    }

    @Test
    void whatIsNoMessageCutsTheHandOff() throws Exception {
        send(new byte[3]);

        reactor.run();

        assertThat(heard).containsExactly("sent something that is no message");
    }

    @Test
    void aMessageThatBreaksOffCutsTheHandOff() throws Exception {
        byte[] datagram =
                Codec.encode(0, new CommonEvent.CgroupEmpty("/a"), 0).datagram().toArray();
        send(Arrays.copyOf(datagram, datagram.length - 1));

        reactor.run();

        assertThat(heard).singleElement().asString().startsWith("sent ");
    }

    @Test
    void whatALaterVersionSaysIsPassedOverAndSaidOnce() throws Exception {
        link.bound(_ -> true);
        for (int i = 0; i <= Unasked.WAITING_MAX; i++) {
            tell(0, new FileOrder.Sync()); // no event has its number
            reactor.poll();
        }
        tell(0, new HandEvent.Executed(1));
        hangUp();

        reactor.run();

        assertThat(heard)
                .containsExactly(
                        "says what only a later version knows: message 0x0311",
                        "Executed[process=1] with 0",
                        "has ended");
    }

    @Test
    void anAnswerOfALaterVersionIsAFailureOfTheOrder() throws Exception {
        askForSync();
        tell(1, new FileOrder.Sync());

        reactor.run();

        assertThat(heard)
                .containsExactly(
                        "says what only a later version knows: message 0x0311",
                        "answer Failed[error=38, step=understand the answer: message 0x0311]");
    }

    @Test
    void anOrderThatAnEarlierVersionDoesNotKnowFailsAndIsNotSent() throws Exception {
        tell(0, welcome(1));
        reactor.poll();
        heard.clear();
        link.order(
                new CommonOrder.AskProgram(),
                answer -> {
                    heard.add("answer " + answer);
                    reactor.stop();
                });

        reactor.run();

        assertThat(heard)
                .containsExactly(
                        "doesn't know AskProgram of version 2",
                        "answer Failed[error=38, step=order AskProgram: it is of version 1]");
        assertThat(linux.sockets().receive(pair.second(), new ReceiveBuffer(1024)))
                .isEqualTo(Linux.WOULD_BLOCK);
    }

    @Test
    void oneOfALaterVersionIsGivenEveryOrder() throws Exception {
        tell(0, welcome(Codec.VERSION + 1));
        reactor.poll();
        link.order(new CommonOrder.AskProgram(), _ -> {});

        var buffer = new ReceiveBuffer(1024);
        linux.sockets().receive(pair.second(), buffer);
        assertThat(Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty()))
                .isEqualTo(new Decoded.Good<>(1, new CommonOrder.AskProgram()));
    }

    @Test
    void aVersionThatWasSaidOnceIsNotTakenBack() {
        link.raiseVersion(2);
        assertThat(link.version()).isEqualTo(2);
        link.raiseVersion(1);
        assertThat(link.version()).isEqualTo(2);
        link.raiseVersion(-1); // unsigned: later than all
        assertThat(link.version()).isEqualTo(-1);
    }

    private static HandEvent.HandWelcome welcome(int version) {
        return new HandEvent.HandWelcome(
                version, 1, 1, List.of(), 2, "a", "/", "/", "/", List.of(), List.of(), 0, true);
    }

    private void askForSync() {
        link.order(
                new FileOrder.Sync(),
                answer -> {
                    heard.add("answer " + answer);
                    reactor.stop();
                });
    }

    @Test
    void aDescriptorThatIsNotAnnouncedCutsTheHandOff() throws Exception {
        send(Codec.encode(0, new HandEvent.Executed(1), 0).datagram().toArray(), pair.second());

        reactor.run();

        assertThat(heard).containsExactly("sent something that is no message");
    }

    @Test
    void aBodyThatIsSaidToBeInADescriptorWithoutOneCutsTheHandOff() throws Exception {
        Frame large = largeAnswer();
        byte[] header = large.datagram().toArray();
        header[DESCRIPTORS_AT] = 0;
        send(header);

        reactor.run();

        assertThat(heard).containsExactly("sent something that is no message");
    }

    @Test
    void aLargeBodyTravelsInASealedFile() throws Exception {
        Frame large = largeAnswer();
        int memfd = linux.descriptors().sealedMemfd("body", large.memfd().orElseThrow().toArray());
        link.order(
                new FileOrder.ReadFile("/x", LARGE_BYTES, false),
                answer -> {
                    heard.add(
                            answer instanceof HandEvent.FileContent file
                                    ? file.content().length() + " bytes"
                                    : answer.toString());
                    reactor.stop();
                });
        send(large.datagram().toArray(), memfd);
        closeAll(memfd);

        reactor.run();

        assertThat(heard).containsExactly(LARGE_BYTES + " bytes");
    }

    private static final int LARGE_BYTES = 100_000;

    /** The header's byte that holds how many descriptors go with a message. */
    private static final int DESCRIPTORS_AT = 4;

    private static Frame largeAnswer() {
        return Codec.encode(1, new HandEvent.FileContent(1, Bytes.of(new byte[LARGE_BYTES])), 0);
    }
}
