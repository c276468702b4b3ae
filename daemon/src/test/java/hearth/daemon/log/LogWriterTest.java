package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hearth.daemon.log.source.LogSettings;
import hearth.daemon.log.source.RateLimit;
import hearth.daemon.stream.BegunLines;
import hearth.daemon.stream.Rests;
import hearth.linux.Descriptors;
import hearth.linux.Linux;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(booleans = {true, false})
class LogWriterTest {
    @Parameter boolean areStreams;

    private static final int FILE_LINES = 5_000;

    @TempDir Path directory;
    private LogsOnDisk logs;
    private Descriptors.Pipe pipe;

    @BeforeEach
    void begin() throws Exception {
        logs = new LogsOnDisk(directory, areStreams);
        pipe = logs.pipe();
    }

    @AfterEach
    void end() {
        logs.close();
    }

    @Test
    void linesAreWrittenWithTheirPriorities() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "one\n<3>two\n<9x\n<4>\n<8>three\n  four \t\r\n  \n<3>  \n");
        logs.settle();

        assertThat(logs.files.read("1000", "a.service", 10))
                .extracting(line -> line.priority() + " " + line.source() + " " + line.text())
                .containsExactly(
                        "6 a one", "3 a two", "6 a <9x", "6 a <8>three", "6 a   four", "6 a   ");
    }

    @Test
    void anEntrySaysWhoseLineItIs() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "<5>one\0\n");
        logs.settle();

        assertThat(logs.entry("1000"))
                .contains(
                        "_TRANSPORT=stdout",
                        "PRIORITY=5",
                        "MESSAGE=one",
                        "_LINE_BREAK=nul",
                        "SYSLOG_IDENTIFIER=a",
                        "SYSLOG_FACILITY=3",
                        "_UID=1000",
                        "_GID=100",
                        "_SYSTEMD_UNIT=user@1000.service",
                        "_SYSTEMD_SLICE=user-1000.slice",
                        "_SYSTEMD_OWNER_UID=1000",
                        "_SYSTEMD_USER_UNIT=a.service",
                        "_SYSTEMD_USER_SLICE=y.slice",
                        "_SYSTEMD_CGROUP=/x/y.slice/a.service",
                        "_SYSTEMD_INVOCATION_ID=0123",
                        "_HOSTNAME=host")
                .anyMatch(field -> field.matches("_STREAM_ID=[0-9a-f]{32}"));
    }

    @Test
    void whatAManagerSaysHasItsFields() throws Exception {
        var message =
                new LogMessage(
                        LogLevel.INFO,
                        "39f53479d3a045ac8e11786248231fbf",
                        "Started a.service.",
                        Map.of("JOB_ID", "7"));
        LogLine line = logs.line("Started a.service.");
        logs.writer()
                .add(
                        "1000",
                        new LogLine(
                                line.realtimeUsec(),
                                line.monotonicUsec(),
                                6,
                                "a.service",
                                "systemd",
                                line.text(),
                                ManagerMarks.ofUser(42, 100, "/init.scope").of("01", message)));
        logs.settle();

        assertThat(logs.entry("1000"))
                .contains(
                        "_TRANSPORT=journal",
                        "_PID=42",
                        "_UID=1000",
                        "_SYSTEMD_USER_UNIT=init.scope",
                        "_SYSTEMD_CGROUP=/init.scope",
                        "USER_UNIT=a.service",
                        "USER_INVOCATION_ID=01",
                        "MESSAGE_ID=39f53479d3a045ac8e11786248231fbf",
                        "MESSAGE=Started a.service.",
                        "JOB_ID=7");
    }

    @Test
    void theSystemManagerAndLoginAreToldApart() throws Exception {
        LogLine line = logs.line("New session.");
        logs.writer()
                .add(
                        UnitLog.SYSTEM,
                        new LogLine(
                                line.realtimeUsec(),
                                line.monotonicUsec(),
                                6,
                                "-",
                                "systemd-logind",
                                line.text(),
                                ManagerMarks.ofLogin()));
        logs.settle();

        assertThat(logs.entry(UnitLog.SYSTEM))
                .contains("_UID=0", "_SYSTEMD_UNIT=systemd-logind.service", "MESSAGE=New session.")
                .doesNotContain("_SYSTEMD_UNIT=init.scope");
        assertThat(ManagerMarks.ofSystem().fields())
                .containsEntry("_PID", "1")
                .containsEntry("_SYSTEMD_CGROUP", "/init.scope"); // as 257 asks
    }

    @Test
    void noTwoLinesHaveTheSameTime() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "same\n".repeat(100));
        logs.settle();
        logs.write(pipe, "same\n".repeat(100));
        logs.settle();

        assertThat(logs.files.read("1000", "a.service", 1_000))
                .extracting(LogLine::monotonicUsec)
                .hasSize(200)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aUnitHasAsManyLinesAsItsSettingsSay() throws Exception {
        var rate = Optional.of(new RateLimit.Rate(3_600_000_000L, 3));
        logs.writer().beginRules("1000", Map.of("a.service", new LogSettings(-1, rate, "")));
        logs.read("1000", pipe, 1);
        Descriptors.Pipe another = logs.pipe();
        logs.read("1000", another, 2);
        logs.write(pipe, "one\ntwo\n");
        logs.settle();
        logs.write(another, "three\nfour\n");
        logs.write(pipe, "five\n");
        logs.settle();
        logs.descriptors().close(another.writeFd());
        logs.settle();

        assertThat(logs.texts("1000"))
                .hasSize(4)
                .contains("one", "two", "Suppressed 2 messages from a.service");
        assertThat(logs.entry("1000"))
                .contains(
                        "N_DROPPED=2", "USER_UNIT=a.service", "SYSLOG_IDENTIFIER=systemd-journald");
    }

    @Test
    void aFloodOfOnePriorityKeepsNoOtherOut() throws Exception {
        var rate = Optional.of(new RateLimit.Rate(3_600_000_000L, 2));
        logs.writer().beginRules("1000", Map.of("a.service", new LogSettings(-1, rate, "")));
        logs.read("1000", pipe, 1);
        logs.write(pipe, "<7>x\n".repeat(50) + "<3>an error\n<4>a warning\n");
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("x", "x", "an error", "a warning");
    }

    @Test
    void whatHoldsForAUnitHoldsForAProcessThatOutlivesIt() throws Exception {
        var settings = new LogSettings(4, Optional.empty(), "");
        logs.writer().beginRules("1000", Map.of("a.service", settings));
        logs.read("1000", pipe, 1);
        logs.write(pipe, "<3>before\n");
        logs.settle();
        logs.writer().clearRules("1000");
        logs.write(pipe, "<6>no\n<3>yes\n");
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("before", "yes");
    }

    @Test
    void linesAboveTheHighestPriorityAreTakenAndNotKept() throws Exception {
        var settings = new LogSettings(4, Optional.empty(), "");
        logs.writer().beginRules("1000", Map.of("a.service", settings));
        logs.read("1000", pipe, 1);
        logs.write(pipe, "no\n<3>yes\n<7>no\n");
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("yes");
    }

    @Test
    void aLineThatHasOnlyBegunWaitsInThePipeForItsEnd() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "one\ntw");
        logs.settle();
        assertThat(logs.texts("1000")).containsExactly("one");

        logs.write(pipe, "o\n");
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("one", "two");
    }

    @Test
    void aLongLineInManySmallPiecesStaysOneLineAndHoldsNobodyUp() throws Exception {
        assumeTrue(areStreams);
        logs.read("1000", pipe, 1);
        int pieces = 0;
        for (int full = 0; full < 3; pieces++) {
            if (!logs.write(pipe, "x")) {
                full++;
                logs.settle();
                logs.pass(BegunLines.PAUSE);
                logs.settle();
                assertThat(logs.write(pipe, "x")).isTrue();
                if (full == 2) {
                    logs.restart();
                    logs.read("1000", pipe, 1);
                }
            }
        }
        assertThat(pieces).isBetween(600, 2_000);
        assertThat(logs.texts("1000")).isEmpty();
        logs.write(pipe, "\nnext\n");
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("x".repeat(pieces), "next");
    }

    @Test
    void theBeginningOfALineThatHasNoEndIsALine() throws Exception {
        assumeTrue(areStreams);
        logs.read("1000", pipe, 1);
        logs.write(pipe, "x".repeat(300));
        logs.settle();
        logs.pass(BegunLines.PAUSE);
        logs.settle();
        assertThat(logs.sockets().peek(pipe.readFd(), new byte[1])).isEqualTo(Linux.WOULD_BLOCK);

        logs.descriptors().close(pipe.writeFd());
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("x".repeat(300));
    }

    @Test
    void aLineThatHasJustBegunStaysInItsStream() throws Exception {
        assumeTrue(areStreams);
        logs.read("1000", pipe, 1);
        logs.write(pipe, "x".repeat(100));
        logs.settle();
        logs.pass(BegunLines.PAUSE);
        logs.settle();

        assertThat(logs.sockets().peek(pipe.readFd(), new byte[200])).isEqualTo(100);
    }

    @Test
    void whoHasTooManyBeginningsHasThemAsLines() throws Exception {
        assumeTrue(areStreams);
        for (int i = 0; i <= Rests.PLACES_OF_ONE; i++) {
            Descriptors.Pipe one = i == 0 ? pipe : logs.pipe();
            logs.read("1000", one, i);
            logs.write(one, "x".repeat(200));
            logs.settle();
            logs.pass(BegunLines.PAUSE);
            logs.settle();
        }

        assertThat(logs.texts("1000")).containsExactly("x".repeat(200));
    }

    @Test
    void whoSendsDescriptorsIsNotReadAnyMore() throws Exception {
        assumeTrue(areStreams);
        var ended = new ArrayList<String>();
        logs.read("1000", pipe, 7);
        logs.writer().afterEnd("1000", 7, () -> ended.add("7"));
        logs.write(pipe, "one\ntwo");
        byte[] bytes = "three\n".getBytes(UTF_8);
        logs.sockets().send(pipe.writeFd(), bytes, 0, bytes.length, pipe.writeFd());
        logs.write(pipe, "four\n");
        logs.settle();

        assertThat(logs.texts("1000"))
                .containsExactly(
                        "one",
                        "twothree",
                        "a process has sent descriptors into its log, which is not read any more");
        assertThat(ended).containsExactly("7");
        assertThat(logs.closedElsewhere()).isEqualTo(1);
    }

    @Test
    void manySmallLinesAreReadOnce() throws Exception {
        assumeTrue(areStreams);
        logs.limit(pipe, 1 << 20);
        logs.read("1000", pipe, 1);
        int lines = 0;
        while (logs.write(pipe, lines % 10 + "\n")) {
            lines++;
        }
        assertThat(lines).isGreaterThan(256); // places of the pipe in between
        logs.settle();

        assertThat(logs.texts("1000"))
                .containsExactlyElementsOf(
                        IntStream.range(0, lines).mapToObj(i -> "" + i % 10).toList());
    }

    @Test
    void aLineThatFillsThePipeWithManySmallPiecesHoldsNobodyUp() throws Exception {
        assumeTrue(!areStreams);
        logs.read("1000", pipe, 1);
        String piece = "x".repeat(2_100); // two don't fit a page: each takes a place of its own
        int pieces = 0;
        while (pieces < 100 && logs.write(pipe, piece)) {
            pieces++;
        }
        assertThat(pieces).isBetween(1, 99);
        logs.settle();

        assertThat(logs.write(pipe, piece + "\n")).isTrue();
        logs.settle();
        assertThat(String.join("", logs.texts("1000"))).hasSize(2_100 * (pieces + 1));
    }

    @Test
    void whatIsWrittenLastNeedsNoEndAndThePipeIsClosed() throws Exception {
        var ended = new ArrayList<String>();
        logs.read("1000", pipe, 7);
        logs.writer().afterEnd("1000", 7, () -> ended.add("7"));
        logs.write(pipe, "no end of line");
        logs.settle();
        assertThat(ended).isEmpty();

        logs.descriptors().close(pipe.writeFd());
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("no end of line");
        assertThat(ended).containsExactly("7");
    }

    @Test
    void aProcessWithoutAPipeHasWrittenAll() {
        var ended = new ArrayList<String>();
        logs.writer().afterEnd("1000", 7, () -> ended.add("7"));
        logs.settle();

        assertThat(ended).containsExactly("7");
    }

    @Test
    void aPipeThatIsToldOfTwiceIsReadOnce() throws Exception {
        logs.read("1000", pipe, 1);
        logs.read("1000", pipe, 1);
        logs.write(pipe, "one\n");
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("one");
    }

    @Test
    void whoeverFloodsLeavesTheOthersTheirTurnInEachRound() throws Exception {
        Descriptors.Pipe flood = logs.pipe();
        logs.read("1000", flood, 1);
        logs.read("1001", pipe, 1);
        fill(flood);
        logs.writer().poll();
        for (int i = 0; i < 10; i++) {
            fill(flood);
            logs.write(pipe, "line " + i + "\n");
            logs.writer().poll();

            assertThat(logs.texts("1001")).hasSize(i + 1).last().isEqualTo("line " + i);
        }
    }

    private void fill(Descriptors.Pipe flood) throws Exception {
        while (logs.write(flood, "z".repeat(80) + "\n")) {
            // until no more fits
        }
    }

    @Test
    void aTurnIsBoundedHoweverMuchTextFewBytesBecome() throws Exception {
        logs.read("1000", pipe, 1);
        while (logs.write(pipe, "x\n".repeat(500))) {
            // until no more fits
        }
        logs.writer().poll();
        long first = Files.size(logs.file("1000"));

        assertThat(first).isBetween(200_000L, 400_000L);
        logs.settle();
        assertThat(Files.size(logs.file("1000"))).isGreaterThan(first);
    }

    @Test
    void whatAManagerSaysStandsBeforeWhatIsWrittenLaterAndBehindWhatWasWrittenBefore()
            throws Exception {
        logs.read("1000", pipe, 1);
        logs.writer().add("1000", logs.line("starting"));
        logs.settle();
        logs.write(pipe, "written\n");
        logs.settle();
        logs.writer().add("1000", logs.line("stopped"));
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("starting", "written", "stopped");
    }

    @Test
    void whoSaysTooMuchLosesItsOwnLinesAndReadsHowManyInItsOwnLog() throws Exception {
        String text = "y".repeat(10_000);
        int fits = ManagerLogs.SAID_COST_MAX / (text.length() + LogTail.LINE_COST);
        for (int i = 0; i < fits + 3; i++) {
            logs.writer().add("1000", logs.line(text));
        }
        logs.writer().add("1001", logs.line("kept"));
        logs.settle();

        assertThat(logs.texts("1001")).containsExactly("kept");
        assertThat(logs.texts("1000"))
                .hasSize(fits + 1)
                .filteredOn(line -> !line.equals(text))
                .containsExactly("3 lines were lost here");
    }

    @Test
    void thoughManySayTooMuchOneWhoSaysLittleIsHeard() throws Exception {
        String text = "y".repeat(10_000);
        for (int user = 1;
                user <= ManagerLogs.ALL_SAID_COST_MAX / ManagerLogs.SAID_COST_MAX + 2;
                user++) {
            for (int i = 0; i < 100; i++) {
                logs.writer().add("flood-" + user, logs.line(text));
            }
        }
        logs.writer().add("1001", logs.line("kept"));
        logs.settle();

        assertThat(logs.texts("1001")).containsExactly("kept");
    }

    @Test
    void aDiskThatTakesNothingIsSaidOnceAndHoldsNobodyUp() throws Exception {
        Path blocked = Files.createDirectory(logs.file("1000"));
        logs.read("1000", pipe, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(logs.write(pipe, "z".repeat(1_000) + "\n")).isTrue();
            logs.settle();
        }
        logs.writer().add("1000", logs.line("said"));
        logs.writer().add("1001", logs.line("kept"));
        logs.settle();

        assertThat(logs.complaints).hasSize(1);
        assertThat(logs.texts("1001")).containsExactly("kept");

        Files.delete(blocked);
        logs.write(pipe, "again\n");
        logs.settle();
        assertThat(logs.texts("1000")).containsExactly("101 lines were lost here", "again");
        assertThat(logs.complaints).hasSize(1);
    }

    @Test
    void whatTheDiskDoesNotTakeIsToldToWhoAsks() throws Exception {
        Path blocked = Files.createDirectory(logs.file("1000"));
        logs.read("1000", pipe, 1);
        logs.write(pipe, "written\n");
        logs.writer().add("1000", logs.line("said"));
        List<LogLine> told = new ArrayList<>();
        logs.writer().flush("1000", "a.service", told::addAll);
        logs.settle();

        assertThat(told).extracting(LogLine::text).contains("written", "said");

        Files.delete(blocked);
        logs.writer().add("1000", logs.line("next"));
        told.clear();
        logs.writer().flush("1000", "a.service", told::addAll);
        logs.settle();
        assertThat(told).isEmpty();
    }

    @Test
    void whoAsksHasWhatWasWrittenBefore() throws Exception {
        logs.read("1000", pipe, 1);
        logs.settle();
        logs.write(pipe, "one\n");
        List<LogLine> read = new ArrayList<>();
        logs.writer()
                .flush(
                        "1000",
                        "a.service",
                        _ -> read.addAll(logs.files.read("1000", "a.service", 10)));
        logs.settle();

        assertThat(read).extracting(LogLine::text).containsExactly("one");
    }

    @Test
    void withoutWorkItSleeps() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "one\nbegun");
        logs.settle();

        assertThat(logs.writer().poll()).isFalse();
    }

    @Test
    void aThousandKillsLoseAndDoubleNothing() throws Exception {
        int next = 0;
        for (int kill = 0; next < FILE_LINES; kill++) {
            logs.read("1000", pipe, 1);
            while (next < FILE_LINES && logs.write(pipe, next + "\n")) {
                next++;
            }
            for (int i = 0; i < kill % 3; i++) {
                logs.writer().poll();
            }
            logs.restart();
        }
        logs.read("1000", pipe, 1);
        logs.settle();

        assertThat(logs.texts("1000"))
                .containsExactlyElementsOf(
                        IntStream.range(0, FILE_LINES).mapToObj(Integer::toString).toList());
    }
}
