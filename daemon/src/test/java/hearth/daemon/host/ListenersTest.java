package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.ListenEvent;
import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.store.CopyKeeper;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.unit.setting.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What socket units listen on, between a manager and its hand. */
class ListenersTest {
    private static final String NAME = "listener a.socket 0";
    private static final Settings SETTINGS = ListenOrdersTest.settings("ListenStream=/run/a");

    @TempDir private Path directory;
    private final ReceiveBuffer buffer = new ReceiveBuffer(64 * 1024);
    private final List<Event> events = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final List<Runnable> drops = new ArrayList<>();
    private FakeBrain fake;
    private int hand;
    private Listeners listeners;

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        var pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        hand = pair.second();
        var mailbox = new Mailbox("test", fake.brain().lanes().of(1000), _ -> {});
        listeners =
                new Listeners(
                        new Listeners.Parts(
                                fake.handAt(pair.first()),
                                mailbox,
                                new Keeping(),
                                fake.linux().descriptors()::closeQuietly,
                                fake.brain().budgets().of(1000)),
                        events::add);
    }

    private final class Keeping implements CopyKeeper {
        @Override
        public void keep(String name, int fd) {
            kept.add(name);
        }

        @Override
        public void drop(String name, Runnable then) {
            kept.remove(name);
            drops.add(then);
        }
    }

    /** Returns the order of that kind that the hand has been given, with its token. */
    private <O> Map.Entry<Long, O> given(Class<O> kind) throws Exception {
        fake.settle();
        while (fake.linux().sockets().receive(hand, buffer) > 0) {
            if (Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                            instanceof Decoded.Good<HandOrder>(long token, HandOrder order)
                    && kind.isInstance(order)) {
                return Map.entry(token, kind.cast(order));
            }
        }
        throw new AssertionError("there was no " + kind.getSimpleName());
    }

    private long asked() throws Exception {
        return given(ListenOrder.Listen.class).getKey();
    }

    private void answer(long token) throws Exception {
        int listener = fake.linux().sockets().socket(SocketType.STREAM);
        byte[] datagram =
                Codec.encode(token, new ListenEvent.Listening(List.of()), 1).datagram().toArray();
        fake.linux().sockets().send(hand, datagram, 0, datagram.length, listener);
        fake.settle();
    }

    private void done(long token) throws Exception {
        byte[] datagram =
                Codec.encode(token, new CommonEvent.Done(List.of()), 0).datagram().toArray();
        fake.linux().sockets().send(hand, datagram, 0, datagram.length);
        fake.settle();
    }

    @Test
    void whatIsOpenedIsKeptForTheNextHand() throws Exception {
        listeners.perform(new Effect.Listen(7, NAME, 0, SETTINGS));
        answer(asked());

        assertThat(kept).containsExactly(NAME);
        assertThat(events).containsExactly(new Event.Listening(7, List.of()));
    }

    @Test
    void whatWasClosedBeforeItWasOpenIsNotKept() throws Exception {
        listeners.perform(new Effect.Listen(7, NAME, 0, SETTINGS));
        long opening = asked();
        listeners.perform(new Effect.CloseListener(8, NAME, 0, SETTINGS));
        long closing = given(ListenOrder.CloseListener.class).getKey();
        answer(opening);
        done(closing);

        assertThat(kept).isEmpty();
        assertThat(drops).hasSize(1);
    }

    @Test
    void itIsClosedWhenNobodyHasACopyAnyMore() throws Exception {
        listeners.perform(new Effect.Listen(7, NAME, 0, SETTINGS));
        answer(asked());
        events.clear();

        listeners.perform(new Effect.CloseListener(8, NAME, 0, SETTINGS));
        long closing = given(ListenOrder.CloseListener.class).getKey();
        assertThat(kept).containsExactly(NAME);
        done(closing);
        assertThat(kept).isEmpty();
        assertThat(events).isEmpty();

        drops.getFirst().run();
        fake.settle();
        assertThat(events).containsExactly(new Event.ListenerClosed(8));
    }

    @Test
    void afterATakeOverTheConnectionsOfBeforeAreChargedAndTheHandHasNoOthers() throws Exception {
        listeners.perform(new Effect.AwaitTraffic(9, NAME, true));
        listeners.perform(new Effect.KeepConnections(Set.of("connection 3")));

        assertThat(given(ListenOrder.KeepConnections.class).getValue().names())
                .containsExactlyInAnyOrder("connection 3", "connection 9");
        assertThat(fake.brain().budgets().of(1000).used(Resource.SOCKET_CONNECTIONS)).isOne();
    }
}
