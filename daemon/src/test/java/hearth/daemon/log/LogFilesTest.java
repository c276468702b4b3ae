package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir Path directory;
    private final List<String> complaints = new ArrayList<>();

    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        var line = new LogLine(17, 4, 3, "a.service", "sleep[94]", "two  words ");
        writing(files -> files.write("1000", line));

        assertThat(new LogFiles(directory, complaints::add).read("1000", "a.service"))
                .containsExactly(line);
    }

    @Test
    void filesStayBounded() throws Exception {
        var line = new LogLine(17, 4, 3, "a.service", "x", "y".repeat(40_000));
        for (int i = 0; i < 10; i++) {
            writing(files -> {
                for (int k = 0; k < 20; k++) {
                    files.write("1000", line);
                }
            });
        }

        try (var listing = Files.list(directory)) {
            assertThat(listing).hasSize(2).allMatch(file -> file.toFile().length() < 3_000_000);
        }
    }

    @Test
    void aDiskThatTakesNothingIsSaidOnceAndTheLossIsCounted() throws Exception {
        var line = new LogLine(17, 4, 3, "a.service", "x", "text");
        Path missing = directory.resolve("missing");
        var files = new LogFiles(missing, complaints::add);
        run(files, () -> files.write("1000", line));
        run(files, () -> files.write("1000", line));
        Files.createDirectory(missing);
        run(files, () -> files.write("1000", line));

        assertThat(complaints).hasSize(1);
        assertThat(files.read("1000", "-"))
                .extracting(LogLine::text)
                .containsExactly("2 lines were lost here");
        assertThat(files.read("1000", "a.service")).containsExactly(line);
    }

    @Test
    void longLinesThatWaitAreBoundedAndTheRestIsCounted() throws Exception {
        int fits = LogFiles.CHARACTERS_WAITING_MAX / 40_000;
        var line = new LogLine(17, 4, 3, "a.service", "x", "y".repeat(40_000));
        var files = new LogFiles(directory, complaints::add);
        for (int i = 0; i < fits + 3; i++) {
            files.write("1000", line);
        }
        run(files, () -> {});
        run(files, () -> files.write("1000", new LogLine(17, 4, 3, "a.service", "x", "z")));

        assertThat(Files.readString(directory.resolve("1000.log.1")))
                .contains("3 lines were lost here");
        assertThat(Files.readString(directory.resolve("1000.log"))).endsWith(" z\n");
    }

    @Test
    void whatWaitsForTheDiskIsReadAsIfItWereThere() throws Exception {
        var written = new LogLine(16, 3, 6, "a.service", "x", "written");
        var waiting = new LogLine(16, 3, 6, "a.service", "x", "waits");
        var files = new LogFiles(directory, complaints::add);
        run(files, () -> files.write("1000", written));
        files.write("1000", waiting);

        assertThat(files.read("1000", "a.service")).containsExactly(written, waiting);
        run(files, () -> {});
        assertThat(files.read("1000", "a.service")).containsExactly(written, waiting);
    }

    @Test
    void whatTheDiskDoesNotTakeIsReadFromMemory() throws Exception {
        var line = new LogLine(17, 4, 3, "a.service", "x", "text");
        var files = new LogFiles(directory.resolve("missing"), complaints::add);
        run(files, () -> files.write("1000", line));

        assertThat(files.read("1000", "a.service")).containsExactly(line);
    }

    @Test
    void whatIsInTheFileButStillInMemoryIsReadOnce() throws Exception {
        var line = new LogLine(17, 4, 3, "a.service", "a name", "two\nlines");
        writing(files -> files.write("1000", line));
        var late = new LogFiles(directory, complaints::add);
        late.write("1000", line);

        assertThat(late.read("1000", "a.service")).containsExactly(line);
    }

    private interface Work {
        void with(LogFiles files);
    }

    private void writing(Work work) throws InterruptedException {
        var files = new LogFiles(directory, complaints::add);
        run(files, () -> work.with(files));
    }

    private static void run(LogFiles files, Runnable work) throws InterruptedException {
        work.run();
        var thread = Thread.ofPlatform().unstarted(files);
        thread.start();
        thread.interrupt(); // it writes what is queued, then ends
        thread.join();
    }
}
