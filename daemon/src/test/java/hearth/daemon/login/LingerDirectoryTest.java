package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.mailbox.FairExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lingers, on a disk that answers when the test says so. */
class LingerDirectoryTest {
    private static final int WAITING_MAX = 2;

    @TempDir Path directory;
    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private FakeBrain fake;
    private LingerDirectory linger;

    private final class Ear implements LingerDirectory.Listener, LingerDirectory.Ended {
        @Override
        public void appeared(String name) {
            told.add("appeared " + name);
        }

        @Override
        public void vanished(String name) {
            told.add("vanished " + name);
        }

        @Override
        public void listed(List<String> names) {
            told.add("listed " + names);
        }

        @Override
        public void well() {
            told.add("well");
        }

        @Override
        public void failed(IOException failure) {
            told.add("failed: " + failure.getMessage());
        }
    }

    @BeforeEach
    void open() throws IOException {
        fake = new FakeBrain(directory);
        var worker = new FairExecutor(disk::add, 1, WAITING_MAX);
        linger =
                new LingerDirectory(
                        fake.brain(),
                        worker,
                        new LoginInstance.Directories(
                                directory.resolve("run"),
                                directory.resolve("linger"),
                                directory.resolve("leases")),
                        new Ear());
        Files.createDirectories(directory.resolve("linger"));
        Files.createFile(directory.resolve("linger/bob"));
    }

    private void write(String name) {
        linger.write(new LingerStore.Entry(name, "why " + name, true, ""), new Ear());
    }

    private void diskAnswers() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
        fake.settle();
    }

    @Test
    void whoLingersIsReadByTheWorkerAlone() {
        linger.open();
        fake.settle();
        assertThat(told).isEmpty();

        diskAnswers();

        assertThat(told).containsExactly("listed [bob]");
    }

    @Test
    void aFileIsMadeAndRemovedByTheWorkerAlone() {
        write("alice");
        linger.remove("bob", new Ear());
        fake.settle();
        assertThat(directory.resolve("linger/alice")).doesNotExist();
        assertThat(directory.resolve("linger/bob")).exists();

        diskAnswers();

        assertThat(told).containsExactly("well", "well");
        assertThat(directory.resolve("linger/alice")).exists();
        assertThat(directory.resolve("leases/alice")).hasContent("why alice");
        assertThat(directory.resolve("linger/bob")).doesNotExist();
    }

    @Test
    void whatCannotBeStoredIsTold() throws IOException {
        Files.delete(directory.resolve("linger/bob"));
        Files.delete(directory.resolve("linger"));
        Files.createFile(directory.resolve("linger"));

        write("alice");
        diskAnswers();

        assertThat(told).singleElement().asString().startsWith("failed: ");
        assertThat(directory.resolve("leases/alice")).doesNotExist();
    }

    @Test
    void aChangeBeyondWhatMayWaitIsRefusedAtOnce() {
        write("alice");
        write("carol");

        write("dora");

        assertThat(told)
                .containsExactly("failed: too many changes wait for " + directory + "/linger");
    }
}
