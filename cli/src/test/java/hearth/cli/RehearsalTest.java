package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.MessageWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What orders would bring about, in words and for programs. */
class RehearsalTest {
    private static final String LINE = "/home/alice/.config/systemd/user/top.service:2";

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

    private static void write(MessageWriter body, Map<String, String> fields) {
        body.openArray();
        fields.forEach((name, value) -> body.openEntry().string(name).string(value).closeEntry());
        body.closeArray();
    }

    private static void job(
            MessageWriter body,
            String unit,
            int step,
            Map<String, String> facts,
            Map<String, String> cause) {
        body.openStruct().string(unit).string("start").uint32(step);
        write(body, facts);
        write(body, cause);
        body.closeStruct();
    }

    private void say(List<String> edited) throws IOException {
        terminal.manager.on(
                "Rehearse",
                "a(ssua{ss}a{ss})a(ss)a(uss)asasu",
                body -> {
                    body.openArray();
                    job(
                            body,
                            "base.service",
                            1,
                            Map.of("obstacle", "start-limit-hit"),
                            Map.of(
                                    "kind", "unit",
                                    "unit", "top.service",
                                    "relation", "Requires",
                                    "place", LINE));
                    job(body, "top.service", 2, Map.of("after", "base.service"), Map.of());
                    body.closeArray();
                    body.openArray();
                    body.openStruct().string("app.slice").string("active").closeStruct();
                    body.closeArray();
                    body.openArray();
                    body.openStruct().uint32(7).string("x.service").string("stop").closeStruct();
                    body.closeArray();
                    body.strings(edited).strings(List.of()).uint32(0);
                });
        terminal.listen();
    }

    @Test
    void theJobsAreListedWithWhyAndInWhichOrder() throws IOException {
        say(List.of("top.service"));

        assertThat(terminal.execute("start", "--dry-run", "top")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        start top.service would make 2 jobs:
                        STEP  JOB    UNIT          WHY
                        1     start  base.service  top.service requires it  %s
                        2     start  top.service   asked for
                        base.service: it was started too often and would fail now; `hearth reset-failed base.service` lets it
                        no job is needed for app.slice (active)
                        job 7 (stop x.service) would be canceled
                        changed files of top.service: this is about what was read before; `hearth start` would read them first
                        """
                                .formatted(LINE));
        assertThat(terminal.manager.calls())
                .contains("Rehearse[top.service, start, replace]")
                .noneMatch(call -> call.startsWith("StartUnit"));
    }

    @Test
    void programsAreToldTheSame() throws IOException {
        say(List.of());

        assertThat(terminal.execute("isolate", "--dry-run", "--json", "top.service")).isZero();

        assertThat(terminal.out.toString())
                .startsWith("[{\"order\":\"isolate\",\"unit\":\"top.service\",\"jobs\":[")
                .contains("\"step\":1,\"type\":\"start\",\"unit\":\"base.service\"")
                .contains("\"obstacle\":\"start-limit-hit\"")
                .contains("\"canceled\":[{\"job\":7,");
        assertThat(terminal.manager.calls()).contains("Rehearse[top.service, start, isolate]");
    }

    @Test
    void aRefusalIsThatOfTheOrder() throws IOException {
        terminal.manager.refuse("Rehearse", ErrorName.NO_SUCH_UNIT, "Unit nope.service not found.");
        terminal.listen();

        assertThat(terminal.execute("start", "--dry-run", "nope")).isEqualTo(5);

        assertThat(terminal.err.toString())
                .contains("cannot start nope.service: unit nope.service not found.");
    }

    @Test
    void linksAreSaidAndNotMade() throws IOException {
        terminal.manager.on(
                "RehearseDisable",
                "a(sss)",
                body -> {
                    body.openArray();
                    body.openStruct().string("unlink").string("/c/w/a.service").string("");
                    body.closeStruct();
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.execute("disable", "--dry-run", "a")).isZero();

        assertThat(terminal.out).hasToString("would remove /c/w/a.service\n");
        assertThat(terminal.manager.calls())
                .noneMatch(
                        call -> call.startsWith("DisableUnitFiles") || call.startsWith("Reload"));
    }

    @Test
    void anOrderThatIsGivenHasNoJson() throws IOException {
        assertThat(terminal.execute("start", "--json", "top")).isEqualTo(2);
    }
}
