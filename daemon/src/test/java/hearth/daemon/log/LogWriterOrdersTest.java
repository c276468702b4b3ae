package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.linux.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever runs the machine may order of the writer of logs. */
class LogWriterOrdersTest {
    @TempDir Path directory;
    private LogsOnDisk logs;
    private Descriptors.Pipe pipe;

    @BeforeEach
    void begin() throws Exception {
        logs = new LogsOnDisk(directory, true);
        pipe = logs.pipe();
    }

    @AfterEach
    void end() {
        logs.close();
    }

    private void fill(Descriptors.Pipe flood) throws Exception {
        while (logs.write(flood, "z".repeat(80) + "\n")) {
            // until no more fits
        }
    }

    private final List<String> told = new ArrayList<>();

    /** Notes how something ended. */
    private final class Ear implements LogWriter.Ended {
        @Override
        public void well() {
            told.add("well");
        }

        @Override
        public void failed(IOException failure) {
            told.add(failure.getMessage());
        }
    }

    @Test
    void filesAreArchivedWhenThatIsAskedFor() throws Exception {
        Descriptors.Pipe other = logs.pipe();
        logs.read("1000", pipe, 1);
        logs.read("1001", other, 1);
        logs.write(pipe, "one\n");
        logs.write(other, "other\n");
        logs.settle();

        logs.writer().rotate(new Ear());
        logs.settle();
        logs.write(pipe, "two\n");
        logs.settle();

        assertThat(told).containsExactly("well");
        assertThat(JournalFiles.of(directory, "1000")).hasSize(2);
        assertThat(JournalFiles.of(directory, "1001")).hasSize(2);
        assertThat(logs.texts("1000")).containsExactly("one", "two");
        logs.writer().rotate(new Ear());
        logs.settle();
        assertThat(JournalFiles.of(directory, "1000")).hasSize(3);
        assertThat(JournalFiles.of(directory, "1001")).hasSize(2); // the last has no entry
    }

    @Test
    void aFileThatCannotBeArchivedKeepsNoOtherFromIt() throws Exception {
        Files.createDirectory(directory.resolve("user-1000.journal"));
        logs.read("1001", pipe, 1);
        logs.write(pipe, "one\n");
        logs.settle();

        logs.writer().rotate(new Ear());
        logs.settle();

        assertThat(told).hasSize(1).doesNotContain("well");
        assertThat(logs.complaints).anyMatch(it -> it.startsWith("the log of 1000 is not rotated"));
        assertThat(JournalFiles.of(directory, "1001")).hasSize(2);
    }

    @Test
    void allThatWasWrittenLiesOnTheDisk() throws Exception {
        List<String> all = new ArrayList<>();
        for (int user = 1_000; user < 1_020; user++) { // more than are open at once
            Descriptors.Pipe one = logs.pipe();
            logs.read(Integer.toString(user), one, user);
            logs.write(one, "one\n");
            all.add("user-" + user + ".journal");
        }
        logs.settle();
        assertThat(logs.forced).isEmpty();

        logs.writer().sync(new Ear());
        logs.settle();
        assertThat(told).containsExactly("well");
        assertThat(logs.forced).containsAll(all);
    }

    @Test
    void aDiskThatFailsIsTold() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "one\n");
        logs.settle();
        logs.isDiskBroken = true;

        logs.writer().sync(new Ear());
        logs.writer().sync(new Ear());
        logs.settle();

        assertThat(told).containsExactly("broken", "broken");
        assertThat(logs.forced).containsExactly("user-1000.journal");
    }

    @Test
    void whoWantsAllWrittenIsToldWhenNothingIsLeft() throws Exception {
        logs.read("1000", pipe, 1);
        logs.write(pipe, "one\n");
        logs.writer().sync(new Ear());
        logs.writer().poll();
        assertThat(told).isEmpty();

        logs.settle();
        assertThat(told).containsExactly("well");
        assertThat(logs.texts("1000")).containsExactly("one");
    }

    @Test
    void whoWantsAllWrittenWaitsNotForEverBesideAFlood() throws Exception {
        logs.read("1000", pipe, 1);
        logs.writer().sync(new Ear());
        fill(pipe);
        logs.writer().poll();
        fill(pipe);
        logs.writer().poll();
        assertThat(told).isEmpty();

        logs.pass(Duration.ofSeconds(11));
        fill(pipe);
        logs.writer().poll();
        assertThat(told).containsExactly("well");
    }
}
