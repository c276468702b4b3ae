package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.CreatedSession;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.ScopeRequest;
import hearth.login.host.StateFile;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What happens at login and logout, as the transcripts of the real thing have it. */
final class LoginTest {
    private static final long U1 = 2001;

    private final World world = new World(false);

    @Test
    void theFirstSessionStartsTheManagerThenTheScope() {
        world.logIn(U1, 91, 203);
        assertThat(
                        world.said.stream()
                                .filter(effect ->
                                        effect instanceof LoginEffect.StartUnit
                                                || effect instanceof LoginEffect.StartScope)
                                .map(effect ->
                                        effect instanceof LoginEffect.StartUnit start
                                                ? start.unit()
                                                : "scope"))
                .containsExactly("user@2001.service", "scope");
    }

    @Test
    void theScopeIsDescribedAndOrderedAsSystemdDoesIt() {
        world.logIn(U1, 91, 203);
        assertThat(world.said(LoginEffect.StartScope.class).getFirst().scope())
                .isEqualTo(
                        new ScopeRequest(
                                "session-203.scope",
                                "user-2001.slice",
                                "Session 203 of User u0001",
                                91,
                                List.of("user-runtime-dir@2001.service", "user@2001.service"),
                                List.of(
                                        "systemd-logind.service",
                                        "systemd-user-sessions.service",
                                        "user-runtime-dir@2001.service",
                                        "user@2001.service"),
                                "/home/u0001",
                                List.of()));
    }

    @Test
    void theAuditSessionGivesTheId() {
        world.logIn(U1, 91, 203);
        assertThat(world.login.session("203")).isPresent();
        assertThat(world.log()).contains("New session 203 of user u0001.");
    }

    @Test
    void withoutAnAuditSessionIdsAreCounted() {
        world.create(U1, 91, OptionalLong.empty());
        world.create(2002, 92, OptionalLong.empty());
        world.run();
        assertThat(world.login.sessions()).extracting(Session::id).containsExactly("c1", "c2");
    }

    @Test
    void anAuditSessionThatIsTakenGivesACountedId() {
        world.logIn(U1, 91, 203);
        world.logIn(U1, 95, 203);
        assertThat(world.login.sessions()).extracting(Session::id).containsExactly("203", "c1");
        assertThat(world.log())
                .contains("Existing logind session ID 203 used by new audit session, ignoring.");
    }

    @Test
    void createSessionIsAnsweredWhenScopeAndManagerAreUp() {
        world.hangingUnits.add("user@2001.service");
        world.logIn(U1, 91, 203);
        assertThat(world.said(LoginEffect.ReplyCreateSession.class)).isEmpty();
        assertThat(world.stateOf(U1)).isEqualTo("opening");
        world.finishHanging("user@2001.service");
        assertThat(world.said(LoginEffect.ReplyCreateSession.class))
                .extracting(LoginEffect.ReplyCreateSession::session)
                .containsExactly(new CreatedSession("203", U1, "/run/user/2001", "", 0));
        assertThat(world.stateOf(U1)).isEqualTo("active");
    }

    @Test
    void aManagerThatFailsDoesNotLockItsOwnerOut() {
        world.failingUnits.add("user@2001.service");
        world.logIn(U1, 91, 203);
        assertThat(world.said(LoginEffect.ReplyCreateSession.class)).hasSize(1);
    }

    @Test
    void aHangingManagerDelaysTheAnswerNoLongerThanTheClientWaits() {
        world.hangingUnits.add("user@2001.service");
        world.logIn(U1, 91, 203);
        world.pass(20);
        assertThat(world.said(LoginEffect.ReplyCreateSession.class)).hasSize(1);
    }

    @Test
    void aManagerThatFailedIsStartedAgainByTheNextLogin() {
        world.failingUnits.add("user@2001.service");
        world.logIn(U1, 91, 203);
        world.failingUnits.clear();
        world.logIn(U1, 95, 204);
        assertThat(world.running).contains("user@2001.service");
    }

