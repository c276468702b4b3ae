package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** {@link Descriptors} by downcalls. */
final class KernelDescriptors implements Descriptors {
    static final KernelDescriptors INSTANCE = new KernelDescriptors();

    /** The most bytes one read or write moves: what the thread's native memory grows to. */
    private static final int CHUNK = 64 << 10;

    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int FD_CLOEXEC = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    private static final int ALL_SEALS = 0xf; // SEAL, SHRINK, GROW, WRITE
    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;
    private static final int SPLICE_F_NONBLOCK = 0x2;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_STATX_DONT_SYNC = 0x4000;
    private static final int STATX_TYPE = 0x1;
    private static final int STATX_BASIC_STATS = 0x7ff;

    // int close(int fd);
    private static final MethodHandle CLOSE =
            Libc.link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    // int fcntl(int fd, int cmd, ... /* int */);
    private static final MethodHandle FCNTL =
            Libc.linkVariadic(
                    "fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    // ssize_t read(int fd, void *buf, size_t count);
    private static final MethodHandle READ =
            Libc.link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    // ssize_t pread(int fd, void *buf, size_t count, off_t offset);
    private static final MethodHandle PREAD =
            Libc.link(
                    "pread",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    // ssize_t write(int fd, const void *buf, size_t count);
    private static final MethodHandle WRITE =
            Libc.link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    // ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset);
    private static final MethodHandle PWRITE =
            Libc.link(
                    "pwrite",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    // ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags);
    private static final MethodHandle TEE =
            Libc.link(
                    "tee",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    // ssize_t splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len,
    //                unsigned int flags);
    private static final MethodHandle SPLICE =
            Libc.link(
                    "splice",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    // int pipe2(int pipefd[2], int flags);
    private static final MethodHandle PIPE2 =
            Libc.link("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // int statx(int dirfd, const char *pathname, int flags, unsigned int mask, struct statx *buf);
    private static final MethodHandle STATX =
            Libc.link(
                    "statx",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    // int memfd_create(const char *name, unsigned int flags);
    private static final MethodHandle MEMFD_CREATE =
            Libc.link("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // int pidfd_open(pid_t pid, unsigned int flags); since glibc 2.36
    private static final MethodHandle PIDFD_OPEN =
            Libc.link("pidfd_open", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private KernelDescriptors() {}

    @Override
    public void close(int fd) throws ErrnoException {
        // Linux has released the descriptor even where a signal interrupted: never again.
        long result = Libc.once("close", state -> (int) CLOSE.invokeExact(state, fd));
        if (result < 0 && !Libc.lastErrno().equals(Errno.EINTR)) {
            throw new ErrnoException("close", Libc.lastErrno());
        }
    }

    @Override
    public int duplicate(int fd) throws ErrnoException {
        return fcntl(fd, F_DUPFD_CLOEXEC, 3);
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) throws ErrnoException {
        int count = Math.min(length, CHUNK);
        MemorySegment data = Libc.scratch().data(count);
        int read =
                Libc.callOrWouldBlock(
                        "read", state -> (long) READ.invokeExact(state, fd, data, (long) count));
        copyOut(data, read, into, offset);
        return read;
    }

    @Override
    public int readAt(int fd, byte[] into, int offset, int length, long position)
            throws ErrnoException {
        int count = Math.min(length, CHUNK);
        MemorySegment data = Libc.scratch().data(count);
        int read =
                Libc.callOrWouldBlock(
                        "pread",
                        state -> (long) PREAD.invokeExact(state, fd, data, (long) count, position));
        copyOut(data, read, into, offset);
        return read;
    }

    @Override
    public int write(int fd, byte[] data, int offset, int length) throws ErrnoException {
        int count = Math.min(length, CHUNK);
        MemorySegment from = Libc.scratch().data(data, offset, count);
        return Libc.callOrWouldBlock(
                "write", state -> (long) WRITE.invokeExact(state, fd, from, (long) count));
    }

    @Override
    public void writeAt(int fd, byte[] data, int offset, int length, long position)
            throws ErrnoException {
        for (int done = 0; done < length; ) {
            done += writeSome(fd, data, offset + done, length - done, position + done);
        }
    }

    @Override
    public int tee(int fromPipe, int toPipe, int length) throws ErrnoException {
        return Libc.callOrWouldBlock(
                "tee",
                state ->
                        (long)
                                TEE.invokeExact(
                                        state, fromPipe, toPipe, (long) length, SPLICE_F_NONBLOCK));
    }

    @Override
    public int splice(int from, int toPipe, int length) throws ErrnoException {
        return Libc.callOrWouldBlock(
                "splice",
                state ->
                        (long)
                                SPLICE.invokeExact(
                                        state,
                                        from,
                                        MemorySegment.NULL,
                                        toPipe,
                                        MemorySegment.NULL,
                                        (long) length,
                                        SPLICE_F_NONBLOCK));
    }

    @Override
    public Pipe pipe() throws ErrnoException {
        MemorySegment ends = Libc.scratch().structures;
        Libc.call("pipe2", state -> (int) PIPE2.invokeExact(state, ends, O_CLOEXEC | O_NONBLOCK));
        return new Pipe(ends.get(JAVA_INT, 0), ends.get(JAVA_INT, 4));
    }

    @Override
    public int setPipeCapacity(int fd, int sizeBytes) throws ErrnoException {
        return fcntl(fd, F_SETPIPE_SZ, sizeBytes);
    }

    @Override
    public int pipeCapacity(int fd) throws ErrnoException {
        return fcntl(fd, F_GETPIPE_SZ, 0);
    }

    @Override
    public void setNonBlocking(int fd, boolean isNonBlocking) throws ErrnoException {
        int flags = fcntl(fd, F_GETFL, 0);
        fcntl(fd, F_SETFL, isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
    }

    @Override
    public void setCloseOnExec(int fd, boolean isCloseOnExec) throws ErrnoException {
        fcntl(fd, F_SETFD, isCloseOnExec ? FD_CLOEXEC : 0);
    }

    @Override
    public FileStatus status(int fd) throws ErrnoException {
        return status(fd, AT_EMPTY_PATH, STATX_BASIC_STATS);
    }

    private static FileStatus status(int fd, int flags, int mask) throws ErrnoException {
        MemorySegment statx = Libc.scratch().structures;
        MemorySegment empty = statx.asSlice(256, 1);
        empty.set(JAVA_BYTE, 0, (byte) 0);
        Libc.call("statx", state -> (int) STATX.invokeExact(state, fd, empty, flags, mask, statx));
        return new FileStatus(
                device(statx.get(JAVA_INT, 136), statx.get(JAVA_INT, 140)),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_SHORT, 28) & 0xffff,
                statx.get(JAVA_INT, 20),
                statx.get(JAVA_INT, 24),
                statx.get(JAVA_LONG, 40));
    }

    /** Returns glibc's dev_t, which is what other programs compare and print. */
    private static long device(long major, long minor) {
        return (major & 0xfff) << 8
                | (major & ~0xfffL) << 32
                | (minor & 0xff)
                | (minor & ~0xffL) << 12;
    }

    @Override
    public int memfd(String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "memfd_create", name);
            return Libc.call(
                    "memfd_create",
                    state ->
                            (int)
                                    MEMFD_CREATE.invokeExact(
                                            state, text, MFD_CLOEXEC | MFD_ALLOW_SEALING));
        }
    }

    @Override
    public int sealedMemfd(String name, byte[] content) throws ErrnoException {
        int fd = memfd(name);
        try {
            // At positions: who is given the file reads on from its offset.
            writeAt(fd, content, 0, content.length, 0);
            seal(fd);
            return fd;
        } catch (ErrnoException e) {
            closeQuietly(fd);
            throw e;
        }
    }

    private static int writeSome(int fd, byte[] data, int offset, int length, long position)
            throws ErrnoException {
        int count = Math.min(length, CHUNK);
        MemorySegment from = Libc.scratch().data(data, offset, count);
        return Libc.call(
                "pwrite",
                state -> (long) PWRITE.invokeExact(state, fd, from, (long) count, position));
    }

    @Override
    public void seal(int fd) throws ErrnoException {
        fcntl(fd, F_ADD_SEALS, ALL_SEALS);
    }

    @Override
    public byte[] readSealed(int fd, int limitBytes) throws ErrnoException {
        if ((fcntl(fd, F_GET_SEALS, 0) & ALL_SEALS) != ALL_SEALS) {
            throw new ErrnoException("reading a memfd that isn't sealed", Errno.EPERM);
        }
        long size = status(fd).sizeBytes();
        if (size > Math.min(limitBytes, SEALED_SIZE_LIMIT)) {
            throw new ErrnoException("reading a memfd of " + size + " bytes", Errno.EFBIG);
        }
        byte[] content = new byte[(int) size];
        for (int done = 0; done < content.length; ) {
            int read = readAt(fd, content, done, content.length - done, done);
            if (read <= 0) {
                throw new ErrnoException("reading a sealed memfd", Errno.EIO);
            }
            done += read;
        }
        return content;
    }

    @Override
    public boolean isPipe(int fd) {
        try {
            return type(fd).isFifo();
        } catch (ErrnoException _) {
            return false; // a seal or a security module: it is not to be used, then
        }
    }

    @Override
    public boolean isPipeOrSocket(int fd) {
        try {
            FileStatus type = type(fd);
            return type.isFifo() || type.isSocket();
        } catch (ErrnoException _) {
            return false;
        }
    }

    private static FileStatus type(int fd) throws ErrnoException {
        // F_GETPIPE_SZ would take the pipe's lock, and fstat(2) ask whoever serves the file.
        return status(fd, AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE);
    }

    @Override
    public boolean isSameFile(int first, int second) {
        long own = ProcessHandle.current().pid();
        return Libc.attempt(
                        "kcmp",
                        state ->
                                (long)
                                        Rare.SYSCALL.invokeExact(
                                                state,
                                                Rare.KCMP,
                                                own,
                                                own,
                                                Rare.KCMP_FILE,
                                                (long) first,
                                                (long) second))
                == 0;
    }

    @Override
    public int keepAlone(List<Integer> fds) throws ErrnoException {
        int[] kept = fds.stream().mapToInt(Integer::intValue).sorted().toArray();
        call("unshare", Rare.UNSHARE, Rare.CLONE_FILES, 0, 0);
        long next = 0;
        for (int fd : kept) {
            if (fd > next) {
                call("close_range", Rare.CLOSE_RANGE, next, fd - 1L, 0);
            }
            next = fd + 1L;
        }
        call("close_range", Rare.CLOSE_RANGE, next, Rare.LAST_DESCRIPTOR, 0);
        return (int) call("gettid", Rare.GETTID, 0, 0, 0);
    }

    @Override
    public boolean isThreadOver(int thread) {
        try {
            call("tgkill", Rare.TGKILL, ProcessHandle.current().pid(), thread, 0);
            return false;
        } catch (ErrnoException e) {
            return e.is(Errno.ESRCH);
        }
    }

    private static long call(String name, long number, long first, long second, long third)
            throws ErrnoException {
        return Libc.call(
                name,
                state ->
                        (long)
                                Rare.SYSCALL.invokeExact(
                                        state, number, first, second, third, 0L, 0L));
    }

    /** Linked where it is used first, which is rare: not all have a function in every C library. */
    private static final class Rare {
        static final long KCMP = Libc.IS_ARM ? 272 : 312;
        static final long KCMP_FILE = 0;
        static final long UNSHARE = Libc.IS_ARM ? 97 : 272;
        static final long CLONE_FILES = 0x400;
        static final long CLOSE_RANGE = 436;
        static final long LAST_DESCRIPTOR = 0xffff_ffffL;
        static final long GETTID = Libc.IS_ARM ? 178 : 186;
        static final long TGKILL = Libc.IS_ARM ? 131 : 234;

        // long syscall(long number, ...);
        // int kcmp(pid_t pid1, pid_t pid2, int type, unsigned long idx1, unsigned long idx2);
        static final MethodHandle SYSCALL =
                Libc.linkVariadic(
                        "syscall",
                        1,
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                JAVA_LONG));

        private Rare() {}
    }

    @Override
    public int pidFd(int pid) throws ErrnoException {
        return Libc.call("pidfd_open", state -> (int) PIDFD_OPEN.invokeExact(state, pid, 0));
    }

    private static int fcntl(int fd, int command, int argument) throws ErrnoException {
        return Libc.call("fcntl", state -> (int) FCNTL.invokeExact(state, fd, command, argument));
    }

    private static void copyOut(MemorySegment data, int count, byte[] into, int offset) {
        if (count > 0) {
            MemorySegment.copy(data, JAVA_BYTE, 0, into, offset, count);
        }
    }
}
