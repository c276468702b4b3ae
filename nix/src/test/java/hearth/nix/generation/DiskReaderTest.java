package hearth.nix.generation;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.plan.OnDisk;
import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReaderTest {
    private static final FileName X = FileName.unit("x.service");

    @TempDir private Path root;
    private Path units;
    private DiskReader disk;

    @BeforeEach
    void layOut() throws IOException {
        units = Files.createDirectories(root.resolve("etc/systemd/user"));
        disk = new DiskReader(Layout.ofSystem(root, new DeclarationName("test")));
    }

    @Test
    void nothingIsMissing() {
        assertThat(disk.at(X)).isEqualTo(new OnDisk.Missing());
        assertThat(disk.at(FileName.unit("a.wants/x.service"))).isEqualTo(new OnDisk.Missing());
    }

    @Test
    void aFileHasItsText() throws IOException {
        Files.writeString(units.resolve("x.service"), "é");

        assertThat(disk.at(X)).isEqualTo(new OnDisk.Present(FileContent.text("é")));
    }

    @Test
    void aProgramIsAnotherContentThanAText() throws IOException {
        Path file = Files.writeString(units.resolve("x.service"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        assertThat(disk.at(X)).isEqualTo(new OnDisk.Present(new FileContent.Regular("", true)));
    }

    @Test
    void aLinkHasItsTarget() throws IOException {
        Files.createSymbolicLink(units.resolve("x.service"), Path.of("/dev/null"));

        assertThat(disk.at(X)).isEqualTo(new OnDisk.Present(FileContent.mask()));
    }

    @Test
    void aDirectoryIsUntouchable() throws IOException {
        Files.createDirectory(units.resolve("x.service"));

        assertThat(disk.at(X)).isEqualTo(new OnDisk.Untouchable("is a directory"));
    }

    @Test
    void whatLiesBehindALinkIsUntouchable() throws IOException {
        Files.createSymbolicLink(units.resolve("a.wants"), root);

        assertThat(disk.at(FileName.unit("a.wants/x.service")))
                .isEqualTo(
                        new OnDisk.Untouchable("lies behind the link " + units.resolve("a.wants")));
    }

    @Test
    void aDirectoryThatTheOwnerDoesNotHaveIsUntouchable() {
        assertThat(disk.at(new FileName(Directory.ENVIRONMENT, "a.conf")))
                .isInstanceOf(OnDisk.Untouchable.class);
    }
}
