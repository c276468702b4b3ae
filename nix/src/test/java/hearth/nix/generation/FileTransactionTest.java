package hearth.nix.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.nix.plan.FileChange;
import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransactionTest {
    private static final FileContent OLD = FileContent.text("old");
    private static final FileContent NEW = FileContent.text("new");
    private static final FileContent LINK = new FileContent.Link("../x.service");
    private static final FileName X = FileName.unit("x.service");
    private static final FileName WANTS = FileName.unit("default.target.wants/x.service");
    private static final FileTransaction.LastStep NOTHING = () -> {};

    @TempDir private Path root;
    private Layout layout;
    private Path units;

    @BeforeEach
    void layOut() {
        layout = Layout.ofSystem(root, new DeclarationName("test"));
        units = root.resolve("etc/systemd/user");
    }

    private void run(FileTransaction.LastStep last, FileChange... changes) throws IOException {
        new FileTransaction(layout).run(List.of(changes), last);
    }

    /** Everything below the root, links by their targets. */
    private SortedMap<String, String> tree() throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                String name = root.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    tree.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path)) {
                    tree.put(name, Files.readString(path));
                } else if (!name.isEmpty()) {
                    tree.put(name + "/", "");
                }
            }
        }
        return tree;
    }

    private void write(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void filesAndLinksAreMadeWithTheirDirectories() throws IOException {
        run(NOTHING, new FileChange.Create(X, NEW), new FileChange.Create(WANTS, LINK));

        assertThat(tree())
                .containsEntry("etc/systemd/user/x.service", "new")
                .containsEntry("etc/systemd/user/default.target.wants/x.service", "-> ../x.service")
                .hasSize(6);
    }

    @Test
    void filesAreReadableAndProgramsExecutableByAll() throws IOException {
        FileName program = new FileName(Directory.SCRIPTS, "0-x/bin/x");
        run(
                NOTHING,
                new FileChange.Create(X, NEW),
                new FileChange.Create(program, new FileContent.Regular("#!/bin/sh\n", true)));

        assertThat(permissions(units.resolve("x.service"))).isEqualTo("rw-r--r--");
        Path scripts = root.resolve("var/lib/hearth/nix/test/scripts");
        assertThat(permissions(scripts.resolve("0-x/bin/x"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(scripts)).isEqualTo("rwxr-xr-x");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aReplacedFileIsAnotherFile() throws IOException {
        write(units.resolve("x.service"), "old");
        Object before = Files.getAttribute(units.resolve("x.service"), "unix:ino");

        run(NOTHING, new FileChange.Replace(X, OLD, NEW));

        assertThat(Files.readString(units.resolve("x.service"))).isEqualTo("new");
        assertThat(Files.getAttribute(units.resolve("x.service"), "unix:ino")).isNotEqualTo(before);
    }

    @Test
    void aFileBecomesAMaskAndBack() throws IOException {
        write(units.resolve("x.service"), "old");

        run(NOTHING, new FileChange.Replace(X, OLD, FileContent.mask()));
        assertThat(tree()).containsEntry("etc/systemd/user/x.service", "-> /dev/null");

        run(NOTHING, new FileChange.Replace(X, FileContent.mask(), OLD));
        assertThat(tree()).containsEntry("etc/systemd/user/x.service", "old");
    }

    @Test
    void directoriesThatBecomeEmptyAreRemoved() throws IOException {
        run(NOTHING, new FileChange.Create(X, NEW), new FileChange.Create(WANTS, LINK));

        run(NOTHING, new FileChange.Delete(WANTS, LINK));

        assertThat(tree()).doesNotContainKey("etc/systemd/user/default.target.wants/").hasSize(4);
    }

    @Test
    void directoriesThatOthersUseStay() throws IOException {
        run(NOTHING, new FileChange.Create(WANTS, LINK));
        Path other = units.resolve("default.target.wants/other.service");
        Files.createSymbolicLink(other, Path.of("../other.service"));

        run(NOTHING, new FileChange.Delete(WANTS, LINK));

        assertThat(Files.isSymbolicLink(other)).isTrue();
    }

    @Test
    void whatFailsAtTheEndIsUndoneToTheInode() throws IOException {
        write(units.resolve("x.service"), "old");
        write(units.resolve("y.service"), "old");
        Files.setLastModifiedTime(units.resolve("x.service"), FileTime.fromMillis(1_000));
        Object inode = Files.getAttribute(units.resolve("x.service"), "unix:ino");
        SortedMap<String, String> before = tree();

        assertThatThrownBy(() ->
                        run(
                                () -> {
                                    throw new IOException("no space left on device");
                                },
                                new FileChange.Replace(X, OLD, NEW),
                                new FileChange.Delete(FileName.unit("y.service"), OLD),
                                new FileChange.Create(WANTS, LINK)))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device")
                .hasNoSuppressedExceptions();

        assertThat(tree()).isEqualTo(before);
        assertThat(Files.getAttribute(units.resolve("x.service"), "unix:ino")).isEqualTo(inode);
        assertThat(Files.getLastModifiedTime(units.resolve("x.service")))
                .isEqualTo(FileTime.fromMillis(1_000));
    }

    @Test
    void whatCannotBeStagedChangesNothing() throws IOException {
        write(units.resolve("x.service"), "old");
        write(units.resolve("default.target.wants"), "a file where a directory should be");
        SortedMap<String, String> before = tree();

        assertThatThrownBy(() ->
                        run(
                                NOTHING,
                                new FileChange.Replace(X, OLD, NEW),
                                new FileChange.Create(WANTS, LINK)))
                .hasMessageContaining("default.target.wants is not a directory");

        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void aFileThatHasChangedSinceThePlanStopsEverything() throws IOException {
        write(units.resolve("x.service"), "edited");
        SortedMap<String, String> before = tree();

        assertThatThrownBy(() -> run(NOTHING, new FileChange.Replace(X, OLD, NEW)))
                .hasMessage(
                        "cannot write "
                                + units.resolve("x.service")
                                + ": somebody else has changed it just now");

        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void aLinkOutOfTheDirectoryIsNotFollowed() throws IOException {
        Path outside = root.resolve("outside");
        Files.createDirectories(outside);
        Files.createDirectories(units);
        Files.createSymbolicLink(units.resolve("default.target.wants"), outside);

        assertThatThrownBy(() -> run(NOTHING, new FileChange.Create(WANTS, LINK)))
                .isInstanceOf(IOException.class);

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aLinkToADirectoryIsReplacedNotEntered() throws IOException {
        Path outside = root.resolve("outside");
        Files.createDirectories(outside);
        Files.createDirectories(units);
        Files.createSymbolicLink(units.resolve("x.service"), outside);

        run(NOTHING, new FileChange.Replace(X, new FileContent.Link(outside.toString()), NEW));

        assertThat(Files.isRegularFile(units.resolve("x.service"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void whatAKilledRunLeftBehindIsSweptAway() throws IOException {
        write(units.resolve(".hearth-nix-1-0"), "left");
        write(units.resolve("x.service"), "old");

        new FileTransaction(layout).sweep();

        assertThat(units.resolve(".hearth-nix-1-0")).doesNotExist();
        assertThat(units.resolve("x.service")).exists();
    }
}
