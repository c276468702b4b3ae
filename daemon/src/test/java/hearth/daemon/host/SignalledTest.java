package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.manager.cause.CauseText;
import hearth.manager.host.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalledTest {
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;

    @TempDir Path directory;
    private Signalled signalled;

    @BeforeEach
    void begin() throws IOException {
        Path cgroup = Files.createDirectories(directory.resolve("cgroup/a.service"));
        Files.writeString(cgroup.resolve("cgroup.procs"), "7\n8\n9\n");
        for (int pid = 7; pid <= 8; pid++) { // 9 has just ended
            Path process = Files.createDirectories(directory.resolve("proc/" + pid));
            Files.writeString(process.resolve("comm"), "sleep" + pid + "\n");
        }
        signalled =
                new Signalled(
                        new Cgroups(
                                directory.resolve("cgroup").toString(), directory.resolve("proc")));
    }

    private static Effect.SignalUnit order(String unit, List<Integer> pids, int signal) {
        return new Effect.SignalUnit(
                1, unit, "/a.service", pids, pids.isEmpty(), signal, false, false);
    }

    private Map<String, String> with(String unit) {
        return signalled.with(unit, Map.of());
    }

    @Test
    void theNextLineOfAUnitSaysWhoseEndWasOrdered() {
        signalled.note(order("a.service", List.of(), SIGTERM));

        assertThat(with("b.service")).isEmpty();
        assertThat(with("a.service"))
                .containsEntry(LogRecord.KILLS, LogRecord.YES)
                .containsEntry(LogRecord.SIGNAL, "SIGTERM")
                .containsEntry(LogRecord.PROCESSES, "7 sleep7\t8 sleep8");
        assertThat(with("a.service")).isEmpty();
    }

    @Test
    void onlyThoseThatAreMeantAreNamed() {
        signalled.note(order("a.service", List.of(8), SIGTERM));

        assertThat(with("a.service")).containsEntry(LogRecord.PROCESSES, "8 sleep8");
    }

    @Test
    void whatEndsNobodyIsNoEnd() {
        signalled.note(order("a.service", List.of(), SIGCONT));

        assertThat(with("a.service")).isEmpty();
    }

    @Test
    void unitsThatAreNeverSpokenOfTakeABoundedRoom() {
        for (int i = 0; i < Signalled.UNITS_MAX + 1; i++) {
            signalled.note(order(i + ".service", List.of(7), SIGTERM));
        }

        assertThat(with((Signalled.UNITS_MAX - 1) + ".service")).isNotEmpty();
        assertThat(with("0.service")).isNotEmpty();
        assertThat(with(Signalled.UNITS_MAX + ".service")).isEmpty();
    }

    @Test
    void aSettingFromWhichASignalFollowsIsSaidWithIt() {
        assertThat(signalled.with("a.service", Map.of(CauseText.RULE, "r"))).hasSize(1);
        signalled.note(order("a.service", List.of(), SIGTERM));

        assertThat(with("a.service")).containsEntry(CauseText.RULE, "r");
        signalled.note(order("a.service", List.of(), SIGTERM));
        assertThat(with("a.service")).doesNotContainKey(CauseText.RULE);
    }

    @Test
    void aLineKeepsTheSettingThatItSpeaksOf() {
        assertThat(signalled.with("a.service", Map.of(CauseText.RULE, "r"))).hasSize(1);
        signalled.note(order("a.service", List.of(), SIGTERM));

        assertThat(signalled.with("a.service", Map.of(CauseText.RULE, "own")))
                .containsEntry(CauseText.RULE, "own");
    }

    @Test
    void whoHasManyCgroupsIsLookedAtInPart() throws IOException {
        for (int i = 0; i < 3 * Signalled.PROCESSES_MAX; i++) {
            Path below = Files.createDirectories(directory.resolve("cgroup/a.service/below" + i));
            Files.writeString(below.resolve("cgroup.procs"), "7\n8\n");
        }
        var cgroups =
                new Cgroups(directory.resolve("cgroup").toString(), directory.resolve("proc"));

        assertThat(cgroups.members("/a.service")).hasSizeGreaterThan(Signalled.PROCESSES_MAX);
        assertThat(cgroups.someMembers("/a.service", Signalled.PROCESSES_MAX))
                .hasSize(Signalled.PROCESSES_MAX)
                .startsWith(new Cgroups.Member("/a.service", 7));
        assertThat(cgroups.someMembers("/a.service", 1)).hasSize(1);
    }
}
