package hearth.nix.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrustTest {
    /** Somebody who owns nothing here. */
    private static final long STRANGER = 4_000_000_000L;

    @TempDir private Path directory;
    private Path file;
    private FileTrust own;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(directory.resolve("a.nix"), "{}");
        permit(file, "rw-r--r--");
        own = new FileTrust(Integer.toUnsignedLong((Integer) Files.getAttribute(file, "unix:uid")));
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private boolean isRoots() throws IOException {
        return ((Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)) == 0;
    }

    @Test
    void onesOwnFileIsTrusted() throws IOException {
        assertThat(own.objection(file)).isEmpty();
    }

    @Test
    void aFileThatEverybodyMayWriteIsNot() throws IOException {
        permit(file, "rw-r--rw-");

        assertThat(own.objection(file))
                .contains("can be changed by everybody: " + file + " is writable");
    }

    @Test
    void aDirectoryThatEverybodyMayWriteIsNot() throws IOException {
        permit(directory, "rwxrwxrwx");

        assertThat(own.objection(file))
                .contains("can be changed by everybody: " + directory + " is writable");
    }

    @Test
    void aLinkIsNoBetterThanWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.nix"), Path.of("a.nix"));
        assertThat(own.objection(link)).isEmpty();

        permit(file, "rw-r--rw-");

        assertThat(own.objection(link)).isPresent();
    }

    @Test
    void aLinkThroughASharedDirectoryIsNotTrusted() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        permit(shared, "rwxrwxrwx");
        Files.createSymbolicLink(shared.resolve("middle.nix"), file);
        Path link =
                Files.createSymbolicLink(
                        directory.resolve("link.nix"), Path.of("shared/middle.nix"));

        assertThat(own.objection(link))
                .contains("can be changed by everybody: " + shared + " is writable");
    }

    @Test
    void anotherUsersFileIsNot() throws IOException {
        // As root everything here is root's, whom everybody trusts.
        assertThat(new FileTrust(STRANGER).objection(file).isEmpty()).isEqualTo(isRoots());
    }

    @Test
    void aCircleOfLinksEnds() throws IOException {
        Path link = directory.resolve("circle");
        Files.createSymbolicLink(link, Path.of("circle"));

        assertThatThrownBy(() -> own.objection(link))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too many links");
    }
}
