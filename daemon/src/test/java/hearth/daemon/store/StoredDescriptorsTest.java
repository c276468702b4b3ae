package hearth.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.HandOrder;
import hearth.dbus.DescriptorList;
import hearth.linux.Descriptors;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services store, between a manager, its hand and who keeps copies. */
class StoredDescriptorsTest {
    private static final int UID = 1000;
    private static final String A = "a.service";

    @TempDir private Path directory;
    private final ReceiveBuffer buffer = new ReceiveBuffer(64 * 1024);
    private final List<Event> events = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> copies = new HashMap<>(); // as who keeps them has them
    private FakeBrain fake;
    private Descriptors descriptors;
    private int hand;
    private boolean handKnows = true;
    private StoredDescriptors stored;

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        descriptors = fake.linux().descriptors();
        stored = next();
    }

    /** A brain begins, or a hand. */
    private StoredDescriptors next() throws Exception {
        var pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        hand = pair.second();
        return new StoredDescriptors(
                new StoredDescriptors.Parts(
                        fake.brain(),
                        UID,
                        new Mailbox("test", fake.brain().lanes().of(UID), _ -> {}),
                        fake.handAt(pair.first()),
                        handKnows,
                        new Keeping(),
                        (unit, text) -> warnings.add(text)),
                events::add);
    }

    private final class Keeping implements CopyKeeper {
        @Override
        public void keep(String name, int fd) {
            copies.put(name, fd);
        }

        @Override
        public void drop(String name, Runnable then) {
            Optional.ofNullable(copies.remove(name)).ifPresent(descriptors::closeQuietly);
            then.run();
        }
    }

    /** Returns what the hand was told since it was last asked for. */
    private List<CommonOrder> told() throws Exception {
        fake.settle();
        List<CommonOrder> orders = new ArrayList<>();
        while (fake.linux().sockets().receive(hand, buffer) > 0) {
            for (int fd : buffer.takeDescriptors()) {
                descriptors.closeQuietly(fd);
            }
            if (Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                            instanceof Decoded.Good<HandOrder>(long token, HandOrder order)
                    && order instanceof CommonOrder common) {
                orders.add(common);
            }
        }
        return orders;
    }

    private int memory() throws Exception {
        return descriptors.memfd("x");
    }

    private void store(String unit, String name, int most, int... fds) {
        long message = stored.came(DescriptorList.owning(descriptors::closeQuietly, fds));
        stored.perform(new Effect.OfStore.Store(unit, message, name, true, most));
        stored.settle(message);
        fake.settle();
    }

    private List<String> namesOf(String unit) throws Exception {
        List<StoredDescriptors.Passed> passed = stored.copiesFor(unit);
        passed.forEach(one -> descriptors.closeQuietly(one.fd()));
        return passed.stream().map(StoredDescriptors.Passed::name).toList();
    }

    private long charged() {
        return fake.brain().budgets().of(UID).used(Resource.STORED_DESCRIPTORS);
    }

    @Test
    void whatIsStoredIsWithTheHandAndWithWhoKeepsCopies() throws Exception {
        store(A, "x", 2, memory());

        assertThat(told())
                .containsExactly(new CommonOrder.KeepDescriptor("stored 1 poll a.service x"));
        assertThat(copies).containsOnlyKeys("stored 1 poll a.service x");
        assertThat(events).containsExactly(new Event.DescriptorsStored(A, 1));
        assertThat(charged()).isEqualTo(1);
    }

    @Test
    void aProcessGetsTheLastOneFirst() throws Exception {
        store(A, "x", 3, memory());
        store(A, "y z", 3, memory());
        store("b.service", "other", 3, memory());

        assertThat(namesOf(A)).containsExactly("y z", "x");
    }

    @Test
    void theSameFileIsStoredOnce() throws Exception {
        int file = memory();
        int again = descriptors.duplicate(file);
        store(A, "x", 3, file);
        store(A, "y", 3, again);

        assertThat(namesOf(A)).containsExactly("x");
        assertThat(events).last().isEqualTo(new Event.DescriptorsStored(A, 1));
    }

    @Test
    void whatIsBeyondTheUnitsLimitIsClosedAndSaidOnce() throws Exception {
        int open = fake.linux().openDescriptors();
        store(A, "x", 0, memory(), memory());

        assertThat(warnings)
                .containsExactly(
                        "a.service: Cannot store more fds than FileDescriptorStoreMax=0, closing"
                                + " remaining.");
        assertThat(events).last().isEqualTo(new Event.DescriptorsStored(A, 0));
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
    }

    /** Returns the units that have a place here. */
    private List<String> units() {
        List<String> units = new ArrayList<>();
        stored.keepOnly(unit -> units.add(unit));
        return units;
    }

    @Test
    void whoIsRefusedTakesNoRoom() throws Exception {
        store(A, "x", 0, memory());

        assertThat(units()).isEmpty();
    }

    @Test
    void whoHasTakenAllOutTakesNoRoom() throws Exception {
        store(A, "x", 3, memory());
        assertThat(units()).containsExactly(A);

        stored.perform(new Effect.OfStore.Remove(A, "x"));

        assertThat(units()).isEmpty();
        assertThat(events).last().isEqualTo(new Event.DescriptorsStored(A, 0));
    }

    @Test
    void nobodyStoresMoreThanThatUserMay() throws Exception {
        long most = Resource.STORED_DESCRIPTORS.most();
        for (long i = 0; i <= most; i++) {
            store("u" + i % 4 + ".service", "x", 10_000, memory());
            told();
        }

        assertThat(charged()).isEqualTo(most);
        assertThat(warnings).singleElement().asString().contains("stored-descriptors");
    }

    @Test
    void whatGoesToAProcessFitsIntoOneMessage() throws Exception {
        for (int i = 0; i <= StoredDescriptors.UNIT_MAX; i++) {
            store(A, "x", 10_000, memory());
            told();
        }

        assertThat(stored.count(A)).isEqualTo(StoredDescriptors.UNIT_MAX);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void allOfANameAreTakenOut() throws Exception {
        int open = fake.linux().openDescriptors();
        store(A, "x", 3, memory());
        store(A, "y", 3, memory());
        store(A, "x", 3, memory());
        told();

        stored.perform(new Effect.OfStore.Remove(A, "x"));

        assertThat(told())
                .containsExactlyInAnyOrder(
                        new CommonOrder.DropDescriptor("stored 1 poll a.service x"),
                        new CommonOrder.DropDescriptor("stored 3 poll a.service x"));
        assertThat(namesOf(A)).containsExactly("y");
        assertThat(events).last().isEqualTo(new Event.DescriptorsStored(A, 1));
        assertThat(charged()).isEqualTo(1);
        stored.perform(new Effect.OfStore.RemoveAll(A));
        told();
        assertThat(charged()).isZero();
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
    }

    @Test
    void whatIsHungUpIsLetGoOf() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        store(A, "x", 3, pipe.readFd());
        told();

        descriptors.close(pipe.writeFd());
        told();

        assertThat(events).last().isEqualTo(new Event.DescriptorsStored(A, 0));
        assertThat(charged()).isZero();
    }

    @Test
    void whatIsNotToBeWatchedStaysWhenItIsHungUp() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        long message = stored.came(DescriptorList.owning(descriptors::closeQuietly, pipe.readFd()));
        stored.perform(new Effect.OfStore.Store(A, message, "x", false, 3));
        told();

        descriptors.close(pipe.writeFd());
        told();

        assertThat(namesOf(A)).containsExactly("x");
    }

    @Test
    void whatNobodyAsksForIsClosedUnlessItIsHeld() throws Exception {
        int open = fake.linux().openDescriptors();
        DescriptorList list = DescriptorList.owning(descriptors::closeQuietly, memory());
        long first = stored.came(list);
        stored.settle(first);
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);

        long second = stored.came(DescriptorList.owning(descriptors::closeQuietly, memory()));
        stored.perform(new Effect.OfStore.Hold(second));
        stored.settle(second);
        assertThat(fake.linux().openDescriptors()).isEqualTo(open + 1);
        stored.perform(new Effect.OfStore.Store(A, second, "x", true, 1));
        assertThat(namesOf(A)).containsExactly("x");

        long third = stored.came(DescriptorList.owning(descriptors::closeQuietly, memory()));
        int before = fake.linux().openDescriptors();
        stored.perform(new Effect.OfStore.Hold(third));
        stored.settle(third);
        stored.perform(new Effect.OfStore.Drop(third));
        assertThat(fake.linux().openDescriptors()).isEqualTo(before - 1);
    }

    @Test
    void whatTheHandCannotKeepIsNotStored() throws Exception {
        store(A, "x", 3, memory());
        long token = lastToken();
        byte[] datagram =
                Codec.encode(token, new CommonEvent.Failed(23, "keep"), 0).datagram().toArray();
        fake.linux().sockets().send(hand, datagram, 0, datagram.length);
        fake.settle();

        assertThat(stored.count(A)).isZero();
        assertThat(warnings).singleElement().asString().contains("Failed to add fd to store");
    }

    private long lastToken() throws Exception {
        fake.linux().sockets().receive(hand, buffer);
        for (int fd : buffer.takeDescriptors()) {
            descriptors.closeQuietly(fd);
        }
        return Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                        instanceof Decoded.Good<HandOrder>(long token, HandOrder order)
                ? token
                : 0;
    }

    @Test
    void theNextBrainGoesOnWithWhatTheHandHas() throws Exception {
        stored.close();
        fake.settle();
        stored = next();
        stored.restore(
                Map.of(
                        "stored 2 poll a.service x", memory(),
                        "stored 10 keep a.service y z", memory()),
                Map.of());

        assertThat(namesOf(A)).containsExactly("y z", "x");
        assertThat(copies).hasSize(2);
        assertThat(told()).isEmpty(); // the hand has them
        store(A, "w", 3, memory());
        assertThat(told())
                .containsExactly(new CommonOrder.KeepDescriptor("stored 11 poll a.service w"));
    }

    @Test
    void theNextHandGetsWhatTheOneBeforeHad() throws Exception {
        stored.restore(Map.of(), Map.of("stored 2 poll a.service x", memory()));

        assertThat(told())
                .containsExactly(new CommonOrder.KeepDescriptor("stored 2 poll a.service x"));
        assertThat(namesOf(A)).containsExactly("x");
        assertThat(charged()).isEqualTo(1);
    }

    @Test
    void whatNoBrainHasWrittenAndWhatIsOfNoUnitGoes() throws Exception {
        int open = fake.linux().openDescriptors();
        stored.restore(
                Map.of(
                        "stored nonsense", memory(),
                        "stored 2 poll gone.service x", memory()),
                Map.of());
        stored.keepOnly(A::equals);

        assertThat(told())
                .containsExactlyInAnyOrder(
                        new CommonOrder.DropDescriptor("stored nonsense"),
                        new CommonOrder.DropDescriptor("stored 2 poll gone.service x"));
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
        assertThat(charged()).isZero();
    }

    @Test
    void anEndLeavesWhatOthersKeep() throws Exception {
        store(A, "x", 3, memory());
        stored.close();
        told();

        assertThat(copies).hasSize(1);
        assertThat(charged()).isZero();
    }

    @Test
    void aHandThatWouldTellTheNextBrainUnaskedIsGivenNone() throws Exception {
        handKnows = false;
        stored = next();
        store(A, "x", 3, memory());

        assertThat(told()).isEmpty();
        assertThat(stored.count(A)).isZero();
        assertThat(warnings).singleElement().asString().contains("of an earlier version");
    }
}
