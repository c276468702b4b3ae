package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two files of each user, and in which order the disk has them. */
class LingerStoreTest {
    private static final String NAME = "alice";

    @TempDir Path directory;
    private final List<String> flushed = new ArrayList<>();
    private String refused = "";
    private Path file;
    private Path lease;
    private LingerStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("linger").resolve(NAME);
        lease = directory.resolve("leases").resolve(NAME);
        store =
                new LingerStore(
                        new LoginInstance.Directories(
                                directory.resolve("run"),
                                directory.resolve("linger"),
                                directory.resolve("leases")),
                        this::flush);
    }

    /** Notes which files there are when the disk is to take something. */
    private void flush(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (name.equals(refused)) {
            throw new IOException("the disk does not take " + name);
        }
        flushed.add(
                name
                        + ":"
                        + (Files.exists(file) ? " file" : "")
                        + (Files.exists(lease) ? " record" : ""));
    }

    private void write(String text) throws IOException {
        store.write(new LingerStore.Entry(NAME, text, true, ""));
    }

    private void makeDirectories() throws IOException {
        Files.createDirectory(directory.resolve("linger"));
        Files.createDirectory(directory.resolve("leases"));
    }

    private static void makeUnremovable(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.createDirectories(path.resolve("something"));
    }

    @Test
    void theRecordIsOnTheDiskBeforeTheFileIsMade() throws IOException {
        makeDirectories();
        write("why");
        assertThat(flushed)
                .containsExactly("." + NAME + ".new:", "leases: record", "linger: file record");
    }

    @Test
    void theFileIsGoneFromTheDiskBeforeTheRecordIsRemoved() throws IOException {
        makeDirectories();
        write("why");
        flushed.clear();
        store.remove(NAME);
        assertThat(flushed).containsExactly("linger: record", "leases:");
    }

    @Test
    void aRecordThatIsTakenBackIsGoneFromTheDisk() throws IOException {
        makeDirectories();
        Files.delete(directory.resolve("linger"));
        Files.createFile(directory.resolve("linger"));
        assertThatThrownBy(() -> write("why")).isInstanceOf(IOException.class);
        assertThat(flushed).last().isEqualTo("leases:");
    }

    @Test
    void directoriesAreOnTheDiskOnceTheyAreMade() throws IOException {
        String above = String.valueOf(directory.getFileName());
        write("why");
        assertThat(flushed)
                .containsExactly(
                        above + ":",
                        "." + NAME + ".new:",
                        "leases: record",
                        above + ": record",
                        "linger: file record");
    }

    @Test
    void aRemovalThatTheDiskHasNotTakenIsTriedAgain() throws IOException {
        makeDirectories();
        write("why");
        refused = "linger";
        assertThatThrownBy(() -> store.remove(NAME)).isInstanceOf(IOException.class);
        assertThat(lease).exists();
        refused = "";
        flushed.clear();
        store.remove(NAME);
        assertThat(flushed).containsExactly("linger: record", "leases:");
    }

    @Test
    void aFileThatTheDiskDoesNotTakeIsLeftToNobody() throws IOException {
        makeDirectories();
        refused = "linger";
        assertThatThrownBy(() -> write("why")).isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
        assertThat(lease).doesNotExist();
    }

    @Test
    void aRecordThatTheDiskDoesNotTakeIsTakenBack() throws IOException {
        write("why");
        refused = "leases";
        var entry = new LingerStore.Entry(NAME, "another", true, "why");
        assertThatThrownBy(() -> store.write(entry)).isInstanceOf(IOException.class);
        assertThat(lease).hasContent("why");
    }

    @Test
    void whereTheRecordCannotBeWrittenNoFileIsMade() throws IOException {
        Files.createFile(directory.resolve("leases"));
        assertThatThrownBy(() -> write("why")).isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void whereTheFileCannotBeRemovedTheRecordStays() throws IOException {
        write("why");
        makeUnremovable(file);
        assertThatThrownBy(() -> store.remove(NAME)).isInstanceOf(IOException.class);
        assertThat(lease).hasContent("why");
    }

    @Test
    void whereTheRecordCannotBeRemovedTheFileIsGone() throws IOException {
        write("why");
        makeUnremovable(lease);
        assertThatThrownBy(() -> store.remove(NAME)).isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void whereTheFileCannotBeMadeTheRecordIsWhatItWas() throws IOException {
        write("why");
        Files.delete(file);
        Files.delete(directory.resolve("linger"));
        Files.createFile(directory.resolve("linger"));

        var entry = new LingerStore.Entry(NAME, "another", true, "why");
        assertThatThrownBy(() -> store.write(entry)).isInstanceOf(IOException.class);

        assertThat(lease).hasContent("why");
    }

    @Test
    void aFileOfSomebodyElsesIsNotMade() throws IOException {
        store.write(new LingerStore.Entry(NAME, "why", false, ""));
        assertThat(file).doesNotExist();
        assertThat(lease).exists();
    }

    @Test
    void bothAreGoneOnceTheyAreRemoved() throws IOException {
        write("why");
        store.remove(NAME);
        assertThat(file).doesNotExist();
        assertThat(lease).doesNotExist();
    }

    @Test
    void aNameThatIsAPathIsWrittenNowhere() {
        for (String name : List.of("../x", "a/b", "..", ".", "")) {
            var entry = new LingerStore.Entry(name, "why", true, "");
            assertThatThrownBy(() -> store.write(entry))
                    .hasMessageStartingWith("a user of this name");
            assertThatThrownBy(() -> store.remove(name))
                    .hasMessageStartingWith("a user of this name");
        }
        assertThat(directory).isEmptyDirectory();
    }
}
