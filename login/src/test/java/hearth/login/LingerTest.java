package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.linger.LingerLease;
import hearth.login.session.CEscape;
import hearth.login.session.User;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * How users stay without being logged in, as the transcripts of the real thing have it, and better.
 */
final class LingerTest {
    private static final long U1 = 2001;
    private static final CallId CALL = new CallId(5);

    private final World world = new World(false);

    @Test
    void enablingLingerStartsTheManagerAtOnce() {
        world.hangingUnits.add("user@2001.service");
        world.login.setLinger(CALL, U1, true, 0);
        world.run();
        assertThat(world.lingerFiles).containsExactly("u0001");
        assertThat(world.stateOf(U1)).isEqualTo("opening");
        world.finishHanging("user@2001.service");
        assertThat(world.stateOf(U1)).isEqualTo("lingering");
        assertThat(world.said).contains(new LoginEffect.Reply(CALL));
    }

    @Test
    void aLingeringUserStaysAfterLogoutAndReadsLingering() {
        world.logIn(U1, 91, 176);
        world.login.setLinger(CALL, U1, true, U1);
        world.run();
        world.logOut("176", 91);
        world.pass(13);
        assertThat(world.running).contains("user@2001.service");
        assertThat(world.stateOf(U1)).isEqualTo("lingering");
        assertThat(world.file("users/2001")).doesNotContain("SESSIONS=");
    }

    @Test
    void disablingLingerWithoutASessionEndsTheManagerAtOnce() {
        world.login.setLinger(CALL, U1, true, 0);
        world.pass(30);
        world.login.setLinger(CALL, U1, false, 0);
        world.run();
        assertThat(world.running).isEmpty();
        assertThat(world.stateOf(U1)).isEqualTo("offline");
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void disablingLingerInASessionChangesNothingYet() {
        world.logIn(U1, 91, 176);
        world.login.setLinger(CALL, U1, true, U1);
        world.run();
        world.login.setLinger(CALL, U1, false, U1);
        world.run();
        assertThat(world.stateOf(U1)).isEqualTo("active");
        world.logOut("176", 91);
        world.pass(11);
        assertThat(world.stateOf(U1)).isEqualTo("offline");
    }

    @Test
    void theLeaseRemembersWhoAsked() {
        world.login.setLinger(CALL, U1, true, 0);
        world.run();
        assertThat(world.login.leasesOf(U1))
                .extracting(LingerLease::id, LingerLease::askedBy)
                .containsExactly(tuple("loginctl/u0001", OptionalLong.of(0)));
    }

    @Test
    void aFileMadeByHandCountsAtOnce() {
        world.makeLingerFile("u0003");
        world.run();
        assertThat(world.stateOf(2003)).isEqualTo("lingering");
        world.removeLingerFile("u0003");
        world.run();
        assertThat(world.stateOf(2003)).isEqualTo("offline");
    }

    @Test
    void oneUnknownUserKeepsNobodyElseWaiting() {
        World booted = new World(false);
        booted.login =
                Login.restore(
                        booted.login.settings(),
                        booted,
                        new Restored(
                                List.of(),
                                List.of(),
                                Restored.Lingering.ofFiles(List.of("ghost", "u0001", "u0003")),
                                Map.of()));
        booted.run();
        assertThat(booted.login.users()).extracting(User::name).containsExactly("u0001", "u0003");
        assertThat(booted.log())
                .contains("Couldn't add lingering user ghost: No such process, trying again in 5s");
    }

    @Test
    void anUnknownUserIsAskedForAgain() {
        world.makeLingerFile("late");
        world.pass(8);
        world.nameService.put(3000L, new UserRecord(3000, 3000, "late", "/home/late"));
        world.pass(8);
        assertThat(world.stateOf(3000)).isEqualTo("lingering");
    }

    @Test
    void aFileThatVanishesIsAskedAboutNoMore() {
        world.makeLingerFile("late");
        world.run();
        world.removeLingerFile("late");
        world.run();
        world.nameService.put(3000L, new UserRecord(3000, 3000, "late", "/home/late"));
        world.pass(3600);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void pausesDoubleUpToTenMinutes() {
        assertThat(List.of(1, 2, 3, 7, 8, 1000))
                .extracting(LingerSearch::pauseAfter)
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(320),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10));
    }

    @Test
    void aFileThatCannotBeWrittenFailsTheCall() {
        world.diskFails = true;
        world.login.setLinger(CALL, U1, true, 0);
        world.run();
        assertThat(world.said).contains(new LoginEffect.ReplyError(CALL, World.READ_ONLY));
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void anUnknownUserCannotLinger() {
        world.login.setLinger(CALL, 4711, true, 0);
        world.run();
        assertThat(world.said)
                .contains(
                        new LoginEffect.ReplyError(
                                CALL,
                                new LoginError(
                                        LoginError.Kind.NO_SUCH_FILE,
                                        "No such file or directory")));
    }

    @Test
    void terminatingALingeringUserEndsTheManagerToo() {
        world.login.setLinger(CALL, U1, true, 0);
        world.run();
        world.login.terminateUser(U1);
        world.run();
        assertThat(world.stateOf(U1)).isEqualTo("offline");
    }

    @Test
    void namesAreEscapedInFileNames() {
        world.nameService.put(3001L, new UserRecord(3001, 3001, "DOM\\jürgen", "/home/j"));
        world.login.setLinger(CALL, 3001, true, 0);
        world.run();
        assertThat(world.lingerFiles).containsExactly("DOM\\\\j\\303\\274rgen");
        assertThat(CEscape.unescape("DOM\\\\j\\303\\274rgen")).isEqualTo("DOM\\jürgen");
    }
}
