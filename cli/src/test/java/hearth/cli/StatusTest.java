package hearth.cli;

import static hearth.cli.Terminal.ROOT;
import static hearth.cli.Terminal.process;
import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearth status}: of everything, and of one unit. */
class StatusTest {
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
    void statusShowsTheManagerAndWhatRuns() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("status")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        alice (uid 2001): degraded
                          since     Sun 2026-11-22 00:02:00 Z; 5min ago
                          linger    off: services end after the last logout
                          sessions  c1 on pts/0 from 10.0.0.1
                          units     2 running, 1 failed
                          level     full: all users, sessions, lingering (252 (hearth 0.1.0))

                        UNIT           STATE               DESCRIPTION
                        bad.service    failed              Bad
                        dbus.socket    active (listening)  Bus
                        hello.service  active (running)    hello
                        """);
    }

    @Test
    void withoutALoginManagerStatusSaysRootless() throws IOException {
        terminal.manager.listen(terminal.privateSocket());

        assertThat(terminal.execute("status")).isZero();

        assertThat(terminal.out.toString())
                .contains("sessions  -\n")
                .contains("level     rootless: this user's services, no sessions");
    }

    @Test
    void whoIsLoggedInHasNotTheManagersOwnSession() throws IOException {
        terminal.sessions("online", "c1", "c2");
        terminal.ofManager("c2", "active");
        terminal.listen();

        assertThat(terminal.execute("status")).isZero();
        assertThat(terminal.execute("status", "--json")).isZero();
        assertThat(terminal.execute(ROOT, "status")).isZero();

        assertThat(terminal.out.toString()).contains("c1").doesNotContain("c2");
    }

    @Test
    void statusForProgramsIsOneJsonObject() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("status", "--json")).isZero();

        assertThat(terminal.out.toString())
                .startsWith("{\"user\":\"alice\",\"uid\":2001,\"state\":\"degraded\",")
                .contains("\"linger\":false,\"sessions\":[\"c1\"]")
                .endsWith("\"active\":\"failed\",\"sub\":\"failed\"}]}\n");
    }

    @Test
    void statusOfAUnitShowsWhatIsKnownOfIt() throws IOException {
        terminal.manager.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    process(body, 123, "sleep infinity");
                    process(body, 124, "cat");
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.execute("status", "hello")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        ● hello.service - says hello
                          loaded   loaded, /home/alice/.config/systemd/user/hello.service, enabled
                          state    active (running) since Sun 2026-11-22 00:02:00 Z; 5min ago
                          uses     2 tasks, 1.5M memory, 120ms cpu
                          cgroup   /user.slice/hello.service
                          main     123 sleep infinity
                          process  124 cat
                        """);
    }

    @Test
    void statusOfAStoppedUnitEndsWith3() throws IOException {
        terminal.unit(
                "old.service",
                Map.of("LoadState", text("loaded"), "ActiveState", text("inactive")));
        terminal.listen();

        assertThat(terminal.execute("status", "old")).isEqualTo(3);
    }

    @Test
    void statusOfAnUnknownUnitEndsWith4() throws IOException {
        terminal.unit(
                "no.service",
                Map.of("LoadState", text("not-found"), "ActiveState", text("inactive")));
        terminal.listen();

        assertThat(terminal.execute("status", "no")).isEqualTo(4);

        assertThat(terminal.err.toString()).startsWith("hearth: there is no unit no.service\n");
    }

    @Test
    void statusOfAUnitWithABadSettingNamesFileLineAndCause() throws IOException {
        terminal.unit(
                "bad.service",
                Map.of(
                        "Id", text("bad.service"),
                        "LoadState", text("bad-setting"),
                        "ActiveState", text("inactive"),
                        "SubState", text("dead")));
        terminal.manager.on(
                "GetDiagnostics",
                "a(suuss)",
                body -> {
                    body.openArray();
                    body.openStruct().string("/b").uint32(2).uint32(1);
                    body.string("warning").string("unknown directive").closeStruct();
                    body.openStruct().string("/b").uint32(3).uint32(1);
                    body.string("error").string("no program's name").closeStruct();
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.execute("status", "bad")).isEqualTo(3);

        assertThat(terminal.out.toString())
                .contains("  loaded   bad-setting\n  fault    /b:3:1: no program's name\n")
                .doesNotContain("unknown directive");
    }

    /** A service that does not end: 72 seconds of its 90. */
    private void hangs() {
        terminal.manager.on(
                "ListUnits",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    Terminal.unitRow(body, "hang.service", "", "deactivating", "stop-sigterm");
                    body.closeArray();
                });
        terminal.unit(
                "hang.service",
                Map.of(
                        "StateChangeTimestamp",
                        new Value.Uint64(Terminal.NOW.minusSeconds(72).toEpochMilli() * 1_000),
                        "TimeoutStopUSec",
                        new Value.Uint64(90_000_000)));
    }

    @Test
    void whatOthersWaitForIsNamedWithItsLimit() throws IOException {
        hangs();
        terminal.listen();

        assertThat(terminal.execute("status")).isZero();
        assertThat(terminal.execute("status", "--json")).isZero();

        assertThat(terminal.out.toString())
                .contains("  waits     for the stop job of hang.service, 1min 12s of 1min 30s\n")
                .contains(
                        "\"waits\":[{\"unit\":\"hang.service\",\"job\":\"stop\","
                                + "\"taken_usec\":72000000,\"limit_usec\":90000000}]");
    }

    @Test
    void amongAllUsersWhoIsLeavingSaysForWhatThatWaits() throws IOException {
        hangs();
        terminal.bus.object(
                "/user/2001",
                Map.of("State", Terminal.text("closing"), "Linger", new Value.Bool(false)));
        terminal.listen();

        assertThat(terminal.execute(ROOT, "status")).isZero();

        assertThat(terminal.out.toString())
                .endsWith("alice waits for the stop job of hang.service, 1min 12s of 1min 30s\n");
    }
}
