package hearth.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDirectoriesTest {
    @TempDir Path directory;
    private final SystemDirectories directories = new SystemDirectories();

    @BeforeEach
    void writeUnits() throws IOException {
        Files.writeString(directory.resolve("a.service"), "[Service]\nExecStart=/bin/true\n");
        Files.createDirectory(directory.resolve("a.service.d"));
        Files.writeString(directory.resolve("a.service.d/b.conf"), "[Service]\nNice=1\n");
        Files.createSymbolicLink(directory.resolve("masked.service"), Path.of("/dev/null"));
    }

    private UnitDirectory read() {
        return directories
                .read(List.of(new Place(directory.toString(), Place.Role.VENDOR)))
                .getFirst();
    }

    @Test
    void whatHasNotChangedIsSharedByAllReaders() {
        assertThat(read()).isSameAs(read());
    }

    @Test
    void aFileThatWasWrittenInPlaceIsReadAgain() throws IOException {
        UnitDirectory before = read();
        Path file = directory.resolve("a.service");
        Files.writeString(file, "[Service]\nExecStart=/bin/other\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(read().entries().get("a.service"))
                .isNotEqualTo(before.entries().get("a.service"))
                .isInstanceOf(Entry.File.class);
    }

    @Test
    void aDropInThatCameIsSeen() throws IOException {
        UnitDirectory before = read();
        Files.writeString(directory.resolve("a.service.d/c.conf"), "[Service]\nNice=2\n");
        assertThat(read()).isNotSameAs(before);
        assertThat(((Entry.Directory) read().entry("a.service.d").orElseThrow()).entries())
                .containsOnlyKeys("b.conf", "c.conf");
    }

    @Test
    void aLinkThatPointsElsewhereIsSeen() throws IOException {
        read();
        Files.delete(directory.resolve("masked.service"));
        Files.createSymbolicLink(directory.resolve("masked.service"), Path.of("a.service"));
        assertThat(read().entry("masked.service").orElseThrow())
                .isInstanceOfSatisfying(
                        Entry.Link.class, link -> assertThat(link.target()).isEqualTo("a.service"));
    }
}
