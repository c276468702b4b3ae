package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.journal.EntryTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFilesTest {
    @TempDir Path directory;
    private final List<String> complaints = new ArrayList<>();
    private JournalFiles files;
    private LogReader reader;
    private long usec = 1_000_000;

    @BeforeEach
    void makeFiles() {
        files = new JournalFiles(LogsOnDisk.place(directory), new Random(1), complaints::add);
        reader = new LogReader(directory);
    }

    private LogLine line(String unit, String text) {
        usec++;
        return new LogLine(usec, usec, 3, unit, "hearth", text);
    }

    private void append(LogLine... lines) throws IOException {
        LogPlace place = LogsOnDisk.place(directory);
        var fields = new EntryFields(place);
        OpenJournal journal = files.open("1000", usec);
        for (LogLine line : lines) {
            var when = new EntryTime(line.realtimeUsec(), line.monotonicUsec(), place.boot());
            journal.writer().append(when, fields.ofLine("1000", line));
        }
        journal.writer().commit();
    }

    private List<String> texts(String manager, String unit, int max) {
        return reader.read(manager, unit, max).stream().map(LogLine::text).toList();
    }

    @Test
    void theLastLinesOfAUnitAreReadAndNoOthers() throws Exception {
        append(line("a.service", "one"), line("b.service", "no"), line("a.service", "two"));
        append(line("-", "general"), line("a.service", "three"));

        assertThat(texts("1000", "a.service", 10)).containsExactly("one", "two", "three");
        assertThat(texts("1000", "a.service", 2)).containsExactly("two", "three");
        assertThat(texts("1000", "-", 10)).containsExactly("general");
        assertThat(texts("1000", "c.service", 10)).isEmpty();
        assertThat(texts("1001", "a.service", 10)).isEmpty();
    }

    @Test
    void filesStayBoundedAndLinesOfAllAreReadInOrder() throws Exception {
        for (int i = 0; i < 6_000; i++) {
            append(line("a.service", i + " " + "y".repeat(8_000)));
        }

        long bytes = 0;
        for (Path file : JournalFiles.of(directory, "1000")) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(16L << 20, 42L << 20);
        List<Integer> numbers =
                reader.read("1000", "a.service", 10_000, Long.MAX_VALUE).stream()
                        .map(LogLine::text)
                        .map(text -> Integer.parseInt(text.split(" ", 2)[0]))
                        .toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates().last().isEqualTo(5_999);
        assertThat(numbers).hasSizeGreaterThan(2_500);
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatAnEarlierVersionHasWrittenIsTakenOverOnce() throws Exception {
        Files.writeString(directory.resolve("1000.log.1"), "17 4 3 a.service sleep[94] one\n");
        Files.writeString(
                directory.resolve("1000.log"),
                "18 5 6 a.service sleep[94] t\\x1bw\\\\o\n19 6 6 a.service systemd said\n20 6 6 a");
        append(line("a.service", "three"));
        files.close();
        append(line("a.service", "four"));

        assertThat(texts("1000", "a.service", 10))
                .containsExactly("one", "t\u001bw\\o", "said", "three", "four");
        assertThat(directory.resolve("1000.log")).doesNotExist();
        assertThat(directory.resolve("1000.log.1")).doesNotExist();
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatAnEarlierVersionWasWritingIsWrittenThereFirst() throws Exception {
        byte[] text = "18 5 6 a.service a two\n".getBytes(UTF_8);
        Path file = directory.resolve("1000.log");
        Files.writeString(file, "17 4 3 a.service a one\n18 5 6 a.se");

        EarlierLogs.writeAgain(directory, "1000", 23, text);
        assertThat(file).hasContent("17 4 3 a.service a one\n18 5 6 a.service a two");
        EarlierLogs.writeAgain(directory, "1001", 4_711, text);
        assertThat(directory.resolve("1001.log")).hasContent("18 5 6 a.service a two");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.createFile(directory.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("user-1000.journal"), elsewhere);

        assertThatThrownBy(() -> files.open("1000", usec)).isInstanceOf(IOException.class);
        assertThat(elsewhere).isEmptyFile();
    }

    @Test
    void whatIsNoJournalIsPutAside() throws Exception {
        Files.writeString(directory.resolve("user-1000.journal"), "something else");
        append(line("a.service", "one"));

        assertThat(texts("1000", "a.service", 10)).containsExactly("one");
        assertThat(JournalFiles.of(directory, "1000")).hasSize(2);
        assertThat(complaints).hasSize(1);
    }

    @Test
    void oneThatHadOnlyBegunIsBegunAgain() throws Exception {
        Files.writeString(directory.resolve(".user-1000.begun"), "");
        append(line("a.service", "one"));

        assertThat(texts("1000", "a.service", 10)).containsExactly("one");
        assertThat(JournalFiles.of(directory, "1000")).hasSize(1);
        assertThat(directory.resolve(".user-1000.begun")).doesNotExist();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aFileThatWasRemovedIsBegunAnew() throws Exception {
        append(line("a.service", "one"));
        Files.delete(directory.resolve("user-1000.journal"));
        append(line("a.service", "two"));

        assertThat(texts("1000", "a.service", 10)).containsExactly("two");
    }

    @Test
    void whereTheClockIsSetBackTheNextFileIsBegun() throws Exception {
        usec = 60_000_000;
        append(line("a.service", "one"));
        usec -= 500_000;
        append(line("a.service", "two"));
        assertThat(JournalFiles.of(directory, "1000")).hasSize(1);
        usec -= 30_000_000;
        append(line("a.service", "three"));
        append(line("a.service", "four"));
        files.close();

        assertThat(JournalFiles.of(directory, "1000")).hasSize(2);
        assertThat(texts("1000", "a.service", 10))
                .containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void aUserIsOnTheListOfWhoMayRead() throws Exception {
        var lists = new ArrayList<byte[]>();
        LogPlace place = LogsOnDisk.place(directory);
        files =
                new JournalFiles(
                        new LogPlace(
                                place.directory(),
                                place.earlier(),
                                (file, uid) ->
                                        lists.add((file.getFileName() + " " + uid).getBytes(UTF_8)),
                                place.machine(),
                                place.boot(),
                                place.hostName()),
                        new Random(1),
                        complaints::add);
        files.open("1000", usec);
        files.open("system", usec);

        assertThat(lists).extracting(String::new).containsExactly(".user-1000.begun 1000");
        assertThat(Files.getPosixFilePermissions(directory.resolve("user-1000.journal")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "GROUP_READ");
    }

    /** The files hold such a line once, so their size bounds nothing. */
    @Test
    void ofLongLinesThatAreThereAgainAndAgainTheLastAreShown() throws Exception {
        for (int i = 0; i < 100; i++) {
            append(line("a.service", "z".repeat(48_000)));
        }

        assertThat(texts("1000", "a.service", 100)).hasSizeBetween(10, 25);
        assertThat(texts("1000", "nobody.service", 100)).isEmpty();
    }

    @Test
    void aFileThatCouldNotGrowIsGoneOnWith() throws Exception {
        append(line("a.service", "one"));
        OpenJournal open = files.open("1000", usec);
        open.writer()
                .append(
                        new EntryTime(usec, usec, LogsOnDisk.place(directory).boot()),
                        new EntryFields(LogsOnDisk.place(directory))
                                .ofLine("1000", line("a.service", "not written")));
        files.forgetAppended("1000");
        append(line("a.service", "two"));

        assertThat(texts("1000", "a.service", 10)).containsExactly("one", "two");
        assertThat(JournalFiles.of(directory, "1000")).hasSize(1);
        assertThat(complaints).isEmpty();
    }
}
