package hearth.daemon.system;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.training.PlayedHand;
import hearth.manager.graph.ActiveState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code user@UID.service} from its start to its end, and over hands and brains that die. */
class SystemInstanceTest {
    private static final int CLD_KILLED = 2;

    @TempDir Path directory;

    private PlayedMachine machine() throws Exception {
        return new PlayedMachine(directory);
    }

    private PlayedMachine running() throws Exception {
        PlayedMachine machine = machine();
        machine.takeUp(List.of(), List.of());
        machine.start();
        return machine;
    }

    private static long spawns(PlayedHand hand) {
        return hand.orders().stream().filter(order -> order instanceof Spawn).count();
    }

    @Test
    void theRuntimeDirectoryIsThereBeforeTheHand() throws Exception {
        PlayedMachine machine = running();

        assertThat(machine.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(machine.keeper().orders())
                .filteredOn(order ->
                        order instanceof KeeperOrder.MountRuntimeDirectory
                                || order instanceof KeeperOrder.StartHand)
                .hasExactlyElementsOfTypes(
                        KeeperOrder.MountRuntimeDirectory.class, KeeperOrder.StartHand.class);
    }

    @Test
    void aStoppedManagerEndsItsHandAndThenItsRuntimeDirectoryGoes() throws Exception {
        PlayedMachine machine = running();
        machine.stop();
        assertThat(machine.keeper().hands().getLast().orders())
                .last()
                .isInstanceOf(HandOrder.EndHand.class);
        assertThat(machine.state()).isEqualTo(ActiveState.DEACTIVATING);

        machine.keeper().endHand();

        assertThat(machine.state()).isEqualTo(ActiveState.INACTIVE);
        assertThat(machine.keeper().orders())
                .filteredOn(order -> order instanceof KeeperOrder.UnmountRuntimeDirectory)
                .hasSize(1);
    }

    @Test
    void aHandThatCannotBeStartedFailsTheUnitAndItsLogSaysWhy() throws Exception {
        PlayedMachine machine = machine();
        machine.takeUp(List.of(), List.of());
        machine.keeper().refuse("fork a hand");

        machine.start();

        assertThat(machine.state()).isEqualTo(ActiveState.FAILED);
        assertThat(machine.log())
                .anySatisfy(line -> assertThat(line).contains("fork a hand: too many processes"));
    }

    @Test
    void aHandThatDiesIsFollowedByOneThatTakesItsServicesOver() throws Exception {
        PlayedMachine machine = running();
        assertThat(spawns(machine.keeper().hands().getFirst())).isEqualTo(1);

        machine.keeper().killHand();

        assertThat(machine.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(machine.keeper().hands()).hasSize(2);
        assertThat(spawns(machine.keeper().hands().getLast())).isZero();
    }

    @Test
    void aHandThatDoesNotStayFailsTheUnit() throws Exception {
        PlayedMachine machine = running();
        for (int i = 0; i < 5; i++) {
            machine.keeper().killHand();
            assertThat(machine.state()).isEqualTo(ActiveState.ACTIVE);
        }

        machine.keeper().killHand();

        assertThat(machine.state()).isEqualTo(ActiveState.FAILED);
    }

    @Test
    void handsThatDieOnceInAWhileAreForgiven() throws Exception {
        PlayedMachine machine = running();
        for (int i = 0; i < 20; i++) {
            machine.keeper().killHand();
            machine.fake().advance(Duration.ofSeconds(10));
        }

        assertThat(machine.state()).isEqualTo(ActiveState.ACTIVE);
    }

    @Test
    void aManagerWhoseHandIsNotReplacedIsNotUp() throws Exception {
        PlayedMachine machine = running();
        machine.keeper().refuse("fork a hand");

        machine.keeper().killHand();

        assertThat(machine.state()).isEqualTo(ActiveState.FAILED);
        assertThat(machine.fake().complaints())
                .anySatisfy(line -> assertThat(line).endsWith("fork a hand: too many processes"));
    }

    @Test
    void aStopWhileTheNextHandIsOnItsWayIsNotForgotten() throws Exception {
        PlayedMachine machine = running();
        machine.keeper().hold();
        machine.keeper().killHand();
        machine.stop();

        machine.keeper().letGo();

        assertThat(machine.keeper().hands().getLast().orders())
                .last()
                .isInstanceOf(HandOrder.EndHand.class);
    }

    @Test
    void aHandsGarbageEndsThatHandAndTheServicesGoOn() throws Exception {
        PlayedMachine machine = running();

        machine.keeper().hands().getLast().say(new byte[] {1, 2, 3});
        machine.fake().settle();

        assertThat(machine.keeper().orders())
                .filteredOn(order -> order instanceof KeeperOrder.SignalHand)
                .hasSize(1);
        assertThat(machine.keeper().hands()).hasSize(2);
        assertThat(machine.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(machine.fake().complaints())
                .anySatisfy(line -> assertThat(line).contains("is no message"));
    }

    @Test
    void theNextBrainTakesALivingHandOver() throws Exception {
        running();
        PlayedMachine next = machine();
        int socket = next.keeper().presentHand(PlayedHand.UID);

        next.takeUp(List.of(present(next, socket)), List.of());

        assertThat(next.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(next.keeper().hands()).hasSize(1);
        assertThat(spawns(next.keeper().hands().getLast())).isZero();
    }

    private static SystemInstance.PresentHand present(PlayedMachine machine, int socket) {
        return new SystemInstance.PresentHand(PlayedHand.UID, machine.keeper().lastPid(), socket);
    }

    @Test
    void theNextBrainReplacesAHandThatDiedWhileThereWasNone() throws Exception {
        int pid = running().keeper().lastPid();
        PlayedMachine next = machine();

        next.takeUp(
                List.of(), List.of(new KeeperEvent.HandExited(PlayedHand.UID, pid, CLD_KILLED, 9)));

        assertThat(next.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(next.keeper().hands()).hasSize(1);
        assertThat(spawns(next.keeper().hands().getLast())).isZero();
    }

    @Test
    void aHandWhoseEndWasToldToADyingBrainIsReplacedByTheNext() throws Exception {
        running();
        PlayedMachine next = machine();

        next.takeUp(List.of(), List.of());

        assertThat(next.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(next.keeper().hands()).hasSize(1);
        assertThat(spawns(next.keeper().hands().getLast())).isZero();
        assertThat(next.fake().complaints())
                .anySatisfy(line -> assertThat(line).contains("has ended uninvited"));
    }

    @Test
    void aHandThatADyingBrainHadReplacedIsNotReplacedAgain() throws Exception {
        PlayedMachine first = running();
        PlayedMachine next = machine();
        int socket = next.keeper().presentHand(PlayedHand.UID);
        int pid = first.keeper().lastPid() + 7;

        next.takeUp(
                List.of(new SystemInstance.PresentHand(PlayedHand.UID, pid, socket)), List.of());

        assertThat(next.state()).isEqualTo(ActiveState.ACTIVE);
        assertThat(next.keeper().hands()).hasSize(1);
        assertThat(spawns(next.keeper().hands().getLast())).isZero();
        assertThat(next.log()).anySatisfy(line -> assertThat(line).contains("main PID " + pid));
    }

    @Test
    void theNextBrainStopsWhatWasBeingStopped() throws Exception {
        running().stop();
        PlayedMachine next = machine();
        int socket = next.keeper().presentHand(PlayedHand.UID);

        next.takeUp(List.of(present(next, socket)), List.of());
        assertThat(next.keeper().hands().getLast().orders())
                .hasAtLeastOneElementOfType(HandOrder.EndHand.class);
        next.keeper().endHand();

        assertThat(next.keeper().hands()).hasSize(1);
        assertThat(next.state()).isEqualTo(ActiveState.INACTIVE);
    }

    @Test
    void aHandThatABrainBeforeHasOrderedAnswersTheOrderOfTheNext() throws Exception {
        PlayedMachine machine = machine();
        machine.takeUp(List.of(), List.of());
        machine.keeper().hold();
        machine.start();
        PlayedMachine next = machine();
        next.keeper().hold();
        next.takeUp(List.of(), List.of());
        assertThat(next.state()).isEqualTo(ActiveState.ACTIVATING);

        next.system().handPresent(present(next, next.keeper().presentHand(PlayedHand.UID)));
        next.fake().settle();

        assertThat(next.state()).isEqualTo(ActiveState.ACTIVE);
    }

    @Test
    void aUserWithoutAHomeHasAManagerAllTheSame() throws Exception {
        // /nonexistent is the played user's
        assertThat(running().state()).isEqualTo(ActiveState.ACTIVE);
    }
}
