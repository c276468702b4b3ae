package hearth.linux.fake;

import hearth.linux.Descriptors;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.FileStatus;
import hearth.linux.socket.ReceiveBuffer;
import java.util.List;

/** {@link Descriptors} in memory. */
final class FakeDescriptors implements Descriptors {
    private static final int REGULAR = 0100600;
    private static final int FIFO = 0010600;
    private static final int SOCKET = 0140777;

    private final FakeLinux linux;

    FakeDescriptors(FakeLinux linux) {
        this.linux = linux;
    }

    @Override
    public void close(int fd) throws ErrnoException {
        linux.close(fd);
    }

    @Override
    public int duplicate(int fd) throws ErrnoException {
        return linux.install(linux.file("fcntl", fd));
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) throws ErrnoException {
        return switch (linux.file("read", fd)) {
            case OpenFile.PipeReader pipe -> pipe.read(into, offset, length);
            case OpenFile.Socket socket -> receive(fd, into, offset, length);
            case OpenFile.Memfd memfd -> 0; // its offset is at its end, where writing left it
            case OpenFile.PipeWriter pipe -> throw new ErrnoException("read", Errno.EBADF);
            case OpenFile.Counter counter -> throw new ErrnoException("read", Errno.EINVAL);
            case OpenFile.Timer timer -> throw new ErrnoException("read", Errno.EINVAL);
            case OpenFile.Epoll epoll -> throw new ErrnoException("read", Errno.EINVAL);
            case OpenFile.PidFd pidFd -> throw new ErrnoException("read", Errno.EINVAL);
            case OpenFile.Told told -> throw new ErrnoException("read", Errno.EINVAL);
        };
    }

    private int receive(int fd, byte[] into, int offset, int length) throws ErrnoException {
        var buffer = new ReceiveBuffer(length);
        int size = linux.sockets().receive(fd, buffer);
        for (int dropped : buffer.takeDescriptors()) {
            close(dropped);
        }
        System.arraycopy(buffer.data(), 0, into, offset, Math.max(size, 0));
        return size;
    }

    @Override
    public int readAt(int fd, byte[] into, int offset, int length, long position)
            throws ErrnoException {
        byte[] content = memfd("pread", fd, Errno.ESPIPE).content();
        int count = Math.clamp(content.length - position, 0, length);
        if (count > 0) { // else the position may be behind the end
            System.arraycopy(content, (int) position, into, offset, count);
        }
        return count;
    }

    @Override
    public int write(int fd, byte[] data, int offset, int length) throws ErrnoException {
        return switch (linux.file("write", fd)) {
            case OpenFile.PipeWriter pipe -> pipe.write(data, offset, length);
            case OpenFile.Memfd memfd -> memfd.write(data, offset, length);
            case OpenFile.Socket socket -> linux.sockets().send(fd, data, offset, length);
            case OpenFile.PipeReader pipe -> throw new ErrnoException("write", Errno.EBADF);
            case OpenFile.Counter counter -> throw new ErrnoException("write", Errno.EINVAL);
            case OpenFile.Timer timer -> throw new ErrnoException("write", Errno.EINVAL);
            case OpenFile.Epoll epoll -> throw new ErrnoException("write", Errno.EINVAL);
            case OpenFile.PidFd pidFd -> throw new ErrnoException("write", Errno.EINVAL);
            case OpenFile.Told told -> throw new ErrnoException("write", Errno.EBADF);
        };
    }

    @Override
    public void writeAt(int fd, byte[] data, int offset, int length, long position)
            throws ErrnoException {
        memfd("pwrite", fd, Errno.ESPIPE).writeAt(data, offset, length, (int) position);
    }

    @Override
    public int tee(int fromPipe, int toPipe, int length) throws ErrnoException {
        return reader("tee", fromPipe).tee(writer("tee", toPipe), length);
    }

    @Override
    public int splice(int from, int toPipe, int length) throws ErrnoException {
        OpenFile.PipeWriter to = writer("splice", toPipe);
        if (linux.file("splice", from) instanceof OpenFile.Socket) {
            byte[] moved = new byte[length];
            int count = receive(from, moved, 0, length);
            return count > 0 ? to.write(moved, 0, count) : count;
        }
        OpenFile.PipeReader reader = reader("splice", from);
        int count = reader.tee(to, length);
        reader.read(new byte[Math.max(count, 0)], 0, Math.max(count, 0));
        return count;
    }

    private OpenFile.PipeReader reader(String call, int fd) throws ErrnoException {
        if (linux.file(call, fd) instanceof OpenFile.PipeReader pipe) {
            return pipe;
        }
        throw new ErrnoException(call, Errno.EBADF);
    }

    private OpenFile.PipeWriter writer(String call, int fd) throws ErrnoException {
        if (linux.file(call, fd) instanceof OpenFile.PipeWriter pipe) {
            return pipe;
        }
        throw new ErrnoException(call, Errno.EBADF);
    }

