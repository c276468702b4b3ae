package hearth.cli;

import static hearth.cli.Terminal.ROOT;
import static hearth.cli.Terminal.process;
import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lingering and sessions, as the login manager tells them. */
class SessionCommandsTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void lingerOnTellsTheLoginManager() throws IOException {
        terminal.bus.on("SetUserLinger", Message::reply);
        terminal.users(true);
        terminal.listen();

        assertThat(terminal.execute("linger", "on")).isZero();

        assertThat(terminal.bus.calls()).contains("SetUserLinger[2001, true, true]");
        assertThat(terminal.out)
                .hasToString("alice lingers: services run from boot on, without a login\n");
    }

    @Test
    void whoMayNotLingerIsToldWhomToAsk() throws IOException {
        terminal.bus.refuse(
                "SetUserLinger",
                ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                "Interactive authentication required.");
        terminal.listen();

        assertThat(terminal.execute("linger", "on")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        """
                        hearth: cannot let alice's services linger: interactive authentication required.
                          ask root to do it
                        """);
    }

    @Test
    void sessionsAreListed() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("sessions")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        SESSION  USER   STATE   SEAT   TERMINAL  FROM      SINCE
                        c1       alice  online  seat0  pts/0     10.0.0.1  5min ago
                        """);
    }

    @Test
    void aStuckSessionIsShownWithWhatKeepsIt() throws IOException {
        terminal.sessions("closing");
        terminal.bus.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    process(body, 55, "screen");
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.execute("sessions", "--stuck")).isZero();

        assertThat(terminal.out.toString())
                .startsWith(
                        "session c1 of alice is over, but processes of it go on:\n  55 screen\n");
        assertThat(terminal.bus.calls()).contains("GetUnitProcesses[session-c1.scope]");
    }

    private static Value setting(String name, String value, String file, int line) {
        return new Value.Struct(
                List.of(text(name), text(value), text(file), new Value.Uint32(line)));
    }

    private void settings(Value... rows) {
        terminal.bus.object(
                "/org/hearth/login1", Map.of("Settings", new Value.Array("(sssu)", List.of(rows))));
    }

    /** What login says of what is left of a session. */
    private void rule(boolean kills, String name, String value, String file, int line) {
        terminal.bus.on(
                "LogoutRule",
                "bsssu",
                body -> body.bool(kills).string(name).string(value).string(file).uint32(line));
    }

    private void processes() {
        terminal.bus.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    process(body, 55, "vim notes");
                    body.closeArray();
                });
        terminal.manager.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    body.openStruct().string("/user@2001.service/app.slice/hello.service");
                    body.uint32(66).string("sleep 9").closeStruct();
                    body.openStruct().string("/user@2001.service/init.scope");
                    body.uint32(60).string("hearth-hand").closeStruct();
                    body.closeArray();
                });
    }

    @Test
    void aLogoutSaysWhatItKillsAndByWhichLine() throws IOException {
        processes();
        rule(true, "KillUserProcesses", "yes", "/etc/systemd/logind.conf", 7);
        settings(setting("UserStopDelaySec", "10s", "", 0));
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run", "c1")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        session c1 of alice would end; what is left in it is killed: KillUserProcesses=yes (/etc/systemd/logind.conf:7)
                          55 vim notes
                        user@2001.service would stop 10s later: it is the last session, and alice does not linger
                        UNIT           THEN        PROCESS
                        hello.service  is stopped  66 sleep 9
                        a program of its own scope is left alone: hearth run --scope COMMAND
                        services and scopes go on after the last logout with: hearth linger on
                        """);
    }

    @Test
    void whoIsExcludedAndLingersLosesNothing() throws IOException {
        processes();
        terminal.users(true);
        rule(false, "KillExcludeUsers", "root alice", "/etc/systemd/logind.conf.d/a.conf", 2);
        settings(setting("UserStopDelaySec", "10s", "", 0));
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        session c1 of alice would end; what is left in it goes on: KillExcludeUsers=root alice (/etc/systemd/logind.conf.d/a.conf:2)
                          55 vim notes
                        user@2001.service goes on: alice lingers
                        UNIT           THEN     PROCESS
                        hello.service  goes on  66 sleep 9
                        """);
    }

    private void killsAll(String stopDelay) {
        rule(true, "KillUserProcesses", "yes", "/etc/systemd/logind.conf", 7);
        settings(setting("UserStopDelaySec", stopDelay, "/etc/systemd/logind.conf", 9));
    }

    @Test
    void theRuleIsAskedForByTheUsersName() throws IOException {
        processes();
        killsAll("10s");
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run", "c1")).isZero();

        assertThat(terminal.bus.calls()).contains("LogoutRule[alice]");
    }

    @Test
    void aManagerGoesOnWithAnotherSession() throws IOException {
        processes();
        killsAll("10s");
        terminal.sessions("online", "c1", "c2");
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run", "c1")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        session c1 of alice would end; what is left in it is killed: KillUserProcesses=yes (/etc/systemd/logind.conf:7)
                          55 vim notes
                        user@2001.service goes on: session c2 goes on
                        UNIT           THEN     PROCESS
                        hello.service  goes on  66 sleep 9
                        a program of its own scope is left alone: hearth run --scope COMMAND
                        """);
    }

    @Test
    void aManagerDoesNotKeepItself() throws IOException {
        processes();
        killsAll("10s");
        terminal.sessions("online", "c1", "c2");
        terminal.ofManager("c2", "active");
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run", "c1")).isZero();
        assertThat(terminal.execute(ROOT, "logout", "--dry-run", "alice")).isZero();

        assertThat(terminal.out.toString())
                .contains("user@2001.service would stop 10s later: it is the last session")
                .doesNotContain("c2");
    }

    @Test
    void aManagersOwnSessionIsNeverStuck() throws IOException {
        terminal.sessions("closing");
        terminal.ofManager("c1", "closing");
        terminal.listen();

        assertThat(terminal.execute("sessions", "--stuck")).isZero();

        assertThat(terminal.out).hasToString("no session is stuck\n");
    }

    @Test
    void aManagerThatIsNeverStoppedGoesOn() throws IOException {
        processes();
        killsAll("infinity");
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run", "c1")).isZero();

        assertThat(terminal.out.toString())
                .contains("user@2001.service goes on: UserStopDelaySec=infinity\n")
                .doesNotContain("is stopped", "hearth linger on");
    }

    @Test
    void aRehearsalIsToldInJson() throws IOException {
        processes();
        killsAll("10s");
        terminal.listen();

        assertThat(terminal.execute("logout", "--dry-run", "--json", "c1")).isZero();

        assertThat(terminal.out.toString().replaceAll("\\s*\\n\\s*", "").replace("\" : ", "\":"))
                .isEqualTo(
                        """
                        {"user":"alice","uid":2001,"kills_session_processes":true,\
                        "rule":"KillUserProcesses=yes (/etc/systemd/logind.conf:7)",\
                        "lingers":false,"stops_manager":true,\
                        "manager_reason":"it is the last session, and alice does not linger",\
                        "sessions":[{"session":"c1","scope":"session-c1.scope",\
                        "processes":[{"pid":55,"command":"vim notes","cgroup":"/user.slice"}]}],\
                        "units":[{"unit":"hello.service","pid":66,"command":"sleep 9"}]}\
                        """);
    }

    @Test
    void settingsAreToldInJson() throws IOException {
        settings(setting("KillOnlyUsers", "bob", "/etc/systemd/logind.conf", 8));
        terminal.listen();

        assertThat(terminal.execute("settings", "--json")).isZero();

        assertThat(terminal.out.toString().replaceAll("\\s*\\n\\s*", "").replace("\" : ", "\":"))
                .isEqualTo(
                        "[{\"name\":\"KillOnlyUsers\",\"value\":\"bob\","
                                + "\"file\":\"/etc/systemd/logind.conf\",\"line\":8}]");
    }

    @Test
    void aLogoutIsOnlyRehearsed() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("logout")).isEqualTo(2);
        assertThat(terminal.execute("logout", "--dry-run", "nobody")).isEqualTo(1);
    }

    @Test
    void settingsAreListedWithWhereTheyComeFrom() throws IOException {
        settings(
                setting("KillUserProcesses", "no", "/etc/systemd/logind.conf", 7),
                setting("KillOnlyUsers", "", "", 0));
        terminal.listen();

        assertThat(terminal.execute("settings")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        SETTING            VALUE  FROM
                        KillUserProcesses  no     /etc/systemd/logind.conf:7
                        KillOnlyUsers      -      built in
                        """);
    }

    @Test
    void rootSeesEverybody() throws IOException {
        terminal.bus.listen(terminal.busSocket());

        assertThat(terminal.execute(ROOT, "status")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        USER   UID   STATE   LINGER  SESSIONS
                        alice  2001  online  no      c1
                        """);
    }
}
