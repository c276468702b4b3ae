package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEvent;
import hearth.login.host.Outcome;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.session.Session;
import hearth.login.user.UserRecord;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a new brain makes of what the old one left. */
final class TakeOverTest {
    private static final long U1 = 2001;

    private final World world = new World(false);

    /** Replaces login by one that only has the files; the world's processes and units stay. */
    private void restart(boolean leaderAlive, boolean fifoHeld, boolean scopePopulated) {
        die(leaderAlive, fifoHeld, scopePopulated);
        world.login.caughtUp();
        world.run();
    }

    /** Restarts, up to where calls that were left are told again. */
    private void die(boolean leaderAlive, boolean fifoHeld, boolean scopePopulated) {
        List<Restored.RestoredUser> users =
                world.files.entrySet().stream()
                        .filter(file -> file.getKey().startsWith("users/"))
                        .map(file ->
                                new Restored.RestoredUser(
                                        new UserRecord(U1, U1, "u0001", "/home/u0001"),
                                        file.getValue(),
                                        world.running.contains("user@2001.service")))
                        .toList();
        List<Restored.RestoredSession> sessions =
                world.files.entrySet().stream()
                        .filter(file -> file.getKey().startsWith("sessions/"))
                        .map(file ->
                                new Restored.RestoredSession(
                                        file.getKey().substring("sessions/".length()),
                                        file.getValue(),
                                        scopePopulated,
                                        leaderAlive,
                                        fifoHeld))
                        .toList();
        world.said.clear();
        world.timers.clear();
        world.fifos.clear();
        world.watched.clear();
        world.login =
                Login.restore(
                        world.login.settings(),
                        world,
                        new Restored(
                                users,
                                sessions,
                                world.lingering(LeaseDeclaration.All.NONE),
                                Map.of()));
        world.run();
    }

    @Test
    void filesSayTheSameAfterATakeOver() {
        world.logIn(U1, 91, 203);
        world.login.createSession(new CallId(2), LoginTest.onSeat(U1, 92));
        world.run();
        var before = new TreeMap<>(world.files);
        restart(true, true, true);
        assertThat(world.files).isEqualTo(before);
    }

    @Test
    void whatALaterVersionHasWrittenOfASessionIsSaidAndTheSessionGoesOn() {
        world.logIn(U1, 91, 203);
        world.files.computeIfPresent(
                "sessions/203",
                (_, text) ->
                        text.replaceAll("(?m)^CLASS=.*$", "CLASS=tomorrow")
                                        .replaceAll("(?m)^TYPE=.*$", "TYPE=hologram")
                                + "LATER=1\n");

        restart(true, true, true);

        assertThat(world.log())
                .contains(
                        "Session 203 has the unknown type hologram, taken as unspecified.",
                        "Session 203 has the unknown class tomorrow, taken as user.");
        assertThat(world.files.get("sessions/203")).contains("STATE=");
    }

    @Test
    void aTakeOverTellsNobodyOfNewSessionsOrUsers() {
        world.logIn(U1, 91, 203);
        restart(true, true, true);
        assertThat(world.said(LoginEffect.Signal.class)).isEmpty();
        assertThat(world.said(LoginEffect.StartUnit.class)).isEmpty();
    }