    @Override
    public Pipe pipe() {
        var buffer = new OpenFile.PipeBuffer();
        int readFd = linux.install(new OpenFile.PipeReader(buffer));
        return new Pipe(readFd, linux.install(new OpenFile.PipeWriter(buffer)));
    }

    @Override
    public int setPipeCapacity(int fd, int sizeBytes) throws ErrnoException {
        linux.mayFail("fcntl");
        linux.file("fcntl", fd);
        return Integer.highestOneBit(Math.max(sizeBytes - 1, 4095)) << 1;
    }

    @Override
    public int pipeCapacity(int fd) throws ErrnoException {
        linux.file("fcntl", fd);
        return OpenFile.PipeBuffer.CAPACITY;
    }

    @Override
    public void setNonBlocking(int fd, boolean isNonBlocking) throws ErrnoException {
        linux.file("fcntl", fd); // nothing here ever blocks
    }

    @Override
    public void setCloseOnExec(int fd, boolean isCloseOnExec) throws ErrnoException {
        linux.file("fcntl", fd); // nothing here ever executes
    }

    @Override
    public FileStatus status(int fd) throws ErrnoException {
        OpenFile file = linux.file("statx", fd);
        long size = file instanceof OpenFile.Memfd memfd ? memfd.content().length : 0;
        int mode =
                switch (file) {
                    case OpenFile.PipeReader pipe -> FIFO;
                    case OpenFile.PipeWriter pipe -> FIFO;
                    case OpenFile.Socket socket -> SOCKET;
                    case OpenFile.Memfd memfd -> REGULAR;
                    case OpenFile.Counter counter -> 0;
                    case OpenFile.Timer timer -> 0;
                    case OpenFile.Epoll epoll -> 0;
                    case OpenFile.PidFd pidFd -> 0;
                    case OpenFile.Told told -> REGULAR;
                };
        Object identity =
                switch (file) {
                    case OpenFile.PipeReader(OpenFile.PipeBuffer pipe) -> pipe;
                    case OpenFile.PipeWriter(OpenFile.PipeBuffer pipe) -> pipe;
                    default -> file;
                };
        return new FileStatus(
                1,
                System.identityHashCode(identity),
                mode,
                linux.self().uid(),
                linux.self().gid(),
                size);
    }

    @Override
    public int memfd(String name) {
        return linux.install(new OpenFile.Memfd());
    }

    @Override
    public int sealedMemfd(String name, byte[] content) throws ErrnoException {
        var memfd = new OpenFile.Memfd();
        memfd.write(content, 0, content.length);
        memfd.seal();
        return linux.install(memfd);
    }

    @Override
    public void seal(int fd) throws ErrnoException {
        memfd("fcntl", fd, Errno.EINVAL).seal();
    }

    @Override
    public byte[] readSealed(int fd, int limitBytes) throws ErrnoException {
        OpenFile.Memfd memfd = memfd("fcntl", fd, Errno.EINVAL);
        if (!memfd.isSealed()) {
            throw new ErrnoException("reading a memfd that isn't sealed", Errno.EPERM);
        }
        byte[] content = memfd.content();
        if (content.length > limitBytes) {
            throw new ErrnoException("reading a memfd", Errno.EFBIG);
        }
        return content;
    }

    @Override
    public boolean isPipe(int fd) {
        try {
            OpenFile file = linux.file("fcntl", fd);
            return file instanceof OpenFile.PipeReader || file instanceof OpenFile.PipeWriter;
        } catch (ErrnoException _) {
            return false;
        }
    }

    @Override
    public boolean isPipeOrSocket(int fd) {
        try {
            return isPipe(fd) || linux.file("fcntl", fd) instanceof OpenFile.Socket;
        } catch (ErrnoException _) {
            return false;
        }
    }

    @Override
    public int keepAlone(List<Integer> fds) throws ErrnoException {
        throw new ErrnoException("unshare", Errno.ENOSYS); // the tests' threads have one table
    }

    @Override
    public boolean isThreadOver(int thread) {
        return true;
    }

    @Override
    public boolean isSameFile(int first, int second) {
        try {
            return linux.file("kcmp", first).equals(linux.file("kcmp", second));
        } catch (ErrnoException _) {
            return false;
        }
    }

    @Override
    public int pidFd(int pid) throws ErrnoException {
        linux.mayFail("pidfd_open");
        return linux.install(new OpenFile.PidFd(pid, linux.endedProcesses()));
    }

    private OpenFile.Memfd memfd(String call, int fd, Errno otherwise) throws ErrnoException {
        if (linux.file(call, fd) instanceof OpenFile.Memfd memfd) {
            return memfd;
        }
        throw new ErrnoException(call, otherwise);
    }
}