    @Test
    void aScopeThatFailsFailsTheCall() {
        world.failingUnits.add("session-203.scope");
        world.logIn(U1, 91, 203);
        assertThat(world.said(LoginEffect.ReplyError.class))
                .extracting(LoginEffect.ReplyError::error)
                .containsExactly(
                        new LoginError(
                                LoginError.Kind.JOB_FAILED,
                                "Start job for unit 'session-203.scope' failed with 'failed'"));
        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void theFileNamesTheFifoBeforeTheCallIsAnswered() {
        world.logIn(U1, 91, 203);
        int reply = world.said.indexOf(world.said(LoginEffect.ReplyCreateSession.class).getFirst());
        assertThat(world.said.subList(0, reply))
                .contains(
                        new LoginEffect.WriteStateFile(
                                new StateFile.OfSession("203"), world.file("sessions/203")));
        assertThat(world.file("sessions/203")).contains("FIFO=/run/systemd/sessions/203.ref");
    }

    @Test
    void aLeaderThatIsInASessionIsBusy() {
        world.logIn(U1, 91, 203);
        CreateSessionRequest su =
                new CreateSessionRequest(
                        0,
                        new LeaderFacts(
                                99,
                                "/user.slice/user-2001.slice/session-203.scope",
                                OptionalLong.of(203)),
                        "su",
                        "",
                        "",
                        "",
                        "",
                        0,
                        "pts/0",
                        "",
                        false,
                        "",
                        "",
                        List.of(),
                        true);
        assertThat(world.login.createSession(new CallId(9), su))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.SESSION_BUSY,
                                "Already running in a session or user slice"));
    }

    /** As su has it, which leaves the environment of whoever calls it to PAM. */
    private static CreateSessionRequest fromService(String sessionClass, String seat) {
        return new CreateSessionRequest(
                U1,
                new LeaderFacts(
                        99,
                        "/user.slice/user-2001.slice/user@2001.service/app.slice/run-1.service",
                        OptionalLong.empty()),
                "su",
                "x11",
                sessionClass,
                "",
                seat,
                0,
                "",
                "",
                false,
                "",
                "",
                List.of(),
                true);
    }

    @Test
    void whatAUsersServiceStartsIsNoLoginWhateverItSaysOfItself() {
        world.logIn(U1, 91, 203);
        for (String sessionClass : List.of("user", "greeter", "background", "manager")) {
            assertThat(world.login.createSession(new CallId(9), fromService(sessionClass, "seat0")))
                    .as(sessionClass)
                    .isEqualTo(
                            new Outcome.Refused(
                                    LoginError.Kind.SESSION_BUSY,
                                    "Already running in a session or user slice"));
        }
        assertThat(world.login.seats().iterator().next().active()).isEmpty();

        assertThat(world.login.createSession(new CallId(9), fromService("manager", "")))
                .isEqualTo(new Outcome.Later());
    }

    @Test
    void aUserWhomNobodyKnowsGetsNoSession() {
        world.create(4711, 91, OptionalLong.empty());
        world.run();
        assertThat(world.said(LoginEffect.ReplyError.class))
                .extracting(reply -> reply.error().kind())
                .containsExactly(LoginError.Kind.NO_SUCH_PROCESS);
    }

    @Test
    void aHangingNameServiceFailsTheCallInTime() {
        world.nameServiceHangs = true;
        world.logIn(U1, 91, 203);
        world.pass(6);
        assertThat(world.said(LoginEffect.ReplyError.class)).hasSize(1);
    }

    @Test
    void noMoreSessionsThanAllowed() {
        LoginSettings settings = LoginSettings.defaults(false, 1L << 30);
        World small =
                new World(
                        new LoginSettings(
                                settings.killUserProcesses(),
                                settings.killOnlyUsers(),
                                settings.killExcludeUsers(),
                                settings.userStopDelay(),
                                settings.runtimeDirectorySize(),
                                settings.runtimeDirectoryInodesMax(),
                                Configured.byDefault(1L),
                                settings.inhibitorsMax(),
                                settings.removeIpc()));
        small.create(U1, 91, OptionalLong.empty());
        assertThat(small.create(U1, 92, OptionalLong.empty()))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.LIMITS_EXCEEDED,
                                "Maximum number of sessions (1) reached, refusing further"
                                        + " sessions."));
    }

    @Test
    void theLastLogoutStopsTheManagerTenSecondsLater() {
        world.logIn(U1, 90, 124);
        world.logOut("124", 90);
        assertThat(world.stateOf(U1)).isEqualTo("closing");
        world.pass(9);
        assertThat(world.running).contains("user@2001.service");
        world.pass(2);
        assertThat(world.running).doesNotContain("user@2001.service");
        assertThat(world.stateOf(U1)).isEqualTo("offline");
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void theSliceGoesAfterTheManager() {
        world.logIn(U1, 90, 124);
        world.logOut("124", 90);
        world.pass(11);
        assertThat(world.said(LoginEffect.StopUnit.class))
                .extracting(LoginEffect.StopUnit::unit)
                .containsExactly("user@2001.service", "user-2001.slice");
    }

    @Test
    void aLoginWithinTheDelayKeepsTheManager() {
        world.logIn(U1, 90, 126);
        world.logOut("126", 90);
        world.pass(5);
        world.logIn(U1, 91, 128);
        world.pass(60);
        assertThat(world.said(LoginEffect.StartUnit.class)).hasSize(1);
        assertThat(world.said(LoginEffect.StopUnit.class)).isEmpty();
        assertThat(world.stateOf(U1)).isEqualTo("active");
    }

    @Test
    void theDelayCountsAnewAfterEachLogout() {
        world.logIn(U1, 90, 126);
        world.logOut("126", 90);
        world.pass(7);
        world.logIn(U1, 91, 128);
        world.logOut("128", 91);
        world.pass(7);
        assertThat(world.running).contains("user@2001.service");
        world.pass(4);
        assertThat(world.running).doesNotContain("user@2001.service");
    }

    @Test
    void aLoginWhileTheManagerStopsStartsItAgain() {
        world.logIn(U1, 90, 126);
        world.logOut("126", 90);
        world.login.terminateUser(U1);
        world.logIn(U1, 91, 128);
        assertThat(world.running).contains("user@2001.service");
        assertThat(world.stateOf(U1)).isEqualTo("active");
    }

    @Test
    void logoutIsLoggedInLogindsWords() {
        world.logIn(U1, 90, 124);
        world.fork("session-124.scope", 105);
        world.closeFifo("124");
        world.run();
        world.exit(90);
        world.exit(105);
        world.run();
        assertThat(world.log())
                .containsSubsequence(
                        "New session 124 of user u0001.",
                        "Session 124 logged out. Waiting for processes to exit.",
                        "Removed session 124.");
    }

    @Test
    void releaseAloneKillsNothingForTwentySeconds() {
        World killing = new World(true);
        killing.logIn(U1, 90, 124);
        killing.login.releaseSession("124");
        killing.pass(19);
        assertThat(killing.scopes).containsKey("session-124.scope");
        assertThat(killing.file("sessions/124")).contains("STATE=closing");
        killing.pass(2);
        assertThat(killing.login.sessions()).isEmpty();
        assertThat(killing.scopes).isEmpty();
    }

    @Test
    void ipcObjectsGoWithAnOrdinaryUserOnly() {
        world.logIn(U1, 90, 124);
        world.logOut("124", 90);
        world.logIn(0, 91, 125);
        world.logOut("125", 91);
        world.pass(30);
        assertThat(world.said(LoginEffect.RemoveIpc.class))
                .containsExactly(new LoginEffect.RemoveIpc(U1));
    }

    @Test
    void aManagersOwnSessionHasNoScopeAndKeepsNobodyHere() {
        world.hangingUnits.add("user@2001.service");
        world.logIn(U1, 91, 203);
        CreateSessionRequest manager =
                new CreateSessionRequest(
                        U1,
                        new LeaderFacts(
                                93,
                                "/user.slice/user-2001.slice/user@2001.service/init.scope",
                                OptionalLong.empty()),
                        "systemd-user",
                        "unspecified",
                        "manager",
                        "",
                        "",
                        0,
                        "",
                        "",
                        false,
                        "",
                        "",
                        List.of(),
                        true);
        world.login.createSession(new CallId(77), manager);
        world.run();
        assertThat(world.said(LoginEffect.ReplyCreateSession.class))
                .extracting(LoginEffect.ReplyCreateSession::call)
                .containsExactly(new CallId(77));
        world.finishHanging("user@2001.service");
        world.logOut("203", 91);
        assertThat(world.stateOf(U1)).isEqualTo("closing");
        world.pass(11);
        assertThat(world.running).isEmpty();
        world.exit(93);
        world.run();
        assertThat(world.stateOf(U1)).isEqualTo("offline");
    }

    @Test
    void anotherSessionOfTheSeatComesToTheForeground() {
        world.login.createSession(new CallId(1), onSeat(U1, 91));
        world.login.createSession(new CallId(2), onSeat(2002, 92));
        world.run();
        assertThat(world.stateOf(U1)).isEqualTo("online");
        world.login.activateSession("c1");
        assertThat(world.stateOf(U1)).isEqualTo("active");
        assertThat(world.stateOf(2002)).isEqualTo("online");
        assertThat(world.said(LoginEffect.SeatChanged.class))
                .last()
                .isEqualTo(new LoginEffect.SeatChanged("seat0", List.of("ActiveSession")));
    }

    @Test
    void aSeatIsSwitchedByThePlacesOfItsSessions() {
        Seat seat = world.login.seat("seat0").orElseThrow();
        assertThat(world.login.switchToNext(seat)).isInstanceOf(Outcome.Refused.class);
        for (long leader = 91; leader <= 93; leader++) {
            world.login.createSession(new CallId(leader), onSeat(U1, leader));
        }
        world.run();

        world.login.switchTo(seat, 3);
        assertThat(foreground(seat)).isEqualTo("c3");
        world.login.switchToNext(seat);
        assertThat(foreground(seat)).isEqualTo("c1");
        world.login.switchToPrevious(seat);
        assertThat(foreground(seat)).isEqualTo("c3");
        world.login.switchToPrevious(seat);
        assertThat(foreground(seat)).isEqualTo("c2");
        assertThat(world.login.switchTo(seat, 4))
                .isEqualTo(new Outcome.Refused(LoginError.Kind.INVALID_ARGS, "Invalid argument"));
    }

    private static String foreground(Seat seat) {
        return seat.active().map(Session::id).orElse("");
    }

    @Test
    void aSessionWithoutASeatCannotBeActivated() {
        world.logIn(U1, 91, 203);
        assertThat(world.login.activateSession("203")).isInstanceOf(Outcome.Refused.class);
    }

    static CreateSessionRequest onSeat(long uid, long leader) {
        return new CreateSessionRequest(
                uid,
                new LeaderFacts(leader, "/", OptionalLong.empty()),
                "runuser-l",
                "tty",
                "",
                "my desk",
                "seat0",
                0,
                "",
                "",
                false,
                "root",
                "",
                List.of(),
                true);
    }
}
