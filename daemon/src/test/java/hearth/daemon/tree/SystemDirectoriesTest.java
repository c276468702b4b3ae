package hearth.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.linux.Linux;
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
    private final SystemDirectories directories = new SystemDirectories(Linux.kernel().inotify());

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

    @Test
    void aFileOfTheSameTimeAndSizeIsSeenAllTheSame() throws IOException {
        Path file = directory.resolve("a.service");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        read();
        Files.writeString(file, "[Service]\nExecStart=/bin/trap\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(2));
        assertThat(((Entry.File) read().entry("a.service").orElseThrow()).content().directives())
                .anyMatch(directive -> directive.value().equals("/bin/trap"));
    }

    @Test
    void whatALinkLeadsToIsSeenToChange(@TempDir Path elsewhere) throws IOException {
        Path target = Files.writeString(elsewhere.resolve("b.service"), "[Unit]\n");
        Files.createSymbolicLink(directory.resolve("b.service"), target);
        UnitDirectory before = read();
        assertThat(read()).isSameAs(before);
        Files.writeString(target, "[Unit]\nDescription=Now\n");
        assertThat(read()).isNotSameAs(before);
    }

    @Test
    void whatADanglingLinkLeadsToIsSeenToCome(@TempDir Path elsewhere) throws IOException {
        Path target = elsewhere.resolve("c.service");
        Files.createSymbolicLink(directory.resolve("c.service"), target);
        read();
        Files.writeString(target, "[Unit]\n");
        assertThat(read().entry("c.service").orElseThrow())
                .isInstanceOfSatisfying(
                        Entry.Link.class,
                        link -> assertThat(link.destination()).isInstanceOf(Entry.File.class));
    }

    @Test
    void aDirectoryThatComesGoesAndComesAgainIsSeen() throws IOException {
        Path wants = directory.resolve("a.target.wants");
        read();
        Files.createDirectory(wants);
        Files.createSymbolicLink(wants.resolve("a.service"), Path.of("../a.service"));
        assertThat(read().entry("a.target.wants")).isPresent();
        Files.delete(wants.resolve("a.service"));
        assertThat(read().entry("a.target.wants").orElseThrow())
                .isEqualTo(new Entry.Directory(java.util.Map.of()));
        Files.delete(wants);
        assertThat(read().entry("a.target.wants")).isEmpty();
    }

    @Test
    void aPlaceThatIsMovedAwayIsEmptyAndAnotherInItsStead(@TempDir Path other) throws IOException {
        Path place = other.resolve("units");
        var places = List.of(new Place(place.toString(), Place.Role.VENDOR));
        assertThat(directories.read(places).getFirst().entries()).isEmpty();
        Files.move(directory, place);
        assertThat(directories.read(places).getFirst().entries()).containsKey("a.service");
        Files.move(place, other.resolve("gone"));
        assertThat(directories.read(places).getFirst().entries()).isEmpty();
        Files.move(other.resolve("gone"), place);
        Files.createFile(place.resolve("late.service"));
        assertThat(directories.read(places).getFirst().entries()).containsKey("late.service");
    }
}
