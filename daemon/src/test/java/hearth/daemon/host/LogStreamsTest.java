package hearth.daemon.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.LogOrigin;
import hearth.daemon.log.LogPipe;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.EarlierPipes;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStreamsTest {
    private static final int UID = 1_000;
    private static final int ENOSYS = 38;
    private static final KeptStreams.Owner OWNER = new KeptStreams.Owner(5, "a.service");
    private static final String NAME = "stream 1000 5 a.service";

    @TempDir Path directory;
    private FakeBrain fake;
    private Mailbox mailbox;
    private UnitLog log;
    private Sockets.Pair hand;
    private Line<HandEvent> line;

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        mailbox = new Mailbox("test", fake.brain().lanes().of(UID), _ -> {});
        log = fake.brain().logOf("1000", mailbox);
        hand = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        line = fake.handAt(hand.first());
    }

    private LogStreams streams(KeptStreams.OfUser kept) {
        return new LogStreams(fake.brain(), mailbox, line, log, UID, kept);
    }

    private LogStreams.Stream made() {
        return made(EarlierPipes.of(List.of()));
    }

    private LogStreams.Stream made(EarlierPipes pipes) {
        LogStreams streams = streams(fake.streams());
        streams.limitPipes(pipes);
        if (streams.make(5, "a.service")
                instanceof LogStreams.Outcome.Made(LogStreams.Stream stream)) {
            return stream;
        }
        throw new AssertionError("it is refused");
    }

    /** Answers the order to take a stream; returns the end that came with it. */
    private int answer(HandEvent answer) throws Exception {
        fake.settle();
        var buffer = new ReceiveBuffer(1_024);
        fake.linux().sockets().receive(hand.second(), buffer);
        if (!(Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                instanceof Decoded.Good<HandOrder>(long token, HandOrder.AttachLog order))) {
            throw new AssertionError("no order to take a log");
        }
        assertThat(order).isEqualTo(new HandOrder.AttachLog(5, false));
        byte[] datagram = Codec.encode(token, answer, 0).datagram().toArray();
        fake.linux().sockets().send(hand.second(), datagram, 0, datagram.length);
        fake.settle();
        return buffer.takeDescriptors()[0];
    }

    private LogPipe.Opening opening(LogPipe.Source source) {
        return new LogPipe.Opening(
                source,
                5,
                new LogPipe.Style(6, true),
                new LogOrigin(
                        fake.brain().cgroups(),
                        new LogOrigin.Unit("a.service", "", ""),
                        new LogOrigin.Marks("a", 3),
                        new LogOrigin.Writer(0, 0, "")));
    }

    private void write(int end, String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        fake.linux().sockets().send(end, bytes, 0, bytes.length);
        fake.settle();
    }

    private List<String> texts() {
        return fake.brain().logReaders().files().read("1000", "a.service", 10).stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void theKeeperHasAStreamFromBeforeItsProcessStartsUntilAllIsRead() throws Exception {
        LogStreams.Stream stream = made();
        int end = answer(new CommonEvent.Done(List.of()));
        assertThat(fake.toldKeeper()).containsExactly(new CommonOrder.KeepDescriptor(NAME));

        stream.open(opening(stream.source(new int[0]).orElseThrow()));
        write(end, "one\nlast");
        assertThat(texts()).containsExactly("one");
        assertThat(fake.toldKeeper()).isEmpty();

        fake.linux().descriptors().close(end);
        assertThat(fake.toldKeeper()).containsExactly(new CommonOrder.DropDescriptor(NAME));
        assertThat(texts()).containsExactly("one", "last");
    }

    @Test
    void aHandOfAnEarlierVersionMakesAPipeWhichIsReadInstead() throws Exception {
        LogStreams.Stream stream = made(EarlierPipes.ofEarlierHand());
        fake.linux().descriptors().close(answer(new CommonEvent.Failed(ENOSYS, "understand")));
        var pipe = fake.linux().descriptors().pipe();

        var source = stream.source(new int[] {pipe.readFd()}).orElseThrow();

        assertThat(source.isStream()).isFalse();
        assertThat(source.fd()).isEqualTo(pipe.readFd());
        assertThat(fake.toldKeeper()).contains(new CommonOrder.DropDescriptor(NAME));
    }

    @Test
    void aHandThatKnowsStreamsHasNoPipeReadInPlaceOfOne() throws Exception {
        LogStreams.Stream stream = made();
        fake.linux().descriptors().close(answer(new CommonEvent.Failed(ENOSYS, "understand")));
        var pipe = fake.linux().descriptors().pipe();
        int open = fake.linux().openDescriptors();

        assertThat(stream.source(new int[] {pipe.readFd()})).isEmpty();
        fake.settle();

        assertThat(fake.linux().openDescriptors()).isEqualTo(open - 2); // the stream, too
        assertThat(fake.complaints()).hasSize(1).first().asString().contains("not read");
    }

    @Test
    void aPipeOfAHandThatHasTakenAStreamIsClosedUnread() throws Exception {
        LogStreams.Stream stream = made();
        answer(new CommonEvent.Done(List.of()));
        var pipe = fake.linux().descriptors().pipe();
        int open = fake.linux().openDescriptors();

        assertThat(stream.source(new int[] {pipe.readFd()}).orElseThrow().isStream()).isTrue();
        fake.settle();
        assertThat(fake.linux().openDescriptors()).isEqualTo(open - 1);
    }

    @Test
    void aProcessThatIsNotStartedLeavesNothing() throws Exception {
        int open = fake.linux().openDescriptors();
        LogStreams.Stream stream = made();
        fake.linux().descriptors().close(answer(new CommonEvent.Done(List.of())));

        stream.close();

        assertThat(fake.toldKeeper()).contains(new CommonOrder.DropDescriptor(NAME));
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
        assertThat(fake.brain().budgets().of(UID).used(Resource.LOG_STREAMS)).isZero();
    }

    @Test
    void whoHasTooManyIsRefusedAnother() {
        try (var all = fake.brain().budgets().of(UID).open(Resource.LOG_STREAMS)) {
            assertThat(all.resize(Resource.LOG_STREAMS.most())).isTrue();

            assertThat(streams(fake.streams()).make(5, "a.service"))
                    .isInstanceOfSatisfying(
                            LogStreams.Outcome.Refused.class,
                            refused -> assertThat(refused.reason()).contains("log-streams"));
        }
    }

    @Test
    void whatAnEarlierBrainHasLeftIsReadThoughNoManagerTakesIt() throws Exception {
        Sockets.Pair pair = fake.linux().sockets().socketPair(SocketType.STREAM);
        write(pair.second(), "written while no brain was there\n");
        LogStreams left = streams(fake.streams(Map.of(OWNER, pair.first())));

        left.close();
        fake.settle();

        assertThat(texts()).containsExactly("written while no brain was there");
        fake.linux().descriptors().close(pair.second());
        assertThat(fake.toldKeeper()).containsExactly(new CommonOrder.DropDescriptor(NAME));
    }

    @Test
    void aManagerTakesWhatAnEarlierBrainHasLeftOnce() throws Exception {
        Sockets.Pair pair = fake.linux().sockets().socketPair(SocketType.STREAM);
        LogStreams left = streams(fake.streams(Map.of(OWNER, pair.first())));

        assertThat(left.takeLeft()).extracting(LogStreams.Stream::owner).containsExactly(OWNER);
        assertThat(left.takeLeft()).isEmpty();
    }

    @Test
    void whoseAStreamIsStandsInItsName() {
        var told = new HashMap<>(Map.of(NAME, 17, "stream 1000 x a", 18, "socket 1000 a", 19));
        var kept = new KeptStreams(fake.streams().keeper(), () -> true);

        kept.takeFrom(told);

        assertThat(told).containsOnlyKeys("stream 1000 x a", "socket 1000 a");
        assertThat(kept.of(UID).streams()).isEqualTo(Map.of(OWNER, 17));
        assertThat(kept.of(UID).streams()).isEmpty();
    }
}
