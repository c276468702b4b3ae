package hearth.cli;

import static hearth.cli.Terminal.changes;
import static hearth.cli.Terminal.text;
import static hearth.cli.Terminal.unitRow;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program under the name systemctl. */
class SystemctlTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
        terminal.manager.on(
                "ListUnitsByPatterns",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    unitRow(body, "b.timer", "B", "active", "waiting");
                    unitRow(body, "web.service", "Web", "active", "running");
                    unitRow(body, "bad.service", "Bad", "failed", "failed");
                    unitRow(body, "idle.service", "Idle", "inactive", "dead");
                    body.closeArray();
                });
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    private int systemctl(String... arguments) {
        var all = new ArrayList<>(List.of("--user"));
        all.addAll(List.of(arguments));
        return terminal.as("systemctl", all.toArray(String[]::new));
    }

    @Test
    void unitsAreListedByTypeAndName() throws IOException {
        terminal.listen();

        assertThat(systemctl()).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                          UNIT        LOAD   ACTIVE SUB     DESCRIPTION
                        ● bad.service loaded failed failed  Bad
                          web.service loaded active running Web
                          b.timer     loaded active waiting B

                        LOAD   = Reflects whether the unit definition was properly loaded.
                        ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
                        SUB    = The low-level unit activation state, values depend on unit type.
                        3 loaded units listed. Pass --all to see loaded but inactive units, too.
                        To show all installed unit files use 'systemctl list-unit-files'.
                        """);
    }

    @Test
    void aListForProgramsIsJson() throws IOException {
        terminal.listen();

        assertThat(systemctl("-t", "timer", "-o", "json")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        "[{\"unit\":\"b.timer\",\"load\":\"loaded\",\"active\":\"active\",\"sub\":\"waiting\",\"description\":\"B\"}]\n");
    }

    @Test
    void startWaitsForTheJobAndSaysNothing() throws IOException {
        terminal.job("StartUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(systemctl("start", "hello")).isZero();

        assertThat(terminal.out.toString() + terminal.err).isEmpty();
        assertThat(terminal.manager.calls()).contains("StartUnit[hello.service, replace]");
    }

    @ParameterizedTest
    @CsvSource({"--kill-whom=main", "--kill-who=main"})
    void whomToKillIsSaidByTheOldNameAsWell(String option) throws IOException {
        terminal.manager.on("KillUnit", "", _ -> {});
        terminal.listen();

        assertThat(systemctl("kill", option, "-s", "KILL", "hello")).isZero();

        assertThat(terminal.manager.calls())
                .contains("KillUnit[hello.service, main, Int32[value=9]]");
    }

    @Test
    void noBlockDoesNotSubscribe() throws IOException {
        terminal.job("RestartUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(systemctl("--no-block", "restart", "hello", "--job-mode=fail")).isZero();

        assertThat(terminal.manager.calls())
                .containsExactly("RestartUnit[hello.service, fail]", "LoadUnit[hello.service]");
    }

    @Test
    void aJobThatFailedIsSaidAsSystemctlSaysIt() throws IOException {
        Map<String, Value> failed = Terminal.hello();
        failed.put("Result", text("exit-code"));
        terminal.unit("hello.service", failed);
        terminal.job("StartUnit", 5, "hello.service", "failed");
        terminal.listen();

        assertThat(systemctl("start", "hello")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        """
                        Job for hello.service failed because the control process exited with error code.
                        See "systemctl --user status hello.service" and "journalctl --user -xeu hello.service" for details.
                        """);
    }

    @Test
    void ofOtherTypesNoResultIsSaid() throws IOException {
        terminal.job("StartUnit", 5, "x.socket", "failed");
        terminal.listen();

        assertThat(systemctl("start", "x.socket")).isEqualTo(1);

        assertThat(terminal.err).hasToString("Job failed. See \"journalctl -xe\" for details.\n");
    }

    @Test
    void aSocketThatStartsItAgainIsNamedAfterTheStop() throws IOException {
        Map<String, Value> stopped = Terminal.hello();
        stopped.put("TriggeredBy", new Value.Array("s", List.of(text("hello.socket"))));
        terminal.unit("hello.service", stopped);
        terminal.job("StopUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(systemctl("stop", "hello")).isZero();

        assertThat(terminal.err)
                .hasToString(
                        """
                        Warning: Stopping hello.service, but it can still be activated by:
                          hello.socket
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        ErrorName.NO_SUCH_UNIT + ", 5, false",
        ErrorName.JOB_TYPE_NOT_APPLICABLE + ", 3, false",
        ErrorName.UNIT_MASKED + ", 1, false",
        ErrorName.ACCESS_DENIED + ", 4, true",
        ErrorName.LOAD_FAILED + ", 6, true",
    })
    void aRefusalHasItsExitStatus(String error, int status, boolean isHinted) throws IOException {
        terminal.manager.refuse("StartUnit", error, "No.");
        terminal.listen();

        assertThat(systemctl("start", "x")).isEqualTo(status);

        assertThat(terminal.err.toString()).startsWith("Failed to start x.service: No.\n");
        assertThat(terminal.err.toString().contains("See user logs")).isEqualTo(isHinted);
    }

    @Test
    void statusOfARunningUnitEndsWithNothing() throws IOException {
        terminal.manager.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    Terminal.process(body, 123, "sleep 1");
                    body.closeArray();
                });
        terminal.listen();

        assertThat(systemctl("status", "hello", "-n0")).isZero();

        assertThat(terminal.out.toString())
                .startsWith(
                        """
                        ● hello.service - says hello
                             Loaded: loaded (/home/alice/.config/systemd/user/hello.service; enabled)
                             Active: active (running)
                           Main PID: 123\
                        """)
                .endsWith(
                        """
                              Tasks: 2
                             Memory: 1.5M
                                CPU: 120ms
                             CGroup: /user.slice/hello.service
                                     └─123 sleep 1
                        """);
    }

    @Test
    void statusOfWhatIsNotThereEndsWith4() throws IOException {
        terminal.unit(
                "no.service",
                Map.of("LoadState", text("not-found"), "ActiveState", text("inactive")));
        terminal.listen();

        assertThat(systemctl("status", "no")).isEqualTo(4);
        assertThat(terminal.err).hasToString("Unit no.service could not be found.\n");
    }

    @Test
    void enableSaysWhichLinksItMade() throws IOException {
        terminal.manager.on(
                "EnableUnitFiles",
                "ba(sss)",
                body -> {
                    body.bool(true);
                    changes(body, "symlink", "/l/hello.service", "/f/hello.service");
                });
        terminal.job("StartUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(systemctl("enable", "--now", "--runtime", "hello")).isZero();

        assertThat(terminal.err)
                .hasToString("Created symlink /l/hello.service → /f/hello.service.\n");
        assertThat(terminal.manager.calls())
                .containsExactly(
                        "EnableUnitFiles[[hello.service], true, false]",
                        "Reload[]",
                        "Subscribe[]",
                        "StartUnit[hello.service, replace]",
                        "LoadUnit[hello.service]");
    }

    @Test
    void maskKnowsWhatIsNotThereYet() throws IOException {
        terminal.unit(
                "no.service",
                Map.of("LoadState", text("not-found"), "ActiveState", text("inactive")));
        terminal.manager.on(
                "MaskUnitFiles",
                "a(sss)",
                body -> changes(body, "symlink", "/l/no.service", "/dev/null"));
        terminal.listen();

        assertThat(systemctl("mask", "no")).isZero();

        assertThat(terminal.err)
                .hasToString(
                        """
                        Unit no.service does not exist, proceeding anyway.
                        Created symlink /l/no.service → /dev/null.
                        """);
    }

    @Test
    void dependenciesAreATreeWithTargetsLast() throws IOException {
        terminal.unit("top.target", wants("z.service", "a.target"));
        terminal.unit("a.target", wants("b.service", "top.target"));
        terminal.unit("z.service", wants("b.service"));
        terminal.unit("b.service", wants());
        terminal.manager.on(
                "LoadUnit",
                call -> {
                    String path = Terminal.UNITS + DbusPath.escape(call.reader().string());
                    return Message.reply(call)
                            .withBody(
                                    Signature.OBJECT_PATH,
                                    body -> body.objectPath(DbusPath.of(path)));
                });
        terminal.listen();

        assertThat(systemctl("list-dependencies", "top.target")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        top.target
                        ● ├─z.service
                        ● └─a.target
                        ●   ├─b.service
                            └─...
                        """);
    }

    private static Map<String, Value> wants(String... names) {
        List<Value> all = List.of(names).stream().<Value>map(Value.Text::new).toList();
        return Map.of("ActiveState", text("active"), "Wants", new Value.Array("s", all));
    }

    @ParameterizedTest
    @CsvSource({"active, 0, 1", "reloading, 0, 1", "inactive, 3, 1", "failed, 3, 0"})
    void questionsAreAnsweredByTheExitStatus(String state, int isActive, int isFailed)
            throws IOException {
        terminal.manager.on(
                "ListUnitsByNames",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    unitRow(body, "x.service", "X", state, "sub");
                    body.closeArray();
                });
        terminal.listen();

        assertThat(systemctl("is-active", "x")).isEqualTo(isActive);
        assertThat(systemctl("is-failed", "-q", "x")).isEqualTo(isFailed);
        assertThat(terminal.out).hasToString(state + "\n");
    }

    @Test
    void theEnvironmentIsShownAsAShellReadsIt() throws IOException {
        terminal.manager.object(
                "/org/freedesktop/systemd1",
                Map.of(
                        "Environment",
                        new Value.Array(
                                "s", List.of(text("A=b"), text("S=two 'words'"), text("E=")))));
        terminal.listen();

        assertThat(systemctl("show-environment")).isZero();

        assertThat(terminal.out).hasToString("A=b\nS=$'two \\'words\\''\nE=\n");
    }

    @ParameterizedTest
    @CsvSource({
        "bogus, Unknown command verb bogus.",
        "start, Too few arguments.",
        "reload-or-restart, List of units to restart/reload is required.",
        "poweroff, systemctl: poweroff is not supported here",
    })
    void whatMakesNoSenseEndsWith1(String verb, String message) throws IOException {
        terminal.listen();

        assertThat(systemctl(verb)).isEqualTo(1);
        assertThat(terminal.err).hasToString(message + "\n");
    }

    @Test
    void withoutUserTheMachinesManagerIsAsked() throws IOException {
        terminal.bus.on("AddMatch", Message::reply);
        terminal.bus.on("Subscribe", Message::reply);
        terminal.bus.refuse("StopUnit", ErrorName.ACCESS_DENIED, "Access denied");
        terminal.listen();

        assertThat(terminal.as("systemctl", "stop", "user@1.service")).isEqualTo(4);

        assertThat(terminal.bus.calls()).contains("StopUnit[user@1.service, replace]");
        assertThat(terminal.err.toString()).contains("See system logs and 'systemctl status");
    }

    @Test
    void onlyUsersOfThisMachineAreBehindMachine() throws IOException {
        terminal.listen();

        assertThat(systemctl("-M", "box", "list-units")).isEqualTo(1);
        assertThat(terminal.err.toString()).contains("--machine=alice@");
    }

    @Test
    void showPrintsWhatIsAskedForInTheOrderOfTheManager() throws IOException {
        terminal.listen();

        assertThat(systemctl("show", "hello", "-p", "SubState,Id", "--value")).isZero();

        assertThat(terminal.out).hasToString("hello.service\nrunning\n");
    }

    @Test
    void jobsAreListedByTheirNumbers() throws IOException {
        terminal.manager.on(
                "ListJobs",
                "a(usssoo)",
                body -> {
                    body.openArray().openStruct().uint32(7).string("x.service").string("start");
                    body.string("running").objectPath(DbusPath.ROOT).objectPath(DbusPath.ROOT);
                    body.closeStruct().closeArray();
                });
        terminal.listen();

        assertThat(systemctl("list-jobs")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        "JOB UNIT      TYPE  STATE\n7   x.service start running\n\n1 jobs listed.\n");
    }
}
