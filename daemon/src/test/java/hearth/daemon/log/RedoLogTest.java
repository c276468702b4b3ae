package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hearth.daemon.stream.Rests;
import hearth.journal.EntryTime;
import hearth.journal.file.Changes;
import hearth.journal.file.FileStorage;
import hearth.journal.write.JournalWriter;
import hearth.linux.Descriptors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A brain is killed at each step on a line's way from its pipe to its file; the next one goes on.
 */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class RedoLogTest {
    @Parameter boolean areStreams;

    /** After all entries: the real clock writes some of them. */
    private static final long LATER_USEC = Long.MAX_VALUE / 2;

    private static final String WRITTEN = "same\nsame\nsame\n";
    private static final List<String> ONCE = List.of("earlier", "same", "same", "same");

    @TempDir Path directory;
    private LogsOnDisk logs;
    private Descriptors.Pipe pipe;
    private RedoLog redo;
    private JournalFiles files;
    private Changes changes;
    private byte[] noted;
    private Path file;

    @BeforeEach
    void writeSomething() throws Exception {
        logs = new LogsOnDisk(directory, areStreams);
        pipe = logs.pipe();
        logs.read("1000", pipe, 1);
        logs.write(pipe, "earlier\n");
        logs.settle();
        file = logs.file("1000");
        redo = logs.redo();
        LogPlace place = LogsOnDisk.place(directory);
        files = new JournalFiles(place, new Random(2), logs.complaints::add);
        files.trustOpenOnes();
        JournalWriter writer = files.open("1000", LATER_USEC).writer();
        var fields = new EntryFields(place);
        for (int i = 0; i < 3; i++) {
            var line = new LogLine(17 + i, 4, 6, "a.service", "a", "same");
            writer.append(new EntryTime(17 + i, 4, place.boot()), fields.ofLine("1000", line));
        }
        changes = writer.changes();
        ByteBuffer note = ByteBuffer.allocate(changes.noteBytes());
        changes.note(note);
        noted = note.array();
        logs.write(pipe, WRITTEN);
    }

    @AfterEach
    void end() {
        logs.close();
    }

    private void prepare() throws Exception {
        redo.prepare("1000", 3, changes, areStreams ? taking() : RedoLog.Taking.NOTHING);
    }

    private RedoLog.Taking taking() throws Exception {
        return new RedoLog.Taking(inode(), WRITTEN.length(), Rests.Change.NONE);
    }

    private long inode() throws Exception {
        return logs.descriptors().status(pipe.readFd()).inode();
    }

    private void take() throws Exception {
        prepare();
        if (areStreams) {
            assertThat(redo.takeFromStream(pipe.readFd())).isTrue();
        } else {
            redo.take(pipe.readFd(), WRITTEN.length());
        }
    }

    /** Makes so many bytes' worth of the changes. */
    private void write(int length) throws Exception {
        ByteBuffer note = ByteBuffer.wrap(noted).order(ByteOrder.LITTLE_ENDIAN);
        try (FileStorage storage = FileStorage.toWrite(file)) {
            int left = length;
            while (left > 0 && note.hasRemaining()) {
                long offset = note.getLong();
                byte[] bytes = new byte[note.getInt()];
                note.get(bytes);
                int part = Math.min(left, bytes.length);
                storage.write(offset, bytes, 0, part);
                left -= part;
            }
        }
    }

    /** Returns what the file has after another brain has come and read the pipe. */
    private List<String> afterTheNext() throws Exception {
        logs.restart();
        logs.read("1000", pipe, 1);
        logs.settle();
        return logs.texts("1000");
    }

    @Test
    void beforeAnything() throws Exception {
        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenItIsNotedWhatWillBeWritten() throws Exception {
        prepare();

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenThePipeIsEmpty() throws Exception {
        take();

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenAPartIsWritten() throws Exception {
        take();
        write(noted.length / 2);

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenAllIsWritten() throws Exception {
        take();
        write(noted.length);

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenTheServiceHasWrittenTheSameAgain() throws Exception {
        take();
        write(noted.length);
        logs.write(pipe, WRITTEN);

        assertThat(afterTheNext())
                .containsExactly("earlier", "same", "same", "same", "same", "same", "same");
    }

    @Test
    void whenItIsDone() throws Exception {
        take();
        write(noted.length);
        redo.done();

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenTheNextOneIsKilledAsWell() throws Exception {
        take();
        write(noted.length / 3);
        write(noted.length / 2);

        assertThat(afterTheNext()).isEqualTo(ONCE);
        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenTheDiskTakesNothingTheLossIsCounted() throws Exception {
        take();
        Files.delete(file);
        Files.createDirectory(file);
        logs.restart();
        Files.delete(file);
        logs.writer().add("1000", logs.line("next"));
        logs.settle();

        assertThat(logs.texts("1000")).containsExactly("3 lines were lost here", "next");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 14})
    void whenAPartIsTakenOutOfAStream(int count) throws Exception {
        assumeTrue(areStreams);
        prepare();
        assertThat(move(count)).isEqualTo(count);
        logs.write(pipe, "new\n");

        assertThat(afterTheNext()).containsExactly("earlier", "same", "same", "same", "new");
    }

    private int move(int count) throws Exception {
        return logs.descriptors().splice(pipe.readFd(), logs.taking(), count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void whenWhatTheStreamOwesIsBeingTaken(int more) throws Exception {
        assumeTrue(areStreams);
        prepare();
        move(4);
        write(noted.length);
        logs.descriptors().read(logs.taken(), new byte[4], 0, 4);
        says(RedoLog.TAKING_MORE, WRITTEN.length() - 4);
        if (more > 0) {
            move(more);
        }
        logs.write(pipe, "new\n");

        assertThat(afterTheNext()).containsExactly("earlier", "same", "same", "same", "new");
    }

    @Test
    void whenItIsSaidWhatTheStreamOwes() throws Exception {
        assumeTrue(areStreams);
        prepare();
        move(4);
        write(noted.length);
        says(RedoLog.OWED, WRITTEN.length() - 4);
        logs.descriptors().read(logs.taken(), new byte[2], 0, 2);

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    private void says(int phase, int owed) throws Exception {
        byte[] bytes =
                ByteBuffer.allocate(2 * Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(phase)
                        .putInt(owed)
                        .array();
        logs.descriptors().writeAt(logs.record(), bytes, 0, bytes.length, RedoLog.PHASE);
    }

    @Test
    void aPartOfWhatWasTakenAndIsDoneIsNotTakenAgain() throws Exception {
        take();
        write(noted.length);
        redo.done();
        logs.restart();
        logs.restart();

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whatAManagerHasSaidIsWrittenThoughItComesFromNoPipe() throws Exception {
        redo.prepare("1000", 3, changes);
        redo.mark();
        write(noted.length / 2);

        assertThat(afterTheNext())
                .containsExactly("earlier", "same", "same", "same", "same", "same", "same");
    }

    @Test
    void withoutWhatTheKeeperKeepsAFileThatWasNotClosedIsPutAside() throws Exception {
        write(noted.length / 2);
        var next = new JournalFiles(LogsOnDisk.place(directory), new Random(3), _ -> {});
        next.open("1000", LATER_USEC).close();

        assertThat(JournalFiles.of(directory, "1000"))
                .hasSize(2)
                .anyMatch(path -> path.toString().endsWith(".journal~"));
        assertThat(logs.texts("1000")).contains("earlier");
    }

    @Test
    void aRecordThatMakesNoSenseWritesNothing() throws Exception {
        take();
        var garbage = "x".repeat(64).getBytes(UTF_8);
        logs.descriptors().writeAt(logs.record(), garbage, 0, 64, 0);

        logs.restart();
        assertThat(logs.texts("1000")).containsExactly("earlier");
    }
}
