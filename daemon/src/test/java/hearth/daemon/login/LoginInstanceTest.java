package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.system.PlayedMachine;
import hearth.daemon.training.PlayedHand;
import hearth.linux.ErrnoException;
import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.CreatedSession;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.inhibit.InhibitMode;
import hearth.login.inhibit.Inhibited;
import hearth.login.inhibit.Inhibition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login from its call to what is left of it, over the system manager and a played hand. */
class LoginInstanceTest {
    /** After this a D-Bus client gives up. */
    private static final Duration CLIENTS_PATIENCE = Duration.ofSeconds(25);

    @TempDir Path directory;
    private final List<String> told = new ArrayList<>();
    private final List<Integer> fifos = new ArrayList<>();
    private PlayedMachine machine;
    private LoginInstance login;

    private final class Ear implements LoginInstance.Replies {
        @Override
        public void created(CallId call, CreatedSession session, int fifo) {
            told.add("created " + session.id());
            fifos.add(fifo);
        }

        @Override
        public void inhibited(CallId call, int fifo) {
            told.add("inhibited");
            fifos.add(fifo);
        }

        @Override
        public void mayLinger(CallId call, LingerVerdict verdict) {
            told.add("may " + verdict.allows());
        }

        @Override
        public void granted(CallId call, String lease) {
            told.add("granted " + lease);
        }

        @Override
        public void done(CallId call) {
            told.add("done");
        }

        @Override
        public void failed(CallId call, LoginError error) {
            told.add("failed: " + error.message());
        }

        @Override
        public void signal(LoginEffect.Signal signal) {
            // what observers hear is api's to test
        }
    }

    @BeforeEach
    void begin() throws Exception {
        machine = new PlayedMachine(directory);
        machine.takeUp(List.of(), List.of());
        login = PlayedLogin.on(machine, directory);
        login.open(new Ear());
        machine.fake().settle();
    }

    private void logIn() {
        int leader = (int) ProcessHandle.current().pid();
        login.login()
                .createSession(
                        new CallId(1),
                        new CreateSessionRequest(
                                PlayedHand.UID,
                                new LeaderFacts(leader, "/sshd.service", OptionalLong.empty()),
                                "sshd",
                                "tty",
                                "user",
                                "",
                                "",
                                0,
                                "",
                                "",
                                true,
                                "",
                                "",
                                List.of(),
                                true));
        machine.fake().settle();
    }

    private void hangUp() {
        machine.fake().linux().descriptors().closeQuietly(fifos.getFirst());
        machine.fake().settle();
    }

    private boolean hasFile(String name) {
        return Files.exists(directory.resolve("run").resolve(name));
    }

    @Test
    void whatIsInhibitedIsSoUntilItsHoldIsClosed() throws Exception {
        var inhibition =
                new Inhibition(Set.of(Inhibited.SLEEP), "who", "why", InhibitMode.BLOCK, 0, 1);
        login.login().inhibit(new CallId(1), inhibition);
        machine.fake().settle();
        assertThat(told).containsExactly("inhibited");
        assertThat(hasFile("inhibit/1")).isTrue();
        assertThat(machine.keeper().orders())
                .contains(new CommonOrder.KeepDescriptor("inhibitor inhibit/1"));
        var sockets = machine.fake().linux().sockets();
        assertThatThrownBy(() -> sockets.send(fifos.getFirst(), new byte[1], 0, 1))
                .isInstanceOf(ErrnoException.class);

        hangUp();
        assertThat(login.login().inhibitors()).isEmpty();
        assertThat(hasFile("inhibit/1")).isFalse();
        assertThat(machine.keeper().orders())
                .contains(new CommonOrder.DropDescriptor("inhibitor inhibit/1"));
    }

    @Test
    void aLoginIsAnsweredWhenItsManagerIsUp() {
        machine.keeper().hold();
        logIn();
        assertThat(told).isEmpty();

        machine.keeper().letGo();

        assertThat(told).containsExactly("created c1");
        assertThat(hasFile("sessions/c1")).isTrue();
        assertThat(hasFile("users/" + PlayedHand.UID)).isTrue();
    }

    @Test
    void aLoginWhoseManagerHangsIsAnsweredBeforeTheClientGivesUp() {
        machine.keeper().hold();
        logIn();

        machine.fake().advance(CLIENTS_PATIENCE.minusMillis(1));

        assertThat(told).containsExactly("created c1");
    }

    @Test
    void aLoginWhoseManagerCannotStartIsAnsweredAllTheSame() {
        machine.keeper().refuse("fork a hand");

        logIn();

        assertThat(told).containsExactly("created c1");
    }

    @Test
    void theEndOfTheFifoEndsTheSessionAndThenTheManagerAndItsIpcObjects() {
        logIn();
        hangUp();
        machine.keeper().emptyCgroups();
        assertThat(hasFile("sessions/c1")).isFalse();

        machine.fake().advance(Duration.ofSeconds(11)); // past UserStopDelaySec=
        machine.keeper().endHand();

        assertThat(hasFile("users/" + PlayedHand.UID)).isFalse();
        assertThat(machine.keeper().orders())
                .filteredOn(order -> order instanceof KeeperOrder.RemoveIpc)
                .containsExactly(new KeeperOrder.RemoveIpc(PlayedHand.UID));
    }

    @Test
    void aSessionWhoseProcessesHaveAllEndedIsGoneWithItsLoginProgram() {
        logIn();
        machine.keeper().emptyCgroups();
        assertThat(hasFile("sessions/c1")).isTrue();

        hangUp();

        assertThat(hasFile("sessions/c1")).isFalse();
    }

    @Test
    void aManagerThatIsUpAlreadyHoldsUpNoLogin() {
        machine.start();

        logIn();

        assertThat(told).containsExactly("created c1");
    }

    @Test
    void aSecondLoginWithinTheDelayKeepsTheManager() {
        logIn();
        hangUp();
        machine.keeper().emptyCgroups();
        machine.fake().advance(Duration.ofSeconds(5));
        logIn();
        machine.fake().advance(Duration.ofMinutes(1));

        assertThat(told).containsExactly("created c1", "created c2");
        assertThat(machine.keeper().hands()).hasSize(1);
        assertThat(machine.keeper().orders())
                .noneMatch(order -> order instanceof KeeperOrder.RemoveIpc);
    }
}
