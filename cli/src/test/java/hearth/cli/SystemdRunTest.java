package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program under the name systemd-run. */
class SystemdRunTest {
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

    private int systemdRun(String... arguments) {
        var all = new ArrayList<>(List.of("--user"));
        all.addAll(List.of(arguments));
        return terminal.as("systemd-run", all.toArray(String[]::new));
    }

    @Test
    void theManagerPutsVariablesIntoTheCommand() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(
                        systemdRun(
                                "--unit=work",
                                "-p",
                                "Nice=5",
                                "-E",
                                "A=b",
                                "/bin/sh",
                                "-c",
                                "echo $A"))
                .isZero();

        assertThat(terminal.err).hasToString("Running as unit: work.service\n");
        assertThat(terminal.manager.calls())
                .contains(
                        "StartTransientUnit[work.service, fail, [[Description, /bin/sh -c \"echo \\$A\"],"
                                + " [ExecStartEx, [[/bin/sh, [/bin/sh, -c, echo $A], []]]],"
                                + " [Nice, Int32[value=5]], [Environment, [A=b]]], []]");
    }

    @Test
    void theCommandOfAScopeHasItsVariablesAndItsDirectory() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.scope", "done");
        terminal.listen();
        Path there = Files.createDirectory(run.resolve("there"));

        assertThat(
                        systemdRun(
                                "--scope",
                                "--unit=work",
                                "-E",
                                "A=b",
                                "--working-directory=" + there,
                                "/bin/sh",
                                "-c",
                                "echo \"$A\" > said; exit 3"))
                .isEqualTo(3);

        assertThat(there.resolve("said")).hasContent("b");
        assertThat(terminal.manager.calls().toString())
                .contains("StartTransientUnit[work.scope")
                .doesNotContain("Environment", "WorkingDirectory");
    }

    @Test
    void whatFollowsTheCommandIsTheCommands() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(systemdRun("-q", "--unit=work", "/bin/ls", "--unit=x", "-l")).isZero();

        assertThat(terminal.err.toString()).isEmpty();
        assertThat(terminal.manager.calls().toString()).contains("[/bin/ls, --unit=x, -l]");
    }

    @Test
    void aTimerSaysWhatItStarts() throws IOException {
        terminal.job("StartTransientUnit", 7, "later.timer", "done");
        terminal.listen();

        assertThat(systemdRun("--unit=later", "--on-active=1h", "/bin/true")).isZero();

        assertThat(terminal.err)
                .hasToString(
                        """
                        Running timer as unit: later.timer
                        Will run service as unit: later.service
                        """);
    }

    @Test
    void aRefusalIsSaid() throws IOException {
        terminal.manager.refuse("StartTransientUnit", ErrorName.UNIT_EXISTS, "It is there.");
        terminal.listen();

        assertThat(systemdRun("--unit=x", "/bin/true")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString("Failed to start transient service unit: It is there.\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Command line to execute required.",
                "--wait --scope true | --wait may not be combined with --scope.",
                "--pty true | systemd-run: option '--pty' is not supported here",
                "--pipe --on-active=1 true | --pty/--pipe is not compatible in timer or --scope mode.",
                "-p bogus /bin/true | Not an assignment: bogus",
                "-p Bogus=1 /bin/true | Unknown assignment: Bogus=1",
                "-p MemoryMax=lots /bin/true | Failed to parse MemoryMax=lots: Invalid argument",
                "--on-calendar=nonsense /bin/true | Failed to parse calendar event specification: Invalid argument",
                "--nice=77 /bin/true | Failed to parse nice value: 77",
                "--scope --uid=bob true | systemd-run: option '--uid' is not supported here with --scope",
                "--scope --gid=bob true | systemd-run: option '--gid' is not supported here with --scope",
                "--scope --nice=5 true | systemd-run: option '--nice' is not supported here with --scope",
                "--scope --working-directory=/no/such /bin/true | Failed to change to directory /no/such: it is none",
                "/no/such | Failed to find executable /no/such: No such file or directory",
            })
    void whatMakesNoSenseIsNotAskedFor(String typed, String message) throws IOException {
        terminal.listen();

        assertThat(systemdRun(typed.isEmpty() ? new String[0] : typed.split(" ", -1))).isEqualTo(1);

        assertThat(terminal.err).hasToString(message + "\n");
        assertThat(terminal.manager.calls()).noneMatch(call -> call.startsWith("StartTransient"));
    }
}
