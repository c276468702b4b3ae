package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogRecord;
import hearth.daemon.mailbox.FairExecutor;
import hearth.manager.cause.CauseText;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitLogTest {
    private static final int LINES = 10;

    @TempDir Path directory;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<Optional<List<LogLine>>> answers = new ArrayList<>();
    private LogsOnDisk logs;
    private UnitLog log;

    @BeforeEach
    void begin() throws Exception {
        logs = new LogsOnDisk(directory, true);
        var readers = new FairExecutor(threads::add, 1, UnitLog.QUESTIONS_MAX);
        var shared = new UnitLog.LogReaders(logs.files, readers);
        log = new UnitLog("1000", logs.writer(), shared, mailbox::add);
    }

    @AfterEach
    void end() {
        logs.close();
    }

    private static void run(Deque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void theAnswerHasWhatWasSaidBeforeTheQuestion() {
        log.add(logs.line("one"));
        log.tail("a.service", LINES, () -> true, answers::add);
        logs.settle();
        run(threads);
        run(mailbox);

        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst().orElseThrow())
                .extracting(LogLine::text)
                .containsExactly("one");
    }

    @Test
    void tooManyQuestionsAreRefusedUntilOthersAreAnswered() {
        for (int i = 0; i < UnitLog.QUESTIONS_MAX + 3; i++) {
            log.tail("a.service", LINES, () -> true, answers::add);
        }
        assertThat(answers).hasSize(3).allMatch(Optional::isEmpty);
        logs.settle();
        run(threads);
        run(mailbox);
        answers.clear();

        log.tail("a.service", LINES, () -> true, answers::add);
        logs.settle();
        run(threads);
        run(mailbox);
        assertThat(answers).hasSize(1).allMatch(Optional::isPresent);
    }

    @Test
    void nothingIsReadForWhoeverHasGoneAndRoomIsMadeForOthers() {
        var asked = new AtomicInteger();
        for (int i = 0; i < UnitLog.QUESTIONS_MAX; i++) {
            log.tail("a.service", LINES, () -> asked.incrementAndGet() < 0, answers::add);
        }
        logs.settle();
        run(threads);
        run(mailbox);
        assertThat(asked).hasValue(UnitLog.QUESTIONS_MAX);
        assertThat(answers).isEmpty();

        log.tail("a.service", LINES, () -> true, answers::add);
        logs.settle();
        run(threads);
        run(mailbox);
        assertThat(answers).hasSize(1).allMatch(Optional::isPresent);
    }

    @Test
    void whoAsksMuchLetsAnotherAskInBetween() {
        var readers = new FairExecutor(threads::add, 1, UnitLog.QUESTIONS_MAX);
        var shared = new UnitLog.LogReaders(logs.files, readers);
        var alice = new UnitLog("1000", logs.writer(), shared, mailbox::add);
        var bob = new UnitLog("1001", logs.writer(), shared, mailbox::add);
        var order = new ArrayList<String>();
        for (int i = 0; i < UnitLog.QUESTIONS_MAX; i++) {
            alice.tail("a.service", LINES, () -> order.add("alice"), _ -> {});
        }
        bob.tail("a.service", LINES, () -> order.add("bob"), _ -> {});
        logs.settle();
        run(threads);

        assertThat(order).startsWith("alice", "bob", "alice");
    }

    private LogLine said(String unit, String text, Map<String, String> fields) {
        LogLine line = logs.line(text);
        return new LogLine(
                line.realtimeUsec(), line.monotonicUsec(), 6, unit, "systemd", text, fields);
    }

    private List<LogLine> record(String unit, int max) {
        answers.clear();
        log.record(unit, max, () -> true, answers::add);
        logs.settle();
        run(threads);
        run(mailbox);
        return answers.getFirst().orElseThrow();
    }

    @Test
    void theRecordOfAUnitHasItsCausesAndNothingOfOthers() {
        log.add(said("a.service", "Started.", Map.of(CauseText.FIELD, "kind=login\tevent=x")));
        log.add(said("b.service", "Started.", Map.of(CauseText.FIELD, "kind=login\tevent=y")));

        List<LogLine> lines = record("a.service", LINES);

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().text()).isEqualTo("Started.");
        assertThat(lines.getFirst().more())
                .isEqualTo(Map.of(CauseText.FIELD, "kind=login\tevent=x"));
    }

    @Test
    void whatWasSaidOfEndedProcessesIsFoundWhateverTheirUnit() {
        Map<String, String> killed =
                Map.of(LogRecord.KILLS, LogRecord.YES, LogRecord.PROCESSES, "7 sleep");
        log.add(said("a.service", "Stopping.", killed));
        log.add(said("a.service", "Stopped.", Map.of()));
        log.add(said("b.service", "Stopping.", killed));

        assertThat(record("", LINES))
                .extracting(LogLine::unit)
                .containsExactly("a.service", "b.service");
        assertThat(record("", 1)).extracting(LogLine::unit).containsExactly("b.service");
    }

    @Test
    void whatNoManagerHasSaidIsNoRecord() {
        Map<String, String> forged =
                Map.of(
                        "_SYSTEMD_USER_UNIT",
                        "evil.service",
                        "USER_UNIT",
                        "a.service",
                        LogRecord.KILLS,
                        LogRecord.YES);
        log.add(said("-", "Killed.", forged));

        assertThat(record("a.service", LINES)).isEmpty();
        assertThat(record("", LINES)).isEmpty();
    }
}
