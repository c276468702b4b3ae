package hearth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.system.SystemInstance.PresentHand;
import hearth.linux.NameService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearthd --user}: one hand, that of whoever runs it. */
class RootlessModeTest {
    private static final int CLD_KILLED = 2;

    @TempDir Path directory;

    /** One life of the brain, with its keeper. */
    private final class Life {
        private final FakeBrain fake = new FakeBrain(directory);
        private final PuppetKeeper keeper = new PuppetKeeper(fake);
        private final RootlessMode mode = new RootlessMode(fake.brain(), keeper.line());
        private final int uid =
                fake.brain().cgroups().user((int) ProcessHandle.current().pid()).orElseThrow();

        Life() throws Exception {
            fake.linux().addUser(new NameService.User("me", uid, uid, "/nonexistent", "/bin/sh"));
            keeper.listen(mode::keeperSays);
        }

        Life begin(KeeperEvent... words) {
            var greeting = new KeeperGreeting();
            greeting.take(
                    new KeeperEvent.Welcome(
                            Codec.VERSION, true, false, "", "", List.of(), List.of(), 0, List.of()),
                    new int[0],
                    fake.linux().descriptors());
            for (KeeperEvent word : words) {
                greeting.take(word, new int[0], fake.linux().descriptors());
            }
            mode.begin(greeting);
            fake.settle();
            return this;
        }

        long spawnsOfLastHand() {
            return keeper.hands().getLast().orders().stream()
                    .filter(order -> order instanceof Spawn)
                    .count();
        }
    }

    @Test
    void theFirstHandStartsWhatIsEnabled() throws Exception {
        assertThat(new Life().begin().spawnsOfLastHand()).isEqualTo(1);
    }

    @Test
    void aHandThatDiesIsFollowedByOneThatTakesItsServicesOver() throws Exception {
        Life life = new Life().begin();

        life.keeper.killHand();

        assertThat(life.keeper.hands()).hasSize(2);
        assertThat(life.spawnsOfLastHand()).isZero();
    }

    @Test
    void aHandsGarbageEndsThatHandAndTheServicesGoOn() throws Exception {
        Life life = new Life().begin();

        life.keeper.hands().getLast().say(new byte[3]);
        life.fake.settle();

        assertThat(life.keeper.orders())
                .filteredOn(order -> order instanceof KeeperOrder.SignalHand)
                .hasSize(1);
        assertThat(life.keeper.hands()).hasSize(2);
        assertThat(life.spawnsOfLastHand()).isZero();
    }

    @Test
    void aHandThatDoesNotStayEndsHearthd() throws Exception {
        Life life = new Life().begin();
        for (int i = 0; i < 20; i++) {
            life.keeper.killHand();
        }

        assertThat(life.keeper.hands()).hasSize(6);
        assertThat(life.fake.complaints()).last().isEqualTo("the hand doesn't stay");
    }

    @Test
    void theNextBrainReplacesAHandThatDiedWhileThereWasNone() throws Exception {
        Life first = new Life().begin();
        var exit = new KeeperEvent.HandExited(first.uid, first.keeper.lastPid(), CLD_KILLED, 9);

        Life next = new Life().begin(exit);

        assertThat(next.keeper.hands()).hasSize(1);
        assertThat(next.spawnsOfLastHand()).isZero();
    }

    @Test
    void aHandThatBecomesReadyWhileAnotherIsOrderedIsTheOne() throws Exception {
        Life life = new Life();
        life.keeper.hold();
        life.begin();
        int socket = life.keeper.presentHand(life.uid);
        life.mode.handPresent(new PresentHand(life.uid, life.keeper.lastPid(), socket));

        life.keeper.refuseHeld();
        assertThat(life.keeper.hands()).hasSize(1);
        life.keeper.killHand();

        assertThat(life.keeper.hands()).hasSize(2); // hearthd lives on
    }

    @Test
    void anotherKeepersStateIsVoid() throws Exception {
        new Life().begin();

        assertThat(new Life().begin().spawnsOfLastHand()).isEqualTo(1);
    }
}
