package hearth.cli;

import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as units. */
class RunTest {
    private static final DbusPath WORK =
            DbusPath.of(Terminal.UNITS + DbusPath.escape("work.service"));

    private static final String HERE = Path.of("").toAbsolutePath().toString();

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
    void runStartsATransientServiceHere() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(terminal.execute("run", "--name", "work", "/bin/sh", "-c", "exit 0")).isZero();

        assertThat(terminal.manager.calls())
                .contains(
                        ("StartTransientUnit[work.service, fail, [[Description, /bin/sh -c exit 0],"
                                        + " [ExecStartEx, [[/bin/sh, [/bin/sh, -c, exit 0], [no-env-expand]]]],"
                                        + " [WorkingDirectory, %s]], []]")
                                .formatted(HERE));
    }

    @Test
    void whatRunCannotFindItDoesNotAskFor() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("run", "/no/such/program")).isEqualTo(1);

        assertThat(terminal.manager.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MemoryMax=1G | [MemoryMax, Uint64[value=1073741824]]",
                "StandardOutput=truncate:/tmp/x | [StandardOutputFileToTruncate, /tmp/x]",
                "StandardError=append:/tmp/x | [StandardErrorFileToAppend, /tmp/x]",
                "StandardInput=file:/tmp/x | [StandardInputFile, /tmp/x]",
                "CPUQuota=50% | [CPUQuotaPerSecUSec, Uint64[value=500000]]",
                "RestartSec=2s | [RestartUSec, Uint64[value=2000000]]",
                "Nice=5 | [Nice, Int32[value=5]]",
                "Restart=on-failure | [Restart, on-failure]",
                "WorkingDirectory=/tmp | [WorkingDirectory, /tmp]",
                "Wants=a.service | [Wants, [a.service]]",
                "UMask=077 | [UMask, 63]",
            })
    void aPropertyMeansWhatItsDirectiveMeans(String directive, String property) throws IOException {
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(terminal.execute("run", "--unit=work", "-p", directive, "/bin/true")).isZero();

        assertThat(terminal.manager.calls().getLast()).contains(property);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bogus=1", "MemoryMax", "MemoryMax=lots", "OnCalendar=daily", "Nice=x"})
    void aPropertyThatMeansNothingIsAUsageError(String directive) throws IOException {
        terminal.listen();

        assertThat(terminal.execute("run", "-p", directive, "/bin/true")).isEqualTo(2);

        assertThat(terminal.manager.calls()).containsExactly("Subscribe[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Documentation=file:/%m/%H/%U/%G/%u/%g | [Documentation, [file:/0a/host/7/8/ann/staff]]",
                "WorkingDirectory=%h/%n | [WorkingDirectory, /home/ann/work.service]",
                "SyslogIdentifier=%o%%h | [SyslogIdentifier, debian%h]",
            })
    void aSpecifierMeansWhatItMeansInAFile(String directive, String property) throws IOException {
        terminal.manager.object(
                "/org/hearth",
                Map.of(
                        "Specifiers",
                        new Value.Array(
                                "s",
                                Stream.of(
                                                "m=0a",
                                                "H=host",
                                                "U=7",
                                                "G=8",
                                                "u=ann",
                                                "g=staff",
                                                "h=/home/ann",
                                                "o=debian")
                                        .map(Terminal::text)
                                        .toList())));
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(terminal.execute("run", "--unit=work", "-p", directive, "/bin/true")).isZero();

        assertThat(terminal.manager.calls().getLast()).contains(property);
    }

    @Test
    void aSpecifierThatAManagerDoesNotTellIsRefused() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(terminal.execute("run", "--unit=work", "-p", "WorkingDirectory=%h", "/bin/true"))
                .isEqualTo(2);
        assertThat(terminal.execute("run", "--unit=work", "-p", "SyslogIdentifier=%n", "/bin/true"))
                .isZero();

        assertThat(terminal.err.toString()).contains("does not tell what those stand for");
        assertThat(terminal.manager.calls().getLast()).contains("[SyslogIdentifier, work.service]");
    }

    @Test
    void variablesAndTheRestAreSaidAsSystemdRunSaysThem() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.service", "done");
        terminal.listen();

        assertThat(
                        terminal.execute(
                                "run",
                                "--unit=work.service",
                                "-G",
                                "-E",
                                "A=b c",
                                "--slice=x.slice",
                                "--description",
                                "Work",
                                "/bin/true"))
                .isZero();

        assertThat(terminal.manager.calls().getLast())
                .startsWith("StartTransientUnit[work.service, fail, [[Description, Work],")
                .contains("[Environment, [A=b c]]")
                .contains("[Slice, x.slice]")
                .contains("[CollectMode, inactive-or-failed]");
    }

    @Test
    void aTimerStartsTheServiceLater() throws IOException {
        terminal.job("StartTransientUnit", 7, "work.timer", "done");
        terminal.listen();

        assertThat(
                        terminal.execute(
                                "run",
                                "--unit=work",
                                "--on-calendar=daily",
                                "--on-active=1h",
                                "--timer-property=Persistent=yes",
                                "/bin/true"))
                .isZero();

        assertThat(terminal.manager.calls().getLast())
                .startsWith("StartTransientUnit[work.timer, fail, [[Description, /bin/true],")
                .contains("[TimersCalendar, [[OnCalendar, *-*-* 00:00:00]]]")
                .contains("[TimersMonotonic, [[OnActiveSec, Uint64[value=3600000000]]]]")
                .contains("[Persistent, true]")
                .contains("[RemainAfterElapse, false]")
                .endsWith(
                        ("[[work.service, [[Description, /bin/true], [ExecStartEx, [[/bin/true,"
                                        + " [/bin/true], [no-env-expand]]]], [WorkingDirectory, %s]]]]]")
                                .formatted(HERE));
        assertThat(terminal.err.toString()).startsWith("work.timer starts work.service");
    }

    @Test
    void aTimeThatIsNoneIsAUsageError() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("run", "--on-calendar=someday", "/bin/true")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, success, 0",
        "1, 7, exit-code, 7",
        "2, 15, signal, 143",
        "0, 0, resources, 1"
    })
    void waitEndsAsTheCommandDoes(int code, int status, String result, int exitStatus)
            throws IOException {
        boolean isGood = exitStatus == 0;
        Map<String, Value> end =
                Map.of(
                        "ActiveState",
                        text(isGood ? "inactive" : "failed"),
                        "ExecMainCode",
                        new Value.Int32(code),
                        "ExecMainStatus",
                        new Value.Int32(status),
                        "Result",
                        text(result));
        terminal.unit("work.service", end);
        ends(changed(Map.of("ActiveState", text("active"))), changed(end));
        terminal.manager.on("ResetFailedUnit", Message::reply);
        terminal.listen();

        assertThat(terminal.execute("run", "--wait", "-G", "--unit=work", "/bin/true"))
                .isEqualTo(exitStatus);

        assertThat(terminal.manager.calls().contains("ResetFailedUnit[work.service]"))
                .isEqualTo(!isGood);
    }

    @Test
    void aUnitThatIsForgottenAtOnceHasEndedWell() throws IOException {
        ends(
                changed(Map.of("ActiveState", text("active"))),
                Message.signal(
                                DbusPath.of("/org/freedesktop/systemd1"),
                                "org.freedesktop.systemd1.Manager",
                                "UnitRemoved")
                        .withBody(
                                Signature.of("so"),
                                body -> body.string("work.service").objectPath(WORK)));
        terminal.listen();

        assertThat(terminal.execute("run", "--wait", "--unit=work", "/bin/true")).isZero();

        assertThat(terminal.err.toString()).contains("work.service has ended");
    }

    /** Lets the unit that is asked for do what these signals tell. */
    private void ends(Message... signals) {
        terminal.manager.on(
                "StartTransientUnit",
                call -> {
                    for (Message signal : signals) {
                        terminal.manager.signal(signal);
                    }
                    return Message.reply(call)
                            .withBody(
                                    Signature.OBJECT_PATH,
                                    body -> body.objectPath(DbusPath.of("/job/1")));
                });
    }

    private static Message changed(Map<String, Value> properties) {
        return Message.signal(WORK, "org.freedesktop.DBus.Properties", "PropertiesChanged")
                .withBody(
                        Signature.of("sa{sv}as"),
                        body -> {
                            body.string("org.freedesktop.systemd1.Service").openArray();
                            properties.forEach((name, value) ->
                                    body.entry(name, value.signature(), out -> out.value(value)));
                            body.closeArray().openArray().closeArray();
                        });
    }
}
