package hearth.cli;

import static hearth.cli.Terminal.STARTED_USEC;
import static hearth.cli.Terminal.changes;
import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is ordered of units, and what they wrote. */
class UnitCommandsTest {
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
    void startWaitsForTheJobItAskedFor() throws IOException {
        terminal.job("StartUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(terminal.execute("start", "hello")).isZero();

        assertThat(terminal.out).hasToString("started hello.service\n");
        assertThat(terminal.manager.calls())
                .containsExactly(
                        "Subscribe[]",
                        "LoadUnit[hello.service]",
                        "StartUnit[hello.service, replace]");
    }

    @Test
    void restartReadsAnEditedFileFirst() throws IOException {
        terminal.unit("hello.service", Map.of("NeedDaemonReload", new Value.Bool(true)));
        terminal.job("RestartUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(terminal.execute("restart", "hello")).isZero();

        assertThat(terminal.manager.calls())
                .containsExactly(
                        "Subscribe[]",
                        "LoadUnit[hello.service]",
                        "Reload[]",
                        "RestartUnit[hello.service, replace]");
    }

    @Test
    void stopReadsNothing() throws IOException {
        terminal.unit("hello.service", Map.of("NeedDaemonReload", new Value.Bool(true)));
        terminal.job("StopUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(terminal.execute("stop", "hello")).isZero();

        assertThat(terminal.manager.calls())
                .containsExactly("Subscribe[]", "StopUnit[hello.service, replace]");
    }

    @Test
    void aFailedStartSaysWhyAndWhereToLook() throws IOException {
        terminal.unit(
                "bad.service",
                Map.of(
                        "Result", text("exit-code"),
                        "ExecMainCode", new Value.Int32(1),
                        "ExecMainStatus", new Value.Int32(203)));
        terminal.job("StartUnit", 5, "bad.service", "failed");
        terminal.listen();

        assertThat(terminal.execute("start", "bad")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        """
                        hearth: cannot start bad.service: its process could not be started: there is no such program, or it is not executable (203/EXEC)
                          `hearth status bad.service` and `hearth logs bad.service` show more
                        """);
    }

    @Test
    void startingAnUnknownUnitEndsWith5() throws IOException {
        terminal.manager.refuse("StartUnit", ErrorName.NO_SUCH_UNIT, "Unit no.service not found.");
        terminal.listen();

        assertThat(terminal.execute("start", "no")).isEqualTo(5);

        assertThat(terminal.err.toString())
                .startsWith("hearth: cannot start no.service: unit no.service not found.\n");
    }

    @Test
    void aNameThatNoUnitCanHaveIsAUsageError() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("start", "a b")).isEqualTo(2);

        assertThat(terminal.manager.calls()).isEmpty();
    }

    @Test
    void enableSaysThatTheServiceEndsWithTheLogin() throws IOException {
        terminal.manager.on(
                "EnableUnitFiles",
                "ba(sss)",
                body -> {
                    body.bool(true);
                    changes(body, "symlink", "/l/hello.service", "/f/hello.service");
                });
        terminal.listen();

        assertThat(terminal.execute("enable", "hello")).isZero();

        assertThat(terminal.out).hasToString("linked /l/hello.service to /f/hello.service\n");
        assertThat(terminal.err.toString())
                .contains("ends after the last; `hearth linger on` starts it");
        assertThat(terminal.manager.calls())
                .containsExactly(
                        "Subscribe[]", "EnableUnitFiles[[hello.service], false, true]", "Reload[]");
    }

    @Test
    void disableNowStopsAsWell() throws IOException {
        terminal.manager.on(
                "DisableUnitFiles",
                "a(sss)",
                body -> changes(body, "unlink", "/l/hello.service", ""));
        terminal.job("StopUnit", 6, "hello.service", "done");
        terminal.listen();

        assertThat(terminal.execute("disable", "--now", "hello")).isZero();

        assertThat(terminal.out).hasToString("removed /l/hello.service\nstopped hello.service\n");
    }

    @Test
    void logsShowTheLastLines() throws IOException {
        terminal.manager.on(
                "TailLog",
                "a(ttis)",
                body -> {
                    body.openArray();
                    body.openStruct();
                    body.uint64(STARTED_USEC).uint64(1).int32(6).string("hello").closeStruct();
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.execute("logs", "-n", "3", "hello")).isZero();

        assertThat(terminal.out).hasToString("Nov 22 00:02:00 hello\n");
        assertThat(terminal.manager.calls()).containsExactly("TailLog[hello.service, 3]");
    }

    @Test
    void logsOfAUnitThatIsNotThereAreAnError() throws IOException {
        terminal.manager.on("TailLog", "a(ttis)", body -> body.openArray().closeArray());
        terminal.unit(
                "nosuch.service",
                Map.of("LoadState", text("not-found"), "ActiveState", text("inactive")));
        terminal.listen();

        assertThat(terminal.execute("logs", "nosuch")).isEqualTo(4);

        assertThat(terminal.err)
                .hasToString(
                        "hearth: there is no unit nosuch.service, nor a line that it has written\n");
    }

    @Test
    void aUnitThatHasWrittenNothingHasAnEmptyLog() throws IOException {
        terminal.manager.on("TailLog", "a(ttis)", body -> body.openArray().closeArray());
        terminal.listen();

        assertThat(terminal.execute("logs", "hello")).isZero();
    }
}