    @Test
    void aSessionGoesOnAndEndsAsBefore() {
        world.logIn(U1, 91, 203);
        restart(true, true, true);
        world.logOut("203", 91);
        world.pass(11);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void aLeaderThatDiedMeanwhileEndsItsSession() {
        world.logIn(U1, 91, 203);
        restart(false, true, true);
        assertThat(world.file("sessions/203")).contains("STATE=closing");
    }

    @Test
    void aSessionThatEmptiedMeanwhileIsGone() {
        world.logIn(U1, 91, 203);
        restart(false, false, false);
        assertThat(world.login.sessions()).isEmpty();
        assertThat(world.files).doesNotContainKey("sessions/203");
        world.pass(11);
        assertThat(world.stateOf(U1)).isEqualTo("offline");
    }

    @Test
    void aReleasedSessionStillEndsByItself() {
        world.logIn(U1, 91, 203);
        world.login.releaseSession("203");
        restart(true, true, true);
        world.pass(21);
        assertThat(world.log()).contains("Session 203 logged out. Waiting for processes to exit.");
    }

    @Test
    void aCallThatWasNeverAnsweredKillsNobody() {
        World killing = new World(true);
        killing.hangingUnits.add("user@2001.service");
        killing.logIn(U1, 91, 203);
        killing.login =
                Login.restore(
                        killing.login.settings(),
                        killing,
                        new Restored(
                                List.of(
                                        new Restored.RestoredUser(
                                                new UserRecord(U1, U1, "u0001", "/home/u0001"),
                                                killing.file("users/2001"),
                                                true)),
                                List.of(
                                        new Restored.RestoredSession(
                                                "203",
                                                killing.file("sessions/203"),
                                                true,
                                                true,
                                                false)),
                                Restored.Lingering.ofFiles(List.of()),
                                Map.of()));
        killing.run();
        assertThat(killing.scopes).containsKey("session-203.scope");
    }

    @Test
    void aLingeringUserLingersOn() {
        world.login.setLinger(new CallId(1), U1, true, 0);
        world.run();
        restart(false, false, false);
        world.pass(60);
        assertThat(world.stateOf(U1)).isEqualTo("lingering");
        assertThat(world.said(LoginEffect.StartUnit.class)).isEmpty();
    }

    @Test
    void theStopDelayGoesOnCounting() {
        world.logIn(U1, 91, 203);
        world.logOut("203", 91);
        world.pass(6);
        restart(false, false, false);
        world.pass(3);
        assertThat(world.running).contains("user@2001.service");
        world.pass(2);
        assertThat(world.running).isEmpty();
    }

    @Test
    void countedIdsGoOn() {
        world.create(U1, 91, OptionalLong.empty());
        world.run();
        restart(false, false, false);
        world.create(U1, 92, OptionalLong.empty());
        world.run();
        assertThat(world.login.sessions()).extracting(Session::id).containsExactly("c2");
    }

    @Test
    void aSessionOfNobodyIsForgotten() {
        world.files.put("sessions/9", "UID=4711\n");
        restart(true, true, true);
        assertThat(world.files).doesNotContainKey("sessions/9");
    }

    private static CreateSessionRequest request(long leader) {
        return new CreateSessionRequest(
                U1,
                new LeaderFacts(leader, "", OptionalLong.of(203)),
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
                "192.0.2.1",
                List.of(),
                true);
    }

    @Test
    void aLoginThatWasBeingOpenedGoesOnWithItsCall() {
        world.hangingUnits.add("user@2001.service");
        world.login.createSession(new CallId(1), request(91));
        world.run();
        assertThat(world.file("sessions/203")).contains("STATE=opening");

        world.hangingUnits.clear();
        die(false, false, false);
        world.login.createSessionAgain(new CallId(7), request(91));
        world.login.caughtUp();
        world.run();

        assertThat(world.said(LoginEffect.ReplyCreateSession.class))
                .singleElement()
                .satisfies(reply -> {
                    assertThat(reply.call()).isEqualTo(new CallId(7));
                    assertThat(reply.session().id()).isEqualTo("203");
                });
        assertThat(world.file("sessions/203")).contains("STATE=active");
        assertThat(world.scopes).containsKey("session-203.scope");
    }

    @Test
    void aLoginWhoseAnswerNobodyHasHeardIsAnsweredAgain() {
        world.logIn(U1, 91, 203);
        die(true, true, true);
        world.fifos.keySet().forEach(token -> world.login.handle(new LoginEvent.HoldEnded(token)));
        world.login.createSessionAgain(new CallId(7), request(91));
        world.login.caughtUp();
        world.run();

        assertThat(world.said(LoginEffect.ReplyCreateSession.class))
                .singleElement()
                .satisfies(reply -> assertThat(reply.session().id()).isEqualTo("203"));
        assertThat(world.file("sessions/203")).contains("STATE=active");
    }

    @Test
    void aLoginWhoseAnswerWasHeardHasOneSession() {
        world.logIn(U1, 91, 203);
        die(true, true, true);

        assertThat(world.login.createSessionAgain(new CallId(7), request(91)))
                .isInstanceOf(Outcome.Refused.class);
        world.login.caughtUp();
        world.run();
        assertThat(world.login.sessions()).hasSize(1);
        assertThat(world.file("sessions/203")).contains("STATE=active");
    }

    @Test
    void aLogoutMeanwhileEndsTheSessionWhenAllCallsAreTold() {
        world.logIn(U1, 91, 203);
        die(true, true, true);
        world.fifos.keySet().forEach(token -> world.login.handle(new LoginEvent.HoldEnded(token)));
        assertThat(world.login.session("203")).isPresent();

        world.login.caughtUp();
        assertThat(world.file("sessions/203")).contains("STATE=closing");
    }

    @Test
    void aLoginThatWasBeingOpenedAndIsNotAskedForAgainEnds() {
        world.hangingUnits.add("user@2001.service");
        world.login.createSession(new CallId(1), request(91));
        world.run();
        restart(false, false, false);

        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void theFifoOfASessionThatEndedMeanwhileIsRemoved() {
        world.logIn(U1, 91, 203);
        die(false, true, true);
        world.login.caughtUp();

        assertThat(world.said(LoginEffect.CloseHold.class)).hasSize(1);
    }
}
