package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.PuppetKeeper;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.protocol.Message;
import hearth.daemon.protocol.record.Orphan;
import hearth.daemon.training.PlayedHand;
import hearth.linux.NameService;
import hearth.linux.socket.SocketType;
import hearth.manager.host.Event;
import hearth.unit.value.JobMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserManagersTest {
    private static final int UID = PlayedHand.UID;

    @TempDir Path directory;
    private final List<Event> events = new ArrayList<>();
    private FakeBrain fake;
    private PuppetKeeper keeper;
    private UserManagers users;

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        fake.linux().addUser(new NameService.User("alice", UID, UID, "/nonexistent", "/bin/sh"));
        keeper = new PuppetKeeper(fake);
        users =
                new UserManagers(
                        fake.brain(),
                        new UserManagers.Parts(
                                new Mailbox(
                                        "the system manager",
                                        fake.brain().lanes().first(),
                                        fault -> {
                                            throw new AssertionError(fault);
                                        }),
                                keeper.line(),
                                events::add,
                                () -> new UserManagers.RuntimeDirectory(1 << 20, 100),
                                () -> false,
                                () -> {}));
        keeper.listen(event -> {
            if (event instanceof KeeperEvent.HandExited exit) {
                users.handExited(exit);
            }
        });
        int socket = keeper.presentHand(UID);
        users.takeOver(UID, keeper.lastPid(), socket);
        fake.settle();
    }

    private UserInstance instance() {
        return users.instanceOf(UID).orElseThrow();
    }

    private void fail() {
        instance()
                .with(_ -> {
                    throw new IllegalStateException("meant");
                });
        fake.settle();
    }

    private long introductions() {
        return keeper.orders().stream()
                .filter(order -> order instanceof KeeperOrder.IntroduceHand)
                .count();
    }

    private boolean serves() {
        boolean[] serves = {false};
        users.instanceOf(UID).ifPresent(present -> present.with(_ -> serves[0] = true));
        fake.settle();
        return serves[0];
    }

    @Test
    void aManagerWithADefectIsTakenUpAnewByTheSameHand() {
        UserInstance before = instance();
        fail();
        assertThat(instance()).isNotSameAs(before);
        assertThat(serves()).isTrue();
        assertThat(introductions()).isEqualTo(1);
        assertThat(keeper.orders()).noneMatch(order -> order instanceof KeeperOrder.SignalHand);
    }

    @Test
    void whoseManagerFailsTwiceInARowWaitsOutsideAndComesBack() {
        fail();
        fail();
        assertThat(users.instanceOf(UID)).isEmpty();
        assertThat(fake.complaints()).anyMatch(line -> line.contains("it is taken up again at"));

        fake.advance(Duration.ofSeconds(3));

        assertThat(serves()).isTrue();
    }

    @Test
    void aLoginDoesNotWaitForAManagerThatWaitsOutside() {
        fail();
        events.clear();
        fail();
        assertThat(events)
                .noneMatch(event -> event instanceof Event.Exited)
                .filteredOn(event -> event instanceof Event.Notified)
                .isEmpty(); // it was ready once already
        assertThat(fake.brain().quarantine().pause(UID)).isPresent();
    }

    @Test
    void aManagerThatWaitsOutsideIsStoppedWithItsHand() {
        fail();
        fail();
        users.stopManager(UID);
        fake.settle();
        assertThat(keeper.orders()).anyMatch(order -> order instanceof KeeperOrder.SignalHand);
        fake.advance(Duration.ofMinutes(30));
        assertThat(users.instanceOf(UID)).isEmpty();
    }

    private static List<String> bound(PlayedHand hand) {
        return hand.orders().stream()
                .filter(HandOrder.BindSocket.class::isInstance)
                .map(order -> ((HandOrder.BindSocket) order).name())
                .toList();
    }

    private static List<String> kept(List<? extends Message> orders) {
        return orders.stream()
                .filter(CommonOrder.KeepDescriptor.class::isInstance)
                .map(order -> ((CommonOrder.KeepDescriptor) order).name())
                .toList();
    }

    /** What services have said to the notify socket, and clients in the queue, are in them. */
    @Test
    void theNextHandIsGivenTheSocketsOfTheOneThatHasDied() {
        assertThat(bound(keeper.hands().getLast())).containsExactly("private", "notify");

        keeper.killHand();

        assertThat(keeper.hands()).hasSize(2);
        assertThat(serves()).isTrue();
        assertThat(bound(keeper.hands().getLast())).isEmpty();
        assertThat(kept(keeper.hands().getLast().orders())).containsExactly("private", "notify");
    }

    /** It does not have to know whose they were: what is told is done with. */
    @Test
    void howProcessesEndedThatAHandHasLeftIsAskedForAndForgotten() {
        keeper.remember(new Orphan(71, "/a", 1, 0), new Orphan(72, "", 2, 9));

        keeper.killHand();

        assertThat(keeper.orders())
                .containsSubsequence(
                        new KeeperOrder.AskOrphans(UID),
                        new KeeperOrder.ForgetOrphans(List.of(71, 72)));
    }

    @Test
    void theKeeperHasTheSocketsForTheNextBrainUntilTheManagerIsOver() {
        assertThat(kept(keeper.orders()))
                .filteredOn(name -> name.startsWith("socket "))
                .containsExactly("socket " + UID + " private", "socket " + UID + " notify");

        users.stopManager(UID);
        fake.settle();
        keeper.endHand();

        assertThat(keeper.orders())
                .contains(
                        new CommonOrder.DropDescriptor("socket " + UID + " private"),
                        new CommonOrder.DropDescriptor("socket " + UID + " notify"));
    }

    @Test
    void theSocketsThatTheKeeperHasKeptAreGivenToTheNextHand() throws Exception {
        int listener = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().listen(listener);
        var kept = new HashMap<String, Integer>();
        kept.put("socket " + (UID + 1) + " private", listener);
        kept.put("redo", 17);
        fake.linux()
                .addUser(new NameService.User("bob", UID + 1, UID + 1, "/nonexistent", "/bin/sh"));

        users.takeSockets(kept);
        users.takeOverWithoutHand(UID + 1, 4_711);
        users.handExited(new KeeperEvent.HandExited(UID + 1, 4_711, 2, 9));
        fake.settle();

        assertThat(kept).containsOnlyKeys("redo");
        assertThat(bound(keeper.hands().getLast())).containsExactly("notify");
        assertThat(kept(keeper.hands().getLast().orders())).containsExactly("private");
    }

    @Test
    void aHandThatEndsWhileItsUserWaitsIsFollowedByAnother() {
        fail();
        fail();
        keeper.killHand();
        fake.advance(Duration.ofSeconds(3));
        assertThat(serves()).isTrue();
    }

    private List<Boolean> watch(String unit) {
        var told = new ArrayList<Boolean>();
        users.watchUnit(UID, 1, unit, told::add);
        fake.settle();
        return told;
    }

    private void stop(String unit) {
        instance().with(manager -> manager.stopUnit(unit, JobMode.REPLACE));
        fake.settle();
    }

    @Test
    void aUnitThatIsWatchedIsToldToBeActiveAndThenToBeNoMore() {
        List<Boolean> told = watch("basic.target");
        assertThat(told).containsExactly(true);
        stop("basic.target");
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void aUnitThatIsNotActiveIsToldSoAtOnce() {
        assertThat(watch("nosuch.service")).containsExactly(false);
        var told = new ArrayList<Boolean>();
        users.watchUnit(UID + 1, 1, "basic.target", told::add);
        assertThat(told).containsExactly(false);
    }

    @Test
    void aUnitIsWatchedOnWhenItsManagerIsTakenUpAnew() {
        List<Boolean> told = watch("basic.target");
        fail();
        assertThat(told).doesNotContain(false);
        stop("basic.target");
        assertThat(told).last().isEqualTo(false);
    }

    @Test
    void aUnitThatIsNotWatchedAnyMoreIsNotTold() {
        List<Boolean> told = watch("basic.target");
        users.unwatchUnit(UID, 1);
        fake.settle();
        stop("basic.target");
        assertThat(told).containsExactly(true);
    }

    @Test
    void aUnitThatWasToldNotToBeActiveIsWatchedNoMore() {
        List<Boolean> told = watch("nosuch.service");
        fail();
        assertThat(told).containsExactly(false);
    }

    @Test
    void aUnitThatIsNoMoreIsWatchedNoMore() {
        List<Boolean> told = watch("timers.target");
        stop("timers.target");
        fail();
        assertThat(told).containsExactly(true, false);
    }
}
