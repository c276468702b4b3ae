package hearth.cli;

import static hearth.cli.Terminal.STARTED_USEC;
import static hearth.cli.Terminal.text;
import static hearth.cli.Terminal.unitRow;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What units there are, and what they are like. */
class UnitListsTest {
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
                    unitRow(body, "hello.service", "Says hello", "active", "running");
                    unitRow(body, "bad.service", "Bad", "failed", "failed");
                    unitRow(body, "old.timer", "Old", "inactive", "dead");
                    body.closeArray();
                });
        terminal.manager.on(
                "ListUnitFilesByPatterns",
                "a(ss)",
                body -> {
                    body.openArray();
                    body.openStruct().string("/u/hello.service").string("enabled").closeStruct();
                    body.openStruct().string("/u/a.timer").string("static").closeStruct();
                    body.closeArray();
                });
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void listShowsWhatDoesSomethingByName() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("list")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        UNIT           LOAD    STATE             DESCRIPTION
                        bad.service    loaded  failed            Bad
                        hello.service  loaded  active (running)  Says hello
                        """);
        assertThat(terminal.manager.calls()).containsExactly("ListUnitsByPatterns[[], []]");
    }

    @Test
    void patternsAreTheManagersAndNamesAreCompleted() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("list", "--all", "--type", "timer", "web-*", "hello")).isZero();

        assertThat(terminal.out.toString()).contains("old.timer").doesNotContain("hello.service");
        assertThat(terminal.manager.calls())
                .containsExactly("ListUnitsByPatterns[[], [web-*, hello.service]]");
    }

    @Test
    void listOfFailedUnitsHasNoOthers() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("list", "--failed", "--json")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        "[{\"unit\":\"bad.service\",\"description\":\"Bad\",\"load\":\"loaded\","
                                + "\"active\":\"failed\",\"sub\":\"failed\"}]\n");
    }

    @Test
    void listOfFilesSaysWhetherTheyAreEnabled() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("list", "--files")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        UNIT           STATE    FILE
                        a.timer        static   /u/a.timer
                        hello.service  enabled  /u/hello.service
                        """);
    }

    @Test
    void timersSayWhenTheyRing() throws IOException {
        terminal.manager.on(
                "ListUnitsByPatterns",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    unitRow(body, "tick.timer", "Tick", "active", "waiting");
                    unitRow(body, "hello.service", "Says hello", "active", "running");
                    body.closeArray();
                });
        terminal.unit(
                "tick.timer",
                Map.of(
                        "Id",
                        text("tick.timer"),
                        "Unit",
                        text("tick.service"),
                        "NextElapseUSecRealtime",
                        new Value.Uint64(STARTED_USEC + 600_000_000),
                        "LastTriggerUSec",
                        new Value.Uint64(STARTED_USEC)));
        terminal.listen();

        assertThat(terminal.execute("timers")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        NEXT                       LEFT  LAST                       PASSED    UNIT        ACTIVATES
                        Sun 2026-11-22 00:12:00 Z  5min  Sun 2026-11-22 00:02:00 Z  5min ago  tick.timer  tick.service
                        """);
    }

    @Test
    void showPrintsPropertiesAsSystemctlDoes() throws IOException {
        terminal.unit("hello.service", properties());
        terminal.listen();

        assertThat(terminal.execute("show", "hello")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        Id=hello.service
                        StateChangeTimestamp=Sun 2026-11-22 00:02:00 Z
                        TimeoutStopUSec=1min 30s
                        RuntimeMaxUSec=infinity
                        MemoryCurrent=[not set]
                        MemoryMax=infinity
                        IPIngressBytes=[no data]
                        UMask=0022
                        UID=[not set]
                        CanStart=yes
                        Environment="A=b c" D=e
                        Documentation="man:dbus-daemon(1)" file:/a#b~c "https://a.example/?x=\\$y"
                        ReadOnlyPaths="/a\\tb" "/c\\001" "/d\\\\e" /f{1} "/[g]" "/!h"
                        SuccessExitStatus=143 KILL
                        SystemCallFilter=~reboot
                        ExecStart={ path=/bin/x ; argv[]=/bin/x y ; ignore_errors=no ; start_time=[Sun 2026-11-22 00:02:00 Z] ; stop_time=[n/a] ; pid=7 ; code=(null) ; status=0/0 }
                        TimersCalendar={ OnCalendar=daily ; next_elapse=(null) }
                        """);
    }

    @Test
    void whatIsAskedForByNameIsShownEmptyAsWell() throws IOException {
        terminal.unit("hello.service", properties());
        terminal.listen();

        assertThat(terminal.execute("show", "hello", "-p", "Description,UMask", "-p", "TTYRows"))
                .isZero();
        assertThat(terminal.execute("show", "hello", "--property=UMask", "--value")).isZero();

        assertThat(terminal.out)
                .hasToString("Description=\nUMask=0022\nTTYRows=[unprintable]\n0022\n");
    }

    @Test
    void showInJsonKeepsTheTypes() throws IOException {
        terminal.unit("hello.service", properties());
        terminal.listen();

        assertThat(
                        terminal.execute(
                                "show",
                                "--json",
                                "hello",
                                "-p",
                                "CanStart,MemoryMax,UID,SystemCallFilter"))
                .isZero();

        assertThat(terminal.out)
                .hasToString(
                        "[{\"MemoryMax\":18446744073709551615,\"UID\":4294967295,\"CanStart\":true,"
                                + "\"SystemCallFilter\":[false,[\"reboot\"]]}]\n");
    }

    @Test
    void catShowsEachFileBelowItsPath() throws IOException {
        Path fragment =
                Files.writeString(run.resolve("a.service"), "[Service]\nExecStart=/bin/a\n");
        Path dropIn = Files.writeString(run.resolve("b.conf"), "[Unit]\nDescription=\033[2J");
        terminal.unit(
                "a.service",
                Map.of(
                        "LoadState", text("loaded"),
                        "FragmentPath", text(fragment.toString()),
                        "DropInPaths", new Value.Array("s", List.of(text(dropIn.toString())))));
        terminal.listen();

        assertThat(terminal.execute("cat", "a")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        # %s
                        [Service]
                        ExecStart=/bin/a

                        # %s
                        [Unit]
                        Description=\\x1b[2J
                        """
                                .formatted(fragment, dropIn));
    }

    @Test
    void catOfATypingErrorNamesWhatWasMeant() throws IOException {
        terminal.unit(
                "helo.service",
                Map.of("LoadState", text("not-found"), "ActiveState", text("inactive")));
        terminal.listen();

        assertThat(terminal.execute("cat", "helo")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        "hearth: there is no unit helo.service\n  did you mean hello.service?\n");
    }

    private static Map<String, Value> properties() {
        Map<String, Value> all = new LinkedHashMap<>();
        all.put("Id", text("hello.service"));
        all.put("Description", text(""));
        all.put("StateChangeTimestamp", new Value.Uint64(STARTED_USEC));
        all.put("ActiveExitTimestamp", new Value.Uint64(0));
        all.put("TimeoutStopUSec", new Value.Uint64(90_000_000));
        all.put("RuntimeMaxUSec", new Value.Uint64(-1));
        all.put("MemoryCurrent", new Value.Uint64(-1));
        all.put("MemoryMax", new Value.Uint64(-1));
        all.put("IPIngressBytes", new Value.Uint64(-1));
        all.put("UMask", new Value.Uint32(022));
        all.put("UID", new Value.Uint32(0xFFFF_FFFFL));
        all.put("TTYRows", new Value.Uint16(24));
        all.put("CanStart", new Value.Bool(true));
        all.put("FailureActionExitStatus", new Value.Int32(-1));
        all.put("Environment", new Value.Array("s", List.of(text("A=b c"), text("D=e"))));
        all.put(
                "Documentation",
                texts("man:dbus-daemon(1)", "file:/a#b~c", "https://a.example/?x=$y"));
        all.put("ReadOnlyPaths", texts("/a\tb", "/c\001", "/d\\e", "/f{1}", "/[g]", "/!h"));
        all.put(
                "SuccessExitStatus",
                new Value.Struct(
                        List.of(
                                new Value.Array("i", List.of(new Value.Int32(143))),
                                new Value.Array("i", List.of(new Value.Int32(9))))));
        all.put(
                "SystemCallFilter",
                new Value.Struct(
                        List.of(
                                new Value.Bool(false),
                                new Value.Array("s", List.of(text("reboot"))))));
        all.put("ExecStart", new Value.Array("(sasbttttuii)", List.of(command())));
        all.put("ExecStop", new Value.Array("(sasbttttuii)", List.of()));
        all.put(
                "TimersCalendar",
                new Value.Array(
                        "(sst)",
                        List.of(
                                new Value.Struct(
                                        List.of(
                                                text("OnCalendar"),
                                                text("daily"),
                                                new Value.Uint64(0))))));
        return all;
    }

    private static Value texts(String... texts) {
        return new Value.Array("s", Stream.of(texts).map(Terminal::text).toList());
    }

    private static Value command() {
        return new Value.Struct(
                List.of(
                        text("/bin/x"),
                        new Value.Array("s", List.of(text("/bin/x"), text("y"))),
                        new Value.Bool(false),
                        new Value.Uint64(STARTED_USEC),
                        new Value.Uint64(1),
                        new Value.Uint64(0),
                        new Value.Uint64(0),
                        new Value.Uint32(7),
                        new Value.Int32(0),
                        new Value.Int32(0)));
    }
}
