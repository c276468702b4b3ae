package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.LoginEffect;
import hearth.login.host.Outcome;
import hearth.login.session.Session;
import hearth.login.user.UserRecord;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Sessions whose login program has no FIFO: the leader keeps them open. */
final class LeaderAloneTest {
    private static final long U1 = 2001;

    private static final CallId FIRST = new CallId(-1);
    private static final CallId AGAIN = new CallId(-2);

    private final World world = new World(false);

    private static CreateSessionRequest request(long uid, long leader) {
        CreateSessionRequest ssh = World.ssh(uid, leader, OptionalLong.of(203));
        return new CreateSessionRequest(
                uid,
                ssh.leader(),
                ssh.service(),
                ssh.type(),
                ssh.sessionClass(),
                "",
                "",
                0,
                "",
                "",
                true,
                "",
                ssh.remoteHost(),
                List.of(),
                false);
    }

    private List<CallId> answered() {
        return world.said(LoginEffect.ReplyCreateSession.class).stream()
                .map(LoginEffect.ReplyCreateSession::call)
                .toList();
    }

    private void begin() {
        world.login.createSession(FIRST, request(U1, 91));
        world.run();
    }

    /** Replaces login by one that has the files alone. */
    private void die(boolean isLeaderThere) {
        var user =
                new Restored.RestoredUser(
                        new UserRecord(U1, U1, "u0001", "/home/u0001"),
                        world.file("users/2001"),
                        world.running.contains("user@2001.service"));
        var session =
                new Restored.RestoredSession(
                        "203", world.file("sessions/203"), true, isLeaderThere, false);
        world.said.clear();
        world.timers.clear();
        world.watched.clear();
        world.login =
                Login.restore(
                        world.login.settings(),
                        world,
                        new Restored(
                                List.of(user),
                                List.of(session),
                                Restored.Lingering.ofFiles(List.of()),
                                Map.of()));
        world.run();
        world.login.caughtUp();
        world.run();
    }

    @Test
    void theAnswerWaitsForNoFifo() {
        begin();

        assertThat(answered()).containsExactly(FIRST);
        assertThat(world.said(LoginEffect.MakeHold.class)).isEmpty();
        assertThat(world.file("sessions/203"))
                .contains("STATE=active\n")
                .doesNotContain("FIFO=", "HEARTH");
    }

    @Test
    void theLeadersEndIsTheSessions() {
        begin();
        world.exit(91);
        world.run();

        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void aTakeOverKeepsIt() {
        begin();
        String before = world.file("sessions/203");
        die(true);

        assertThat(world.file("sessions/203")).isEqualTo(before);
        world.exit(91);
        world.run();
        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void aReleasedOneHasItsTimeAfterATakeOverToo() {
        begin();
        world.login.releaseSession("203");
        assertThat(world.file("sessions/203")).contains("STATE=closing\n");
        die(true);
        assertThat(world.said(LoginEffect.AbandonScope.class)).isEmpty();

        world.exit(91);
        world.run();
        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void itHasEndedWhereItsLeaderHas() {
        begin();
        world.exit(91);
        die(false);

        assertThat(world.login.sessions()).isEmpty();
    }

    @Test
    void whoAsksANewBrainAgainIsToldOfTheSession() {
        begin();
        die(true);
        world.login.createSession(AGAIN, request(U1, 91));
        world.run();

        assertThat(answered()).containsExactly(AGAIN);
        assertThat(world.login.sessions()).extracting(Session::id).containsExactly("203");
    }

    @Test
    void whoAsksTheSameBrainAgainIsInASessionAlready() {
        begin();

        assertThat(world.login.createSession(AGAIN, request(U1, 91)))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void anotherUsersSessionIsNobodyElses() {
        begin();
        die(true);

        assertThat(world.login.createSession(AGAIN, request(2002, 91)))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void oneThatWasBeingOpenedGoesOnAndAnswersWhoAsksAgain() {
        world.hangingUnits.add("user@2001.service");
        begin();
        assertThat(world.file("sessions/203")).contains("STATE=opening");
        die(true);
        world.login.createSession(AGAIN, request(U1, 91));
        world.run();
        assertThat(answered()).isEmpty();

        world.finishHanging("user@2001.service");

        assertThat(answered()).containsExactly(AGAIN);
        assertThat(world.file("sessions/203")).contains("STATE=active");
    }

    @Test
    void oneThatWasBeingOpenedEndsWithItsLeader() {
        world.hangingUnits.add("user@2001.service");
        begin();
        world.exit(91);
        die(false);

        assertThat(world.login.sessions()).isEmpty();
    }
}
