package hearth.daemon.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Account;
import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.linux.Sockets;
import hearth.linux.fake.FakeLinux;
import hearth.linux.socket.SocketType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ForeignDescriptorsTest {
    private static final int ALICE = 2001;
    private static final int FIRST_OF_NAMESPACE = 100_000;

    private final FakeLinux linux = new FakeLinux();
    private final Budgets budgets = Budgets.generous();
    private final Account alice = budgets.of(ALICE);
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final ForeignDescriptors foreign = new ForeignDescriptors(linux, budgets, threads::add);

    private int open() throws Exception {
        return linux.sockets().socket(SocketType.STREAM);
    }

    @Test
    void nothingIsClosedByWhoeverLetsGo() throws Exception {
        int before = linux.openDescriptors();
        foreign.of(ALICE).closeUncharged(open());
        assertThat(linux.openDescriptors()).isEqualTo(before + 1);

        threads.remove().run();

        assertThat(linux.openDescriptors()).isEqualTo(before);
    }

    @Test
    void whereNoThreadIsToBeHadTheNextDescriptorFindsOne() throws Exception {
        int before = linux.openDescriptors();
        var hasThreads = new AtomicBoolean();
        var without =
                new ForeignDescriptors(
                        linux,
                        budgets,
                        task -> {
                            if (!hasThreads.get()) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            threads.add(task);
                        });
        for (int i = 0; i < 2 * ForeignDescriptors.THREADS_MAX; i++) {
            without.close(ALICE, open(), () -> {});
        }
        hasThreads.set(true);
        without.close(ALICE, open(), () -> {});
        assertThat(threads).hasSize(1);

        threads.remove().run();

        assertThat(linux.openDescriptors()).isEqualTo(before);
    }

    @Test
    void aUserHasOneThreadAndAnotherUserAnother() throws Exception {
        foreign.of(ALICE).closeUncharged(open());
        foreign.of(ALICE).closeUncharged(open());
        assertThat(threads).hasSize(1);
        foreign.of(ALICE + 1).closeUncharged(open());
        assertThat(threads).hasSize(2);
    }

    @Test
    void numbersOfNamespacesHaveOneThreadTogether() throws Exception {
        for (int i = 0; i < ForeignDescriptors.THREADS_MAX; i++) {
            foreign.of(FIRST_OF_NAMESPACE + i).closeUncharged(open());
            foreign.close(FIRST_OF_NAMESPACE + i, open(), () -> {});
        }
        foreign.ofStrangers().close(open());
        assertThat(threads).hasSize(1);

        foreign.of(ALICE).closeUncharged(open());
        assertThat(threads).hasSize(2);
    }

    @Test
    void aUserWithAManagerHasAThreadWhateverTheNumber() throws Exception {
        foreign.know(FIRST_OF_NAMESPACE);
        foreign.of(FIRST_OF_NAMESPACE).closeUncharged(open());
        foreign.of(FIRST_OF_NAMESPACE + 1).closeUncharged(open());
        assertThat(threads).hasSize(2);
    }

    @Test
    void threadsAreBoundedAndGoOnWithWhoeverHasNone() throws Exception {
        int before = linux.openDescriptors();
        for (int i = 0; i <= ForeignDescriptors.THREADS_MAX; i++) {
            foreign.of(ALICE + i).closeUncharged(open());
        }
        assertThat(threads).hasSize(ForeignDescriptors.THREADS_MAX);
        assertThat(linux.openDescriptors()).isEqualTo(before + ForeignDescriptors.THREADS_MAX + 1);

        threads.remove().run();

        assertThat(linux.openDescriptors()).isEqualTo(before + ForeignDescriptors.THREADS_MAX - 1);
    }

    @Test
    void whatHasComeIsChargedUntilItIsClosed() throws Exception {
        ForeignDescriptors.Owner owner = foreign.of(ALICE);
        assertThat(owner.mayCome()).isTrue();
        owner.came(2);
        assertThat(alice.used(Resource.DESCRIPTORS)).isEqualTo(2);

        owner.close(open());
        assertThat(alice.used(Resource.DESCRIPTORS)).isEqualTo(2);
        threads.remove().run();
        assertThat(alice.used(Resource.DESCRIPTORS)).isEqualTo(1);
        owner.taken();
        assertThat(alice.used(Resource.DESCRIPTORS)).isZero();
    }

    /** Connections of two programs; the second one's end. */
    private Sockets.Pair connection() throws Exception {
        return linux.sockets().socketPair(SocketType.STREAM);
    }

    @Test
    void aConnectionWithNothingInItIsClosedAtOnceHoweverManyWait() throws Exception {
        foreign.close(ALICE, open(), () -> {}); // whose thread never runs
        int before = linux.openDescriptors();
        for (int i = 0; i < 2 * ForeignDescriptors.REFUSED_MAX; i++) {
            Sockets.Pair pair = connection();
            linux.descriptors().closeQuietly(pair.first());

            assertThat(foreign.refuse(ALICE, pair.second())).isTrue();
        }
        assertThat(linux.openDescriptors()).isEqualTo(before);
    }

    @Test
    void oneWithDescriptorsInItIsClosedElsewhereAndSoManyAreTooMany() throws Exception {
        foreign.close(ALICE, open(), () -> {});
        for (int i = 0; i < ForeignDescriptors.REFUSED_MAX - 2; i++) {
            assertThat(foreign.refuse(ALICE, withDescriptor())).isTrue();
        }
        int before = linux.openDescriptors();

        int one = withDescriptor();
        assertThat(foreign.refuse(ALICE, one)).isTrue();
        assertThat(foreign.refuse(ALICE, withDescriptor())).isFalse();
        assertThat(foreign.refuse(ALICE + 1, withDescriptor())).isTrue();

        assertThat(linux.openDescriptors()).isEqualTo(before + 3);
        threads.remove().run();
        assertThat(foreign.refuse(ALICE, withDescriptor())).isTrue();
    }

    private int withDescriptor() throws Exception {
        Sockets.Pair pair = connection();
        int passed = open();
        linux.sockets().send(pair.first(), new byte[1], 0, 1, new int[] {passed});
        linux.descriptors().closeQuietly(passed);
        linux.descriptors().closeQuietly(pair.first());
        return pair.second();
    }

    @Test
    void noMoreMayComeWhileThereIsNoRoomForAllThatOneMessageMayCarry() {
        List<ForeignDescriptors.Owner> owners = new ArrayList<>();
        ForeignDescriptors.Owner next = foreign.of(ALICE);
        while (next.mayCome()) {
            next.came(100);
            owners.add(next);
            next = foreign.of(ALICE);
        }

        assertThat(owners).hasSize(3);
        assertThat(alice.used(Resource.DESCRIPTORS)).isEqualTo(300);
    }
}
