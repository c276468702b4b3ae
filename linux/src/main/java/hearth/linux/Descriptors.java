package hearth.linux;

import java.util.List;

/** Calls on open descriptors of any kind. */
public interface Descriptors {
    /**
     * The most bytes a sealed memfd may hold for {@link #readSealed}: an order or a unit file is
     * never larger.
     */
    int SEALED_SIZE_LIMIT = 64 << 20;

    /**
     * Closes a descriptor.
     *
     * @throws ErrnoException EBADF where {@code fd} isn't open
     * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
     */
    void close(int fd) throws ErrnoException;

    /**
     * Closes a descriptor that belongs to the caller; a failure has no consequence and is not told.
     */
    default void closeQuietly(int fd) {
        try {
            close(fd);
        } catch (ErrnoException e) {
            // Nothing is left to be done: the descriptor is gone, or was never there.
        }
    }

    /**
     * Returns a second, close-on-exec descriptor for the same open file; the caller closes it.
     *
     * @throws ErrnoException EBADF, EMFILE
     * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2),
     *     F_DUPFD_CLOEXEC</a>
     */
    int duplicate(int fd) throws ErrnoException;

    /**
     * Reads up to {@code length} bytes into {@code into} from {@code offset} on; one call reads at
     * most 64 KiB.
     *
     * @return the number of bytes, 0 at the end, or {@link Linux#WOULD_BLOCK}
     * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
     */
    int read(int fd, byte[] into, int offset, int length) throws ErrnoException;

    /**
     * Reads as {@link #read}, from a position in the file and without moving its offset.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/pread.2.html">pread(2)</a>
     */
    int readAt(int fd, byte[] into, int offset, int length, long position) throws ErrnoException;

    /**
     * Writes up to {@code length} bytes; one call writes at most 64 KiB.
     *
     * @return the number of bytes, or {@link Linux#WOULD_BLOCK}
     * @throws ErrnoException EPIPE where nobody reads any more (no signal is raised: the JVM
     *     ignores SIGPIPE)
     * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
     */
    int write(int fd, byte[] data, int offset, int length) throws ErrnoException;

    /**
     * Writes at a position of a file, and all of it.
     *
     * @throws ErrnoException ENOSPC and the like: a beginning may have been written
     * @see <a href="https://man7.org/linux/man-pages/man2/pwrite.2.html">pwrite(2)</a>
     */
    void writeAt(int fd, byte[] data, int offset, int length, long position) throws ErrnoException;

    /**
     * Copies what a pipe holds into another one and leaves it where it is; waits for neither.
     *
     * @return how many bytes, 0 where the pipe is empty and nobody writes into it any more, or
     *     {@link Linux#WOULD_BLOCK}
     * @see <a href="https://man7.org/linux/man-pages/man2/tee.2.html">tee(2)</a>
     */
    int tee(int fromPipe, int toPipe, int length) throws ErrnoException;

    /**
     * Moves bytes from a pipe, or from a stream socket, into a pipe: whoever is killed meanwhile
     * leaves each byte in one of the two. Waits for neither.
     *
     * @return as {@link #tee}; of a stream, which has bytes in pieces, it may be fewer than fit
     * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
     */
    int splice(int from, int toPipe, int length) throws ErrnoException;

    /**
     * Makes a non-blocking pipe; the caller closes both ends.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/pipe2.2.html">pipe2(2)</a>
     */
    Pipe pipe() throws ErrnoException;

    /** The two ends of a pipe. */
    record Pipe(int readFd, int writeFd) {}

    /**
     * Sets a pipe's capacity in bytes; the kernel rounds up and returns what it took.
     *
     * @throws ErrnoException EPERM above {@code /proc/sys/fs/pipe-max-size}
     * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2), F_SETPIPE_SZ</a>
     */
    int setPipeCapacity(int fd, int sizeBytes) throws ErrnoException;

    /**
     * Returns whether it is a pipe or a FIFO. Asking waits for nobody: not for who writes into a
     * pipe and holds its lock, nor for the program that a file in FUSE belongs to.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2),
     *     AT_STATX_DONT_SYNC</a>
     */
    boolean isPipe(int fd);

    /**
     * Returns whether it is a pipe, a FIFO or a socket: looking at what happens there waits for
     * nobody, which is not so of files that a program serves. Neither does asking.
     */
    boolean isPipeOrSocket(int fd);

    /**
     * Returns whether two descriptors refer to the same open file: one was made of the other, or
     * passed. Asking waits for nobody: the file itself is not asked.
     *
     * @return false also where the kernel doesn't tell
     * @see <a href="https://man7.org/linux/man-pages/man2/kcmp.2.html">kcmp(2), KCMP_FILE</a>
     */
    boolean isSameFile(int first, int second);

    /**
     * Gives the calling thread a table of descriptors of its own, in which these are alone. What it
     * has when it ends is closed by the kernel, without that any socket lingers; to close them from
     * the table of all others is no last close until then.
     *
     * @return the thread's number, for {@link #isThreadOver}
     * @see <a href="https://man7.org/linux/man-pages/man2/unshare.2.html">unshare(2),
     *     CLONE_FILES</a>
     */
    int keepAlone(List<Integer> fds) throws ErrnoException;

    /** Returns whether the kernel has nothing more of a thread of this process. */
    boolean isThreadOver(int thread);

    /**
     * Returns a pipe's capacity in bytes.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2), F_GETPIPE_SZ</a>
     */
    int pipeCapacity(int fd) throws ErrnoException;

    /**
     * Sets or clears O_NONBLOCK.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2), F_SETFL</a>
     */
    void setNonBlocking(int fd, boolean isNonBlocking) throws ErrnoException;

    /**
     * Sets or clears FD_CLOEXEC: cleared only for a descriptor that a child is meant to get.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2), F_SETFD</a>
     */
    void setCloseOnExec(int fd, boolean isCloseOnExec) throws ErrnoException;

    /**
     * Returns what an open file is; device and inode are what {@code JOURNAL_STREAM=} carries.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/fstat.2.html">fstat(2)</a>
     */
    FileStatus status(int fd) throws ErrnoException;

    /**
     * Makes an empty file in memory that can be sealed; the caller closes it.
     *
     * @param name what {@code /proc/self/fd} shows; at most 249 bytes
     * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
     */
    int memfd(String name) throws ErrnoException;

    /**
     * Makes a sealed file in memory with this content, to be read from its beginning; the caller
     * closes it.
     *
     * @see #readSealed
     */
    int sealedMemfd(String name, byte[] content) throws ErrnoException;

    /**
     * Forbids, for everybody and for ever, to write, grow, shrink or unseal a memfd.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2), F_ADD_SEALS</a>
     */
    void seal(int fd) throws ErrnoException;

    /**
     * Returns the content of a memfd that somebody else made; the descriptor stays open.
     *
     * <p>The seals are verified before anything is read: without them the sender could change or
     * cut the content between our check and our use of it.
     *
     * @param limitBytes the largest content accepted
     * @throws ErrnoException EPERM where a seal is missing, EINVAL where it is no memfd, EFBIG
     *     above the limit
     */
    byte[] readSealed(int fd, int limitBytes) throws ErrnoException;

    /**
     * Opens a descriptor that refers to a process; the caller closes it.
     *
     * @throws ErrnoException ESRCH where no such process exists
     * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
     */
    int pidFd(int pid) throws ErrnoException;
}
