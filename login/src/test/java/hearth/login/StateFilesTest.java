package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEvent;
import hearth.login.host.Token;
import hearth.login.session.StateFiles;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The texts of the state files, as systemd 252 wrote them in the same situations. */
final class StateFilesTest {
    private final World world = new World(false);

    @Test
    void anEmptySeat() {
        assertThat(world.file("seats/seat0"))
                .isEqualTo(
                        """
                        # This is private data. Do not parse.
                        IS_SEAT0=1
                        CAN_MULTI_SESSION=1
                        CAN_TTY=0
                        CAN_GRAPHICAL=0
                        """);
    }

    @Test
    void aUserWithOneSession() {
        world.logIn(2001, 91, 203);
        assertThat(world.file("users/2001"))
                .isEqualTo(
                        """
                        # This is private data. Do not parse.
                        NAME=u0001
                        STATE=active
                        STOPPING=no
                        RUNTIME=/run/user/2001
                        DISPLAY=203
                        REALTIME=1795305815158850
                        MONOTONIC=3458604325
                        SESSIONS=203
                        SEATS=
                        ACTIVE_SESSIONS=203
                        ONLINE_SESSIONS=203
                        ACTIVE_SEATS=
                        ONLINE_SEATS=
                        """);
    }

    @Test
    void aSessionFromElsewhere() {
        world.logIn(2001, 91, 203);
        assertThat(world.file("sessions/203"))
                .isEqualTo(
                        """
                        # This is private data. Do not parse.
                        UID=2001
                        USER=u0001
                        ACTIVE=1
                        IS_DISPLAY=1
                        STATE=active
                        REMOTE=1
                        TYPE=tty
                        ORIGINAL_TYPE=tty
                        CLASS=user
                        SCOPE=session-203.scope
                        FIFO=/run/systemd/sessions/203.ref
                        REMOTE_HOST=127.0.0.1
                        SERVICE=sshd
                        POSITION=0
                        LEADER=91
                        AUDIT=203
                        REALTIME=1795305815158850
                        MONOTONIC=3458604325
                        """);
    }

    @Test
    void aSessionOnATerminal() {
        world.login.createSession(new CallId(1), su("root"));
        world.run();
        assertThat(world.file("sessions/c1"))
                .isEqualTo(
                        """
                        # This is private data. Do not parse.
                        UID=2001
                        USER=u0001
                        ACTIVE=1
                        IS_DISPLAY=1
                        STATE=active
                        REMOTE=0
                        TYPE=tty
                        ORIGINAL_TYPE=tty
                        CLASS=user
                        SCOPE=session-c1.scope
                        FIFO=/run/systemd/sessions/c1.ref
                        TTY=pts/0
                        TTY_VALIDITY=from-pam
                        REMOTE_USER=root
                        SERVICE=su-l
                        POSITION=0
                        LEADER=142
                        REALTIME=1795305815158850
                        MONOTONIC=3458604325
                        """);
    }

    @Test
    void theOlderSessionOfTwoStandsForTheUser() {
        world.login.createSession(new CallId(1), su("root"));
        world.logIn(2001, 138, 205);
        assertThat(world.file("users/2001"))
                .contains("DISPLAY=c1\n", "SESSIONS=205 c1\n", "ONLINE_SESSIONS=205 c1\n");
        assertThat(world.file("sessions/205")).contains("IS_DISPLAY=0");
    }

    @Test
    void theOtherSessionStandsForTheUserOnceTheFirstIsGone() {
        world.login.createSession(new CallId(1), su("root"));
        world.logIn(2001, 138, 205);
        world.logOut("c1", 142);
        assertThat(world.file("users/2001")).contains("DISPLAY=205\n", "SESSIONS=205\n");
        assertThat(world.file("sessions/205")).contains("IS_DISPLAY=1");
    }

    @Test
    void aSessionOnTheSeat() {
        world.login.createSession(new CallId(1), LoginTest.onSeat(2002, 175));
        world.run();
        assertThat(world.file("sessions/c1"))
                .contains("SEAT=seat0\n", "DESKTOP=my desk\nPOSITION=1\nLEADER=175\n");
        assertThat(world.file("seats/seat0"))
                .endsWith("ACTIVE=c1\nACTIVE_UID=2002\nSESSIONS=c1\nUIDS=2002\n");
        assertThat(world.file("users/2002"))
                .endsWith(
                        """
                        SEATS=seat0
                        ACTIVE_SESSIONS=c1
                        ONLINE_SESSIONS=c1
                        ACTIVE_SEATS=seat0
                        ONLINE_SEATS=seat0
                        """);
    }

    @Test
    void theSeatForgetsASessionThatIsGone() {
        world.login.createSession(new CallId(1), LoginTest.onSeat(2002, 175));
        world.run();
        world.logOut("c1", 175);
        assertThat(world.file("seats/seat0")).doesNotContain("SESSIONS", "ACTIVE");
    }

    @Test
    void aSessionWithProcessesLeft() {
        world.logIn(2001, 94, 182);
        world.fork("session-182.scope", 111);
        world.logOut("182", 94);
        assertThat(world.file("sessions/182"))
                .contains("ACTIVE=1\nIS_DISPLAY=1\nSTATE=closing\n")
                .doesNotContain("FIFO=");
        assertThat(world.file("users/2001"))
                .contains(
                        "STATE=closing\nSTOPPING=no\n",
                        "DISPLAY=182\n",
                        "SESSIONS=182\nSEATS=\nACTIVE_SESSIONS=182\nONLINE_SESSIONS=\n");
    }

    @Test
    void aUserWithoutASessionHasNoSessionKeys() {
        world.logIn(2001, 94, 182);
        world.logOut("182", 94);
        assertThat(world.file("users/2001"))
                .isEqualTo(
                        """
                        # This is private data. Do not parse.
                        NAME=u0001
                        STATE=closing
                        STOPPING=no
                        RUNTIME=/run/user/2001
                        REALTIME=1795305815158850
                        MONOTONIC=3458604325
                        LAST_SESSION_TIMESTAMP=3458604325
                        """);
    }

    @Test
    void jobsAreNamedWhileTheyRun() {
        world.hangingUnits.add("user@2001.service");
        world.logIn(2001, 91, 203);
        Token start = world.said(LoginEffect.StartUnit.class).getFirst().token();
        world.login.handle(new LoginEvent.JobQueued(start, 41));
        assertThat(world.file("users/2001"))
                .contains("RUNTIME=/run/user/2001\nSERVICE_JOB=/org/freedesktop/systemd1/job/41\n");
        world.finishHanging("user@2001.service");
        assertThat(world.file("users/2001")).doesNotContain("SERVICE_JOB");
    }

    @Test
    void whatSomebodyElseSaysIsEscaped() {
        world.login.createSession(new CallId(1), su("evil\nSTATE=active \"ü\\"));
        world.run();
        String text = world.file("sessions/c1");
        assertThat(text).contains("REMOTE_USER=evil\\nSTATE=active \\\"\\303\\274\\\\\n");
        assertThat(StateFiles.parse(text)).containsEntry("REMOTE_USER", "evil\nSTATE=active \"ü\\");
    }

    private static CreateSessionRequest su(String remoteUser) {
        return new CreateSessionRequest(
                2001,
                new LeaderFacts(142, "/", OptionalLong.empty()),
                "su-l",
                "tty",
                "user",
                "",
                "",
                0,
                "pts/0",
                "",
                false,
                remoteUser,
                "",
                List.of(),
                true);
    }
}
