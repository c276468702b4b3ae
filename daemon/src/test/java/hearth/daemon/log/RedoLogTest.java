package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.linux.Descriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A brain is killed at each step on a line's way from its pipe to its file; the next one goes on.
 */
class RedoLogTest {
    private static final String WRITTEN = "same\nsame\nsame\n";
    private static final List<String> ONCE = List.of("earlier", "same", "same", "same");

    @TempDir Path directory;
    private LogsOnDisk logs;
    private Descriptors.Pipe pipe;
    private RedoLog redo;
    private LogText text;
    private Path file;
    private long offset;

    @BeforeEach
    void writeSomething() throws Exception {
        logs = new LogsOnDisk(directory);
        pipe = logs.pipe();
        logs.read("1000", pipe, 1);
        logs.write(pipe, "earlier\n");
        logs.settle();
        file = directory.resolve("1000.log");
        offset = Files.size(file);
        redo = logs.redo();
        text = new LogText();
        for (int i = 0; i < 3; i++) {
            text.add(new LogLine(17 + i, 4, 6, "a.service", "a", "same"));
        }
        logs.write(pipe, WRITTEN);
    }

    @AfterEach
    void end() {
        logs.close();
    }

    private void prepare() throws Exception {
        redo.prepare("1000", offset, text);
    }

    private void take() throws Exception {
        prepare();
        redo.take(pipe.readFd(), WRITTEN.length());
    }

    private void append(int length) throws Exception {
        Files.write(file, Arrays.copyOf(text.bytes(), length), StandardOpenOption.APPEND);
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
        append(text.length() / 2);

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenAllIsWritten() throws Exception {
        take();
        append(text.length());

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenTheServiceHasWrittenTheSameAgain() throws Exception {
        take();
        append(text.length());
        logs.write(pipe, WRITTEN);

        assertThat(afterTheNext())
                .containsExactly("earlier", "same", "same", "same", "same", "same", "same");
    }

    @Test
    void whenItIsDone() throws Exception {
        take();
        append(text.length());
        redo.done();

        assertThat(afterTheNext()).isEqualTo(ONCE);
    }

    @Test
    void whenTheNextOneIsKilledAsWell() throws Exception {
        take();
        append(text.length() / 3);
        logs.files.writeAgain("1000", offset, Arrays.copyOf(text.bytes(), text.length() / 2));

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
    void aRecordThatMakesNoSenseWritesNothing() throws Exception {
        take();
        var garbage = "x".repeat(64).getBytes(UTF_8);
        logs.descriptors().writeAt(logs.record(), garbage, 0, 64, 0);

        logs.restart();
        assertThat(logs.texts("1000")).containsExactly("earlier");
    }
}
