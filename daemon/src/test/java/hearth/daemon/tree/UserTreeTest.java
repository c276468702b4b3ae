package hearth.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Budgets;
import hearth.daemon.link.Line;
import hearth.daemon.link.Link;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketType;
import hearth.unit.tree.SearchPath;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tree whose hand is the test, and whose disk worker waits until the test lets it go on. */
class UserTreeTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Linux linux = Linux.kernel();
    private final List<String> heard = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private Reactor reactor;
    private Sockets.Pair pair;
    private Link<HandEvent> link;
    private UserTree tree;
    private int readings;
    private int bytesOfFiles;

    @BeforeEach
    void makeTree() throws Exception {
        reactor = new Reactor(linux, (what, failure) -> heard.add(what + " threw " + failure));
        pair = linux.sockets().socketPair(SocketType.SEQPACKET);
        link =
                new Link<>(
                        linux,
                        reactor,
                        Link.newBuffer(),
                        pair.first(),
                        Codec::decodeHandEvent,
                        new EndOfRun());
        linux.descriptors().setNonBlocking(pair.second(), true);
        reactor.register(pair.second(), Polling.READABLE, _ -> answer());
        reactor.after(DEADLINE, reactor::stop);
        tree =
                new UserTree(
                        new UserTree.OfRoot(work::add, new SystemDirectories(linux.inotify())),
                        new Mailbox("test", Runnable::run, failure -> heard.add("" + failure)),
                        new Line<>(reactor, link),
                        new SearchPath.UserDirectories(
                                "/nonexistent/run",
                                "/nonexistent/config",
                                "/nonexistent/data",
                                List.of(),
                                List.of()),
                        Budgets.generous().of(2001),
                        heard::add);
    }

    @AfterEach
    void close() {
        link.close();
        linux.descriptors().closeQuietly(pair.second());
    }

    /** The hand: it has no files, finds that nothing has changed, and goes. */
    private void answer() throws ErrnoException {
        var buffer = Link.newBuffer();
        linux.sockets().receive(pair.second(), buffer);
        if (Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                instanceof Decoded.Good<HandOrder>(long token, HandOrder order)) {
            readings += order instanceof FileOrder.ReadTree ? 1 : 0;
            HandEvent event =
                    order instanceof FileOrder.Sync
                            ? new HandEvent.Synced(false)
                            : new HandEvent.Tree(List.of(), List.of(), isTooLittle(order));
            byte[] datagram = Codec.encode(token, event, 0).datagram().toArray();
            linux.sockets().send(pair.second(), datagram, 0, datagram.length, new int[0]);
            boolean hasTold = bytesOfFiles > 0 && !isTooLittle(order);
            if (order instanceof FileOrder.Sync || hasTold) {
                linux.sockets().shutdown(pair.second(), Sockets.Direction.BOTH);
            }
        }
    }

    /** Whether files are left out of an answer. */
    private boolean isTooLittle(HandOrder order) {
        return order instanceof FileOrder.ReadTree reading
                && reading.maxTotalBytes() < bytesOfFiles;
    }

    @Test
    void aHandThatHasMoreIsAskedForMore() {
        bytesOfFiles = 1 << 20;
        tree.read(_ -> heard.add("read"));
        reactor.run();
        work.remove().run();

        assertThat(heard).containsExactly("read"); // and no complaint
        assertThat(readings).isEqualTo(3); // of 16 KiB, 128 KiB, 1 MiB
    }

    @Test
    void whoAsksForNewsHearsThemAfterTheReadingThatIsUnderWay() {
        tree.read(_ -> heard.add("read"));
        tree.freshen(news -> heard.add(news.name()));

        reactor.run();

        assertThat(heard).isEmpty();
        work.remove().run();
        assertThat(heard).containsExactly("read", "NONE");
    }

    @Test
    void oneReadingFollowsTheOther() {
        tree.read(_ -> heard.add("first"));
        tree.read(_ -> heard.add("second"));
        tree.freshen(news -> heard.add(news.name()));

        reactor.run();

        assertThat(readings).isEqualTo(1);
    }

    @Test
    void whatWasReadForAManagerThatHasEndedIsToldToNobody() {
        tree.read(_ -> heard.add("read"));
        tree.freshen(news -> heard.add(news.name()));
        reactor.run();

        tree.close();
        work.remove().run();

        assertThat(heard).isEmpty();
    }

    private final class EndOfRun implements Link.Listener<HandEvent> {
        @Override
        public void event(HandEvent event, int[] descriptors) {
            heard.add(event.toString());
        }

        @Override
        public void ended(String reason) {
            reactor.stop();
        }

        @Override
        public void silent() {}

        @Override
        public void differs(String what) {
            // both are of one version
        }
    }
}
