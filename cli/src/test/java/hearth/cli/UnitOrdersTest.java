package hearth.cli;

import static hearth.cli.Terminal.changes;
import static hearth.cli.Terminal.unitRow;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that need no job, and questions that an exit status answers. */
class UnitOrdersTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
        terminal.manager.on("KillUnit", Message::reply);
        terminal.manager.on("ResetFailed", Message::reply);
        terminal.manager.on("ResetFailedUnit", Message::reply);
        terminal.manager.on(
                "ListUnitsByPatterns",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    unitRow(body, "web-a.service", "A", "active", "running");
                    unitRow(body, "web-b.service", "B", "active", "running");
                    body.closeArray();
                });
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void stopOfAPatternStopsWhatIsInMemory() throws IOException {
        terminal.job("StopUnit", 5, "web-a.service", "done");
        terminal.listen();

        assertThat(terminal.execute("stop", "web-*")).isZero();

        assertThat(terminal.manager.calls())
                .containsExactly(
                        "Subscribe[]",
                        "ListUnitsByPatterns[[], [web-*]]",
                        "StopUnit[web-a.service, replace]",
                        "StopUnit[web-b.service, replace]");
    }

    @Test
    void reloadAsksTheUnit() throws IOException {
        terminal.job("ReloadUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(terminal.execute("reload", "hello")).isZero();

        assertThat(terminal.out).hasToString("reloaded hello.service\n");
    }

    @Test
    void killSendsTheSignalToWhomItIsFor() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("kill", "hello")).isZero();
        assertThat(terminal.execute("kill", "-s", "SIGHUP", "--whom", "main", "web-*")).isZero();

        assertThat(terminal.manager.calls())
                .filteredOn(call -> call.startsWith("KillUnit"))
                .containsExactly(
                        "KillUnit[hello.service, all, Int32[value=15]]",
                        "KillUnit[web-a.service, main, Int32[value=1]]",
                        "KillUnit[web-b.service, main, Int32[value=1]]");
    }

    @ParameterizedTest
    @CsvSource({"-s, BOGUS", "--whom, nobody"})
    void killOfWhatIsNotThereIsAUsageError(String option, String value) throws IOException {
        terminal.listen();

        assertThat(terminal.execute("kill", option, value, "hello")).isEqualTo(2);

        assertThat(terminal.manager.calls()).isEmpty();
    }

    @Test
    void oneRefusalKeepsTheOthersFromNothing() throws IOException {
        terminal.manager.refuse("KillUnit", ErrorName.NO_SUCH_PROCESS, "No main process");
        terminal.listen();

        assertThat(terminal.execute("kill", "a", "b")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        """
                        hearth: cannot kill a.service: no main process
                        hearth: cannot kill b.service: no main process
                        """);
    }

    @Test
    void resetFailedIsAboutAllOrSome() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("reset-failed")).isZero();
        assertThat(terminal.execute("reset-failed", "hello")).isZero();

        assertThat(terminal.manager.calls())
                .containsExactly("ResetFailed[]", "ResetFailedUnit[hello.service]");
    }

    @Test
    void maskNowStopsAsWell() throws IOException {
        terminal.manager.on(
                "MaskUnitFiles",
                "a(sss)",
                body -> changes(body, "symlink", "/l/hello.service", "/dev/null"));
        terminal.job("StopUnit", 5, "hello.service", "done");
        terminal.listen();

        assertThat(terminal.execute("mask", "--now", "hello")).isZero();

        assertThat(terminal.out)
                .hasToString("linked /l/hello.service to /dev/null\nstopped hello.service\n");
        assertThat(terminal.manager.calls())
                .containsExactly(
                        "Subscribe[]",
                        "MaskUnitFiles[[hello.service], false, false]",
                        "Reload[]",
                        "StopUnit[hello.service, replace]");
    }

    @Test
    void unmaskUndoesIt() throws IOException {
        terminal.manager.on(
                "UnmaskUnitFiles",
                "a(sss)",
                body -> changes(body, "unlink", "/l/hello.service", ""));
        terminal.listen();

        assertThat(terminal.execute("unmask", "--runtime", "hello")).isZero();

        assertThat(terminal.out).hasToString("removed /l/hello.service\n");
        assertThat(terminal.manager.calls()).contains("UnmaskUnitFiles[[hello.service], true]");
    }

    @ParameterizedTest
    @CsvSource({
        "is-active, active, loaded, 0",
        "is-active, reloading, loaded, 0",
        "is-active, failed, loaded, 3",
        "is-active, inactive, loaded, 3",
        "is-active, inactive, not-found, 4",
        "is-failed, failed, loaded, 0",
        "is-failed, active, loaded, 1",
        "is-failed, inactive, not-found, 1",
    })
    void aStateIsAlsoAnExitStatus(String command, String state, String load, int status)
            throws IOException {
        answerStates(load, state);
        terminal.listen();

        assertThat(terminal.execute(command, "hello")).isEqualTo(status);
        assertThat(terminal.out).hasToString(state + "\n");
    }

    @ParameterizedTest
    @CsvSource({"enabled, 0", "static, 0", "generated, 0", "disabled, 1", "masked, 1"})
    void isEnabledKnowsWhatStartsByItself(String state, int status) throws IOException {
        terminal.manager.on("GetUnitFileState", "s", body -> body.string(state));
        terminal.listen();

        assertThat(terminal.execute("is-enabled", "hello")).isEqualTo(status);
        assertThat(terminal.out).hasToString(state + "\n");
    }

    @Test
    void isEnabledOfWhatIsNotThereEndsWith4() throws IOException {
        terminal.manager.refuse("GetUnitFileState", ErrorName.FILE_NOT_FOUND, "No such file");
        terminal.listen();

        assertThat(terminal.execute("is-enabled", "--quiet", "no")).isEqualTo(4);
        assertThat(terminal.out).hasToString("");
    }

    @Test
    void aStateInJsonNamesItsUnit() throws IOException {
        answerStates("loaded", "active");
        terminal.listen();

        assertThat(terminal.execute("is-active", "--json", "hello")).isZero();

        assertThat(terminal.out)
                .hasToString("[{\"unit\":\"hello.service\",\"state\":\"active\"}]\n");
    }

    @Test
    void daemonReloadReadsFilesAgain() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("daemon-reload")).isZero();

        assertThat(terminal.manager.calls()).containsExactly("Reload[]");
    }

    private void answerStates(String load, String active) {
        terminal.manager.on(
                "ListUnitsByNames",
                "a(ssssssouso)",
                body -> {
                    body.openArray().openStruct();
                    body.string("hello.service").string("Says hello").string(load).string(active);
                    body.string("x").string("").objectPath(DbusPath.ROOT).uint32(0).string("");
                    body.objectPath(DbusPath.ROOT).closeStruct().closeArray();
                });
    }
}
