package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * A brain is killed at each step on a line's way from its pipe to its file; the next one goes on.
 */
class RedoLogTest {
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
        logs = new LogsOnDisk(directory);
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
        redo.prepare("1000", 3, changes);
    }

    private void take() throws Exception {
        prepare();
        redo.take(pipe.readFd(), WRITTEN.length());
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

    @Test
    void whatAManagerHasSaidIsWrittenThoughItComesFromNoPipe() throws Exception {
        prepare();
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
