package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogFilter;
import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.manager.cause.CauseText;
import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalledTest {
    private static final int SIGHUP = 1;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final Effect.SignalUnit.Purpose REQUEST = new Effect.SignalUnit.Request();

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
        return order(unit, pids, signal, new Effect.SignalUnit.End(Optional.empty()));
    }

    private static Effect.SignalUnit order(
            String unit, List<Integer> pids, int signal, Effect.SignalUnit.Purpose purpose) {
        return new Effect.SignalUnit(
                1, unit, "/a.service", pids, pids.isEmpty(), signal, false, false, purpose);
    }

    /** Signals are bits of a mask, the first one the lowest. */
    private void handles(int pid, String kind, int signal) throws IOException {
        Files.writeString(
                directory.resolve("proc/" + pid + "/status"),
                "Name:\tx\n" + kind + ":\t" + String.format("%016x", 1L << (signal - 1)) + "\n");
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
    void aLineThatIsNotKeptTakesWhatWaitedForIt() {
        var filter = new LogFilter();
        filter.configureLevel(LogLevel.NOTICE);
        var stopped =
                new Effect.Log("a.service", "", new LogMessage(LogLevel.INFO, "", "Stopped."));
        signalled.note(order("a.service", List.of(), SIGTERM));

        assertThat(signalled.with(stopped, Map.of(), filter)).isEmpty();

        assertThat(with("a.service")).isEmpty();
    }

    @Test
    void aReloadEndsNobody() {
        signalled.note(order("a.service", List.of(7), SIGHUP, new Effect.SignalUnit.Reload()));

        assertThat(with("a.service")).isEmpty();
    }

    @Test
    void whatAClientAsksForEndsWhoDoesNotHandleIt() throws IOException {
        handles(7, "SigCgt", SIGHUP);
        handles(8, "SigCgt", SIGTERM);

        signalled.note(order("a.service", List.of(), SIGHUP, REQUEST));
        assertThat(with("a.service")).containsEntry(LogRecord.PROCESSES, "8 sleep8");

        handles(8, "SigBlk", SIGHUP);
        signalled.note(order("a.service", List.of(), SIGHUP, REQUEST));
        assertThat(with("a.service")).isEmpty();
    }

    @Test
    void whatAClientOrdersToEndIsEndedWhoeverHandlesIt() throws IOException {
        handles(7, "SigCgt", SIGTERM);
        handles(8, "SigIgn", SIGTERM);

        signalled.note(order("a.service", List.of(), SIGTERM, REQUEST));

        assertThat(with("a.service")).containsEntry(LogRecord.PROCESSES, "7 sleep7\t8 sleep8");
    }

    @Test
    void theHangUpThatFollowsIsSaid() {
        signalled.note(
                new Effect.SignalUnit(
                        1,
                        "a.service",
                        "/a.service",
                        List.of(7),
                        false,
                        SIGCONT,
                        true,
                        false,
                        new Effect.SignalUnit.End(Optional.empty())));

        assertThat(with("a.service")).containsEntry(LogRecord.SIGNAL, "SIGHUP");
    }

    @Test
    void ordersBeforeALineAreSaidTogether() {
        signalled.note(order("a.service", List.of(7), SIGTERM));
        signalled.note(order("a.service", List.of(8), SIGKILL));

        assertThat(with("a.service"))
                .containsEntry(LogRecord.SIGNAL, "SIGTERM, SIGKILL")
                .containsEntry(LogRecord.PROCESSES, "7 sleep7\t8 sleep8");
    }

    @Test
    void unitsThatAreNeverSpokenOfTakeABoundedRoom() {
        for (int i = 0; i < Signalled.UNITS_MAX + 1; i++) {
            signalled.note(order(i + ".service", List.of(7), SIGTERM));
        }

        assertThat(with("0.service")).isEmpty(); // the oldest
        assertThat(with("1.service")).isNotEmpty();
        assertThat(with(Signalled.UNITS_MAX + ".service")).isNotEmpty();
    }

    @Test
    void whatWaitsGoesWithItsUnitAfterTheTurnsLastLine() {
        signalled.note(order("a.service", List.of(7), SIGTERM));
        signalled.note(order("b.service", List.of(7), SIGTERM));

        signalled.forget(List.of("a.service", "b.service"));
        assertThat(with("a.service")).isNotEmpty();
        signalled.forget(List.of());

        assertThat(with("b.service")).isEmpty();
    }

    @Test
    void whoIsThereAgainIsNotForgotten() {
        signalled.note(order("a.service", List.of(7), SIGTERM));
        signalled.forget(List.of("a.service"));
        signalled.note(order("a.service", List.of(8), SIGTERM));
        signalled.forget(List.of());

        assertThat(with("a.service")).isNotEmpty();
    }

    @Test
    void aSettingFromWhichASignalFollowsIsSaidWithIt() {
        var end = new Effect.SignalUnit.End(Optional.of("r"));
        signalled.note(order("a.service", List.of(), SIGTERM, end));

        assertThat(with("a.service")).containsEntry(CauseText.RULE, "r");
    }

    @Test
    void aSettingOfTheLineBeforeIsNotThatOfTheSignal() {
        assertThat(signalled.with("a.service", Map.of(CauseText.RULE, "r"))).hasSize(1);
        signalled.note(order("a.service", List.of(), SIGTERM, REQUEST));

        assertThat(with("a.service")).isNotEmpty().doesNotContainKey(CauseText.RULE);
    }

    @Test
    void aLineKeepsTheSettingThatItSpeaksOf() {
        var end = new Effect.SignalUnit.End(Optional.of("r"));
        signalled.note(order("a.service", List.of(), SIGTERM, end));

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
