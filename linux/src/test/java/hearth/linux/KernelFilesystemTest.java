package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesystemTest {
    private final Linux linux = Linux.kernel();
    private final Filesystem filesystem = linux.filesystem();

    @TempDir private Path directory;

    @Test
    void aFifoIsReadWithoutWaitingForItsWriter() throws Exception {
        String path = directory.resolve("session.ref").toString();
        filesystem.makeFifo(path, 0622);
        assertThat(permissions(path)).isEqualTo("rw--w--w-");

        int reader = filesystem.openFifoReader(path);
        int writer = filesystem.openFifoWriter(path);
        byte[] into = new byte[4];
        assertThat(linux.descriptors().read(reader, into, 0, 4)).isEqualTo(Linux.WOULD_BLOCK);
        linux.descriptors().close(writer);
        assertThat(linux.descriptors().read(reader, into, 0, 4)).isZero();
        linux.descriptors().close(reader);
    }

    @Test
    void aWriterNeedsAReader() throws Exception {
        String path = directory.resolve("fifo").toString();
        filesystem.makeFifo(path, 0600);

        assertErrno(Errno.ENXIO, () -> filesystem.openFifoWriter(path));
    }

    @Test
    void onlyAFifoIsOpenedAsOne() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertErrno(Errno.EINVAL, () -> filesystem.openFifoReader(file.toString()));
        assertErrno(Errno.ELOOP, () -> filesystem.openFifoReader(link.toString()));
    }

    @Test
    void theModeOfALinksTargetIsLeftAlone() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        filesystem.changeMode(file.toString(), 0640);
        assertThat(permissions(file.toString())).isEqualTo("rw-r-----");
        assertErrno(Errno.ELOOP, () -> filesystem.changeMode(link.toString(), 0777));
        assertThat(permissions(file.toString())).isEqualTo("rw-r-----");
    }

    @Test
    void anAttributeThatIsNotThereIsNoFailure() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(filesystem.extendedAttribute(file.toString(), "user.invocation_id")).isEmpty();
    }

    @Test
    void aNulInAPathIsRefused() {
        assertErrno(Errno.EINVAL, () -> filesystem.makeFifo("/tmp/a\0b", 0600));
    }

    @Test
    void watchesTellWhatHappenedInADirectory() throws Exception {
        Inotify inotify = linux.inotify();
        int fd = inotify.open();
        int watch = inotify.watch(fd, directory.toString(), Inotify.CREATED | Inotify.MOVED_TO);

        assertThat(inotify.read(fd)).isEmpty();
        Files.createDirectory(directory.resolve("default.target.wants"));
        Path file = Files.createFile(directory.resolve("a"));
        Files.move(file, directory.resolve("ü.service"));
        List<Inotify.Event> events = inotify.read(fd);
        assertThat(events)
                .extracting(Inotify.Event::name)
                .containsExactly("default.target.wants", "a", "ü.service");
        assertThat(events.getFirst().mask()).isEqualTo(Inotify.CREATED | Inotify.IS_DIRECTORY);
        assertThat(events.getLast().mask()).isEqualTo(Inotify.MOVED_TO);

        inotify.unwatch(fd, watch);
        assertThat(inotify.read(fd))
                .extracting(Inotify.Event::mask)
                .containsExactly(Inotify.IGNORED);
        linux.descriptors().close(fd);
    }

    private static String permissions(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path)));
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
