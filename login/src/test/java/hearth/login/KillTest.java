package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.session.KillWho;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is killed when somebody leaves, as the transcripts of the real thing have it. */
final class KillTest {
    private static final long U1 = 2001;

    private static World loggedOutWithAProcessLeft(boolean killUserProcesses) {
        World world = new World(killUserProcesses);
        world.logIn(U1, 94, 182);
        world.fork("session-182.scope", 111);
        world.logOut("182", 94);
        return world;
    }

    @Test
    void withoutKillUserProcessesTheScopeIsAbandonedAndTheSessionCloses() {
        World world = loggedOutWithAProcessLeft(false);
        assertThat(world.said(LoginEffect.AbandonScope.class))
                .containsExactly(new LoginEffect.AbandonScope("session-182.scope"));
        assertThat(world.scopes).containsKey("session-182.scope");
        assertThat(world.file("sessions/182")).contains("STATE=closing");
        assertThat(world.stateOf(U1)).isEqualTo("closing");
    }

    @Test
    void theManagerStaysBesideAClosingSession() {
        World world = loggedOutWithAProcessLeft(false);
        world.pass(3600);
        assertThat(world.running).contains("user@2001.service");
        world.exit(111);
        world.pass(11);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void withKillUserProcessesTheScopeIsStopped() {
        World world = loggedOutWithAProcessLeft(true);
        assertThat(world.scopes).isEmpty();
        assertThat(world.login.sessions()).isEmpty();
        assertThat(world.log())
                .contains("Removed session 182.")
                .noneMatch(message -> message.contains("logged out"));
    }

    @Test
    void rootIsExcludedFromKilling() {
        World world = new World(true);
        world.logIn(0, 94, 182);
        world.fork("session-182.scope", 111);
        world.logOut("182", 94);
        assertThat(world.scopes).containsKey("session-182.scope");
    }

    @Test
    void killOnlyUsersNamesTheOnlyOnes() {
        LoginSettings settings = LoginSettings.defaults(true, 1L << 30);
        LoginSettings onlyU2 =
                new LoginSettings(
                        settings.killUserProcesses(),
                        new Configured<>(
                                List.of("u0002"),
                                new Configured.FromFile("/etc/systemd/logind.conf", 17)),
                        settings.killExcludeUsers(),
                        new Configured<>(Optional.empty(), new Configured.BuiltIn()),
                        settings.runtimeDirectorySize(),
                        settings.runtimeDirectoryInodesMax(),
                        settings.sessionsMax(),
                        settings.inhibitorsMax(),
                        settings.removeIpc());
        assertThat(onlyU2.killsProcessesOf("u0001")).isFalse();
        assertThat(onlyU2.killsProcessesOf("u0002")).isTrue();
    }

    @Test
    void terminateSessionKillsWhateverTheSettingSays() {
        World world = new World(false);
        world.logIn(U1, 94, 182);
        world.fork("session-182.scope", 111);
        world.login.terminateSession("182");
        world.run();
        assertThat(world.scopes).isEmpty();
        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void terminateSessionKillsASessionThatIsClosingAlready() {
        World world = loggedOutWithAProcessLeft(false);
        world.login.terminateSession("182");
        world.run();
        assertThat(world.scopes).isEmpty();
        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void terminateUserKillsClosingSessionsAndStopsTheManagerAtOnce() {
        World world = loggedOutWithAProcessLeft(false);
        world.logIn(U1, 151, 184);
        world.login.terminateUser(U1);
        world.run();
        assertThat(world.scopes).isEmpty();
        assertThat(world.running).isEmpty();
        assertThat(world.stateOf(U1)).isEqualTo("offline");
    }

    @Test
    void killSessionSignalsItsScope() {
        World world = new World(false);
        world.logIn(U1, 94, 182);
        world.login.killSession("182", KillWho.ALL, 15);
        assertThat(world.said).contains(new LoginEffect.KillUnit("session-182.scope", 15));
    }

    @Test
    void killSessionSignalsTheLeaderWhereThatIsMeant() {
        World world = new World(false);
        world.logIn(U1, 94, 182);
        long leader = world.login.session("182").orElseThrow().leader();
        world.login.killSession("182", KillWho.LEADER, 15);
        assertThat(world.said)
                .contains(new LoginEffect.KillProcess("session-182.scope", leader, 15));
    }

    @Test
    void killUserSignalsTheSlice() {
        World world = new World(false);
        world.logIn(U1, 94, 182);
        world.login.killUser(U1, 1);
        assertThat(world.said).contains(new LoginEffect.KillUnit("user-2001.slice", 1));
    }

    @Test
    void aUserWhoIsNotHereCannotBeTerminated() {
        assertThat(new World(false).login.terminateUser(U1))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.NO_SUCH_USER,
                                "User ID 2001 is not logged in or lingering"));
    }
}
