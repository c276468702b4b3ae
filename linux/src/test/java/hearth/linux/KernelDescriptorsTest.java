package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.linux.socket.SocketType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDescriptorsTest {
    private final Descriptors descriptors = Linux.kernel().descriptors();

    @Test
    void aFailureNamesTheCallAndTheErrno() {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> descriptors.close(-1))
                .withMessage("close: Bad file descriptor (EBADF)")
                .satisfies(e -> assertThat(e.is(Errno.EBADF)).isTrue());
    }

    @Test
    void aPipeCarriesBytesAndWouldBlockWhenEmpty() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        byte[] into = new byte[8];

        assertThat(descriptors.read(pipe.readFd(), into, 0, 8)).isEqualTo(Linux.WOULD_BLOCK);
        assertThat(descriptors.write(pipe.writeFd(), ascii("hello"), 1, 4)).isEqualTo(4);
        assertThat(descriptors.read(pipe.readFd(), into, 2, 6)).isEqualTo(4);
        assertThat(new String(into, 2, 4, StandardCharsets.US_ASCII)).isEqualTo("ello");

        descriptors.close(pipe.writeFd());
        assertThat(descriptors.read(pipe.readFd(), into, 0, 8)).isZero();
        descriptors.close(pipe.readFd());
    }

    @Test
    void writingToAPipeWithoutAReaderIsEpipe() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        descriptors.close(pipe.readFd());

        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> descriptors.write(pipe.writeFd(), ascii("x"), 0, 1))
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EPIPE));
        descriptors.close(pipe.writeFd());
    }

    @Test
    void aDuplicateKeepsThePipeOpen() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        int duplicate = descriptors.duplicate(pipe.writeFd());
        descriptors.close(pipe.writeFd());

        assertThat(descriptors.write(duplicate, ascii("x"), 0, 1)).isEqualTo(1);
        assertThat(descriptors.read(pipe.readFd(), new byte[2], 0, 2)).isEqualTo(1);
        descriptors.close(duplicate);
        descriptors.close(pipe.readFd());
    }

    @Test
    void aDescriptorIsCloseOnExecUnlessItIsMeantToBePassedOn() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();

        assertThat(flags(pipe.readFd()) & 02000000).isNotZero();
        descriptors.setCloseOnExec(pipe.readFd(), false);
        assertThat(flags(pipe.readFd()) & 02000000).isZero();
        assertThat(flags(pipe.readFd()) & 04000).isNotZero();
        descriptors.setNonBlocking(pipe.readFd(), false);
        assertThat(flags(pipe.readFd()) & 04000).isZero();
        closeBoth(pipe);
    }

    @Test
    void aPipesCapacityIsAtLeastWhatWasAskedFor() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();

        assertThat(descriptors.setPipeCapacity(pipe.writeFd(), 100_000)).isEqualTo(131_072);
        closeBoth(pipe);
    }

    @Test
    void theStatusOfAFileIsWhatTheFileSystemSays(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");
        Descriptors.Pipe pipe = descriptors.pipe();
        int fd = descriptors.sealedMemfd("test", ascii("1234"));

        FileStatus status = descriptors.status(fd);
        assertThat(status.isRegular()).isTrue();
        assertThat(status.sizeBytes()).isEqualTo(4);
        assertThat(descriptors.status(pipe.readFd()).isFifo()).isTrue();
        assertThat(descriptors.status(pipe.readFd()).inode())
                .isEqualTo(descriptors.status(pipe.writeFd()).inode());
        assertThat(status.inode())
                .isEqualTo(Files.getAttribute(Path.of("/proc/self/fd/" + fd), "unix:ino"));
        assertThat(status.device())
                .isEqualTo(Files.getAttribute(Path.of("/proc/self/fd/" + fd), "unix:dev"));
        assertThat(status.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
        descriptors.close(fd);
        closeBoth(pipe);
    }

    @Test
    void aSealedMemfdIsReadAsAWhole() throws Exception {
        byte[] content = new byte[200_000];
        content[199_999] = 7;
        int fd = descriptors.sealedMemfd("order", content);

        assertThat(descriptors.readSealed(fd, 200_000)).isEqualTo(content);
        assertErrno(Errno.EFBIG, () -> descriptors.readSealed(fd, 199_999));
        assertErrno(Errno.EPERM, () -> descriptors.write(fd, content, 0, 1));
        descriptors.close(fd);
    }

    @Test
    void whoIsGivenASealedMemfdReadsItFromItsBeginning() throws Exception {
        int fd = descriptors.sealedMemfd("input", ascii("hello"));
        byte[] into = new byte[10];

        assertThat(descriptors.read(fd, into, 0, 10)).isEqualTo(5);
        assertThat(into).startsWith(ascii("hello"));
        descriptors.close(fd);
    }

    @Test
    void aMemfdThatIsNotSealedIsRefused() throws Exception {
        int fd = descriptors.memfd("order");
        descriptors.write(fd, ascii("trust me"), 0, 8);

        assertErrno(Errno.EPERM, () -> descriptors.readSealed(fd, 100));
        descriptors.close(fd);
    }

    @Test
    void aPipeIsNoMemfd() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();

        assertErrno(Errno.EINVAL, () -> descriptors.readSealed(pipe.readFd(), 100));
        closeBoth(pipe);
    }

    @Test
    void readingAtAPositionDoesNotMoveTheOffset() throws Exception {
        int fd = descriptors.memfd("offsets");
        descriptors.write(fd, ascii("abcdef"), 0, 6);
        byte[] into = new byte[2];

        assertThat(descriptors.readAt(fd, into, 0, 2, 3)).isEqualTo(2);
        assertThat(into).isEqualTo(ascii("de"));
        assertThat(descriptors.read(fd, into, 0, 2)).isZero();
        descriptors.close(fd);
    }

    @Test
    void looksIntoAPipeAndMovesWhatIsThere() throws Exception {
        Descriptors.Pipe from = descriptors.pipe();
        Descriptors.Pipe copy = descriptors.pipe();
        Descriptors.Pipe to = descriptors.pipe();
        assertThat(descriptors.tee(from.readFd(), copy.writeFd(), 9)).isEqualTo(Linux.WOULD_BLOCK);
        descriptors.write(from.writeFd(), ascii("abcde"), 0, 5);
        byte[] into = new byte[9];

        assertThat(descriptors.tee(from.readFd(), copy.writeFd(), 9)).isEqualTo(5);
        assertThat(descriptors.read(copy.readFd(), into, 0, 9)).isEqualTo(5);
        assertThat(descriptors.splice(from.readFd(), to.writeFd(), 3)).isEqualTo(3);
        assertThat(descriptors.read(to.readFd(), into, 0, 9)).isEqualTo(3);
        assertThat(descriptors.read(from.readFd(), into, 0, 9)).isEqualTo(2);
        assertThat(into).startsWith(ascii("dec"));

        descriptors.close(from.writeFd());
        assertThat(descriptors.tee(from.readFd(), copy.writeFd(), 9)).isZero();
        descriptors.close(from.readFd());
        closeBoth(copy);
        closeBoth(to);
    }

    @Test
    void bytesMoveFromAStreamIntoAPipe() throws Exception {
        Sockets sockets = Linux.kernel().sockets();
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        Descriptors.Pipe to = descriptors.pipe();
        assertThat(descriptors.splice(pair.second(), to.writeFd(), 9)).isEqualTo(Linux.WOULD_BLOCK);

        sockets.send(pair.first(), ascii("abc"), 0, 3);
        sockets.send(pair.first(), ascii("def"), 0, 3);
        assertThat(descriptors.splice(pair.second(), to.writeFd(), 4)).isEqualTo(4);

        byte[] moved = new byte[8];
        assertThat(descriptors.read(to.readFd(), moved, 0, 8)).isEqualTo(4);
        assertThat(moved).startsWith('a', 'b', 'c', 'd', 0);
        for (int fd : new int[] {pair.first(), pair.second(), to.readFd(), to.writeFd()}) {
            descriptors.close(fd);
        }
    }

    @Test
    void writesAtAPlaceAndTellsAPipesSize() throws Exception {
        int fd = descriptors.memfd("test");
        byte[] large = new byte[200_000];
        large[199_999] = 7;
        descriptors.writeAt(fd, large, 0, large.length, 10);
        byte[] into = new byte[2];

        assertThat(descriptors.readAt(fd, into, 0, 2, 200_008)).isEqualTo(2);
        assertThat(into).containsExactly(0, 7);
        descriptors.close(fd);

        Descriptors.Pipe pipe = descriptors.pipe();
        int size = descriptors.setPipeCapacity(pipe.readFd(), 4096);
        assertThat(descriptors.pipeCapacity(pipe.writeFd())).isEqualTo(size);
        closeBoth(pipe);
    }

    @Test
    void opensAProcessAndRefusesOneThatIsNot() throws Exception {
        int fd = descriptors.pidFd((int) ProcessHandle.current().pid());

        assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + fd))).contains("Pid:");
        descriptors.close(fd);
        assertErrno(Errno.ESRCH, () -> descriptors.pidFd(Integer.MAX_VALUE));
    }

    @Test
    void aDuplicateIsTheSameFileAndAnotherOpenOneIsNot() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        Descriptors.Pipe other = descriptors.pipe();
        int duplicate = descriptors.duplicate(pipe.readFd());

        assertThat(descriptors.isSameFile(pipe.readFd(), duplicate)).isTrue();
        assertThat(descriptors.isSameFile(pipe.readFd(), pipe.writeFd())).isFalse();
        assertThat(descriptors.isSameFile(pipe.readFd(), other.readFd())).isFalse();
        assertThat(descriptors.isSameFile(pipe.readFd(), -1)).isFalse();
        descriptors.close(duplicate);
        closeBoth(pipe);
        closeBoth(other);
    }

    @Test
    void pipesAndSocketsAreToldFromOtherFiles() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        Sockets.Pair pair = Linux.kernel().sockets().socketPair(SocketType.STREAM);
        int memory = descriptors.memfd("x");

        assertThat(descriptors.isPipeOrSocket(pipe.writeFd())).isTrue();
        assertThat(descriptors.isPipeOrSocket(pair.first())).isTrue();
        assertThat(descriptors.isPipeOrSocket(memory)).isFalse();
        closeBoth(pipe);
        descriptors.close(pair.first());
        descriptors.close(pair.second());
        descriptors.close(memory);
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private void closeBoth(Descriptors.Pipe pipe) throws ErrnoException {
        descriptors.close(pipe.readFd());
        descriptors.close(pipe.writeFd());
    }

    private static int flags(int fd) throws Exception {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).stream()
                .filter(line -> line.startsWith("flags:"))
                .mapToInt(line -> Integer.parseInt(line.substring(6).strip(), 8))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
