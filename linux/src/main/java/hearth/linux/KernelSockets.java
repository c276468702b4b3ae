package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link Sockets} by downcalls. */
final class KernelSockets implements Sockets {
    static final KernelSockets INSTANCE = new KernelSockets();

    /**
     * The most bytes of a message: the kernel's own buffers are smaller unless an administrator
     * grew them.
     */
    private static final int MESSAGE_LIMIT = 1 << 20;

    /** The most bytes a stream takes or gives a call. */
    private static final int STREAM_CHUNK = 64 << 10;

    private static final short AF_UNIX = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SOCK_FLAGS = 0x80000 | 0x800; // SOCK_CLOEXEC, SOCK_NONBLOCK
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERPIDFD = 77;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int SCM_TIMESTAMP = 29;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_PEEK = 0x02;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    // Where the structures of a call lie in the thread's memory, and how large they are.
    private static final long HEADER = 0;
    private static final long HEADER_SIZE = 56;
    private static final long IOVEC = 64;
    private static final long NAME = 128;
    private static final int NAME_SIZE = 110;
    private static final long CONTROL = 256;
    private static final int CONTROL_HEADER = 16;
    // All descriptors the kernel passes, one set of credentials, and what a newer kernel may add.
    private static final int CONTROL_SIZE = 1280;
    // Room for credentials, and for a time, and none for descriptors beside it.
    private static final int CREDENTIALS_SIZE = 32;
    private static final int TIMESTAMP_SIZE = 32;

    // int socket(int domain, int type, int protocol);
    private static final MethodHandle SOCKET =
            Libc.link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    // int socketpair(int domain, int type, int protocol, int sv[2]);
    private static final MethodHandle SOCKETPAIR =
            Libc.link(
                    "socketpair",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    private static final MethodHandle BIND =
            Libc.link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    private static final MethodHandle CONNECT =
            Libc.link("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int listen(int sockfd, int backlog);
    private static final MethodHandle LISTEN =
            Libc.link("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);
    private static final MethodHandle ACCEPT4 =
            Libc.link(
                    "accept4",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    // int fchmod(int fd, mode_t mode);
    private static final MethodHandle FCHMOD =
            Libc.link("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags);
    private static final MethodHandle SENDMSG =
            Libc.link("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    // ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags);
    private static final MethodHandle RECVMSG =
            Libc.link("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen);
    private static final MethodHandle GETSOCKOPT =
            Libc.link(
                    "getsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);
    private static final MethodHandle SETSOCKOPT =
            Libc.link(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int shutdown(int sockfd, int how);
    private static final MethodHandle SHUTDOWN =
            Libc.link("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private KernelSockets() {}

    @Override
    public int socket(SocketType type) throws ErrnoException {
        return Libc.call(
                "socket",
                state ->
                        (int)
                                SOCKET.invokeExact(
                                        state, (int) AF_UNIX, type.number() | SOCK_FLAGS, 0));
    }

    @Override
    public Pair socketPair(SocketType type) throws ErrnoException {
        MemorySegment pair = Libc.scratch().structures;
        Libc.call(
                "socketpair",
                state ->
                        (int)
                                SOCKETPAIR.invokeExact(
                                        state, (int) AF_UNIX, type.number() | SOCK_FLAGS, 0, pair));
        return new Pair(pair.get(JAVA_INT, 0), pair.get(JAVA_INT, 4));
    }

    @Override
    public void bind(int fd, UnixAddress address, int mode) throws ErrnoException {
        MemorySegment name = Libc.scratch().structures.asSlice(NAME, NAME_SIZE);
        int length = writeAddress("bind", address, name);
        // The node gets the socket's own mode less the umask, so it is never open wider than asked
        // for.
        Libc.call("fchmod", state -> (int) FCHMOD.invokeExact(state, fd, mode));
        Libc.call("bind", state -> (int) BIND.invokeExact(state, fd, name, length));
        if (address instanceof UnixAddress.InFilesystem(String path)) {
            KernelFilesystem.INSTANCE.changeMode(path, mode);
        }
    }

    @Override
    public void listen(int fd) throws ErrnoException {
        Libc.call("listen", state -> (int) LISTEN.invokeExact(state, fd, BACKLOG));
    }

    @Override
    public int accept(int fd) throws ErrnoException {
        while (true) {
            try {
                return Libc.callOrWouldBlock(
                        "accept4",
                        state ->
                                (int)
                                        ACCEPT4.invokeExact(
                                                state,
                                                fd,
                                                MemorySegment.NULL,
                                                MemorySegment.NULL,
                                                SOCK_FLAGS));
            } catch (ErrnoException e) {
                if (!e.is(Errno.ECONNABORTED)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public boolean connect(int fd, UnixAddress address) throws ErrnoException {
        MemorySegment name = Libc.scratch().structures.asSlice(NAME, NAME_SIZE);
        int length = writeAddress("connect", address, name);
        return Libc.callOrWouldBlock(
                        "connect", state -> (int) CONNECT.invokeExact(state, fd, name, length))
                != Linux.WOULD_BLOCK;
    }

    @Override
    public int send(int fd, byte[] data, int offset, int length, int... fds) throws ErrnoException {
        return sendMessage(fd, 0, data, offset, length, fds);
    }

    @Override
    public int sendTo(int fd, UnixAddress address, byte[] data, int offset, int length, int... fds)
            throws ErrnoException {
        MemorySegment name = Libc.scratch().structures.asSlice(NAME, NAME_SIZE);
        int nameLength = writeAddress("sendmsg", address, name);
        return sendMessage(fd, nameLength, data, offset, length, fds);
    }

    private int sendMessage(int fd, int nameLength, byte[] data, int offset, int length, int[] fds)
            throws ErrnoException {
        if (fds.length > ReceiveBuffer.DESCRIPTOR_LIMIT) {
            throw new ErrnoException("sendmsg", Errno.EINVAL);
        }
        int count = length;
        if (length > STREAM_CHUNK && option(fd, SocketOption.TYPE) == SocketType.STREAM.number()) {
            count = STREAM_CHUNK;
        } else if (length > MESSAGE_LIMIT) {
            throw new ErrnoException("sendmsg", Errno.EMSGSIZE);
        }
        Libc.Scratch scratch = Libc.scratch();
        MemorySegment structures = scratch.structures;
        int controlLength = writeDescriptors(structures.asSlice(CONTROL, CONTROL_SIZE), fds);
        writeHeader(
                structures, scratch.data(data, offset, count), count, nameLength, controlLength);
        return Libc.callOrWouldBlock(
                "sendmsg",
                state -> (long) SENDMSG.invokeExact(state, fd, structures, MSG_NOSIGNAL));
    }

    @Override
    public int receive(int fd, ReceiveBuffer into) throws ErrnoException {
        return receive(fd, into, into.data().length);
    }

    @Override
    public int peek(int fd, byte[] into) throws ErrnoException {
        Libc.Scratch scratch = Libc.scratch();
        MemorySegment structures = scratch.structures;
        MemorySegment data = scratch.data(into.length);
        writeHeader(structures, data, into.length, 0, 0);
        int size =
                Libc.callOrWouldBlock(
                        "recvmsg",
                        state -> (long) RECVMSG.invokeExact(state, fd, structures, MSG_PEEK));
        if (size > 0) {
            MemorySegment.copy(data, JAVA_BYTE, 0, into, 0, size);
        }
        return size;
    }

    @Override
    public void drop(int fd) throws ErrnoException {
        MemorySegment structures = Libc.scratch().structures;
        MemorySegment data = Libc.scratch().data(1);
        writeHeader(structures, data, 1, 0, 0);
        Libc.callOrWouldBlock(
                "recvmsg",
                state -> (long) RECVMSG.invokeExact(state, fd, structures, MSG_DONTWAIT));
    }

    @Override
    public Peeked peekStream(int fd, byte[] into, int offset) throws ErrnoException {
        int length = Math.min(into.length - offset, STREAM_CHUNK);
        Libc.Scratch scratch = Libc.scratch();
        MemorySegment structures = scratch.structures;
        MemorySegment data = scratch.data(length);
        writeHeader(structures, data, length, 0, 0);
        int size =
                Libc.callOrWouldBlock(
                        "recvmsg",
                        state ->
                                (long)
                                        RECVMSG.invokeExact(
                                                state, fd, structures, MSG_PEEK | MSG_DONTWAIT));
        if (size <= 0) {
            return new Peeked(size, false);
        }
        MemorySegment.copy(data, JAVA_BYTE, 0, into, offset, size);
        // What travels beside them has no room here, and the kernel says so.
        return new Peeked(size, (structures.get(JAVA_INT, HEADER + 48) & MSG_CTRUNC) != 0);
    }

    @Override
    public int peekMessage(int fd, ReceiveBuffer into) throws ErrnoException {
        // No room for copies of descriptors: to close one would ask whoever serves its file.
        int control = CREDENTIALS_SIZE + (into.isStamped() ? TIMESTAMP_SIZE : 0);
        int size = receive(fd, into, into.data().length, control, MSG_PEEK | MSG_CMSG_CLOEXEC);
        int[] copies = into.takeDescriptors(); // there is room where no credentials come
        for (int copy : copies) {
            KernelDescriptors.INSTANCE.closeQuietly(copy);
        }
        boolean isCut =
                size != Linux.WOULD_BLOCK
                        && (Libc.scratch().structures.get(JAVA_INT, HEADER + 48) & MSG_CTRUNC) != 0;
        into.setBringsDescriptors(isCut || copies.length > 0);
        return size;
    }

    @Override
    public int peekWithDescriptors(int fd, ReceiveBuffer into) throws ErrnoException {
        return receive(fd, into, into.data().length, CONTROL_SIZE, MSG_PEEK | MSG_CMSG_CLOEXEC);
    }

    @Override
    public int receive(int fd, ReceiveBuffer into, int bytesMax) throws ErrnoException {
        return receive(fd, into, bytesMax, CONTROL_SIZE, MSG_CMSG_CLOEXEC);
    }

    private static int receive(int fd, ReceiveBuffer into, int bytesMax, int controlSize, int flags)
            throws ErrnoException {
        for (int left : into.takeDescriptors()) {
            KernelDescriptors.INSTANCE.closeQuietly(left);
        }
        into.set(0, new int[0], Optional.empty());
        Libc.Scratch scratch = Libc.scratch();
        MemorySegment structures = scratch.structures;
        int capacity = Math.min(bytesMax, into.data().length);
        MemorySegment data = scratch.data(capacity);
        writeHeader(structures, data, capacity, 0, controlSize);
        int size =
                Libc.callOrWouldBlock(
                        "recvmsg",
                        state -> (long) RECVMSG.invokeExact(state, fd, structures, flags));
        if (size == Linux.WOULD_BLOCK) {
            return size;
        }
        readControl(structures, size, into);
        int lost = (flags & MSG_PEEK) != 0 ? MSG_TRUNC : MSG_TRUNC | MSG_CTRUNC;
        if ((structures.get(JAVA_INT, HEADER + 48) & lost) != 0) {
            long sentUsec = into.sentUsec();
            into.set(0, into.takeDescriptors(), into.credentials());
            into.setSentUsec(sentUsec);
            return TRUNCATED;
        }
        MemorySegment.copy(data, JAVA_BYTE, 0, into.data(), 0, size);
        return size;
    }

    @Override
    public Credentials peerCredentials(int fd) throws ErrnoException {
        MemorySegment value = Libc.scratch().structures;
        getOption(fd, SO_PEERCRED, value, 12);
        return new Credentials(
                value.get(JAVA_INT, 0), value.get(JAVA_INT, 4), value.get(JAVA_INT, 8));
    }

    @Override
    public OptionalInt peerPidFd(int fd) throws ErrnoException {
        MemorySegment value = Libc.scratch().structures;
        try {
            getOption(fd, SO_PEERPIDFD, value, 4);
            return OptionalInt.of(value.get(JAVA_INT, 0));
        } catch (ErrnoException e) {
            // An older kernel; no peer that connected; a process that is gone.
            if (e.is(Errno.ENOPROTOOPT)
                    || e.is(Errno.ENODATA)
                    || e.is(Errno.ESRCH)
                    || e.is(Errno.EINVAL)) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    @Override
    public int option(int fd, SocketOption option) throws ErrnoException {
        MemorySegment value = Libc.scratch().structures;
        getOption(fd, option.number(), value, 4);
        return value.get(JAVA_INT, 0);
    }

    @Override
    public void setOption(int fd, SocketOption option, int value) throws ErrnoException {
        MemorySegment number = Libc.scratch().structures;
        number.set(JAVA_INT, 0, value);
        Libc.call(
                "setsockopt",
                state ->
                        (int)
                                SETSOCKOPT.invokeExact(
                                        state, fd, SOL_SOCKET, option.number(), number, 4));
    }

    @Override
    public void shutdown(int fd, Direction direction) throws ErrnoException {
        int how =
                switch (direction) {
                    case READING -> 0; // SHUT_RD
                    case WRITING -> 1; // SHUT_WR
                    case BOTH -> 2; // SHUT_RDWR
                };
        Libc.call("shutdown", state -> (int) SHUTDOWN.invokeExact(state, fd, how));
    }

    private static void getOption(int fd, int option, MemorySegment value, int size)
            throws ErrnoException {
        MemorySegment length = value.asSlice(size, 4);
        length.set(JAVA_INT, 0, size);
        Libc.call(
                "getsockopt",
                state ->
                        (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, value, length));
    }

    /**
     * Writes struct sockaddr_un; returns its length, which for an abstract name is a part of the
     * name.
     */
    private static int writeAddress(String call, UnixAddress address, MemorySegment into)
            throws ErrnoException {
        byte[] name =
                switch (address) {
                    case UnixAddress.InFilesystem(String path) ->
                            path.getBytes(StandardCharsets.UTF_8);
                    case UnixAddress.Abstract(String text) ->
                            ("\0" + text).getBytes(StandardCharsets.UTF_8);
                };
        boolean isPath = address instanceof UnixAddress.InFilesystem;
        if (name.length > UnixAddress.LENGTH_LIMIT) {
            throw new ErrnoException(call, Errno.ENAMETOOLONG);
        }
        if (isPath
                && (name.length == 0 || new String(name, StandardCharsets.UTF_8).indexOf(0) >= 0)) {
            throw new ErrnoException(call, Errno.EINVAL);
        }
        into.fill((byte) 0);
        into.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, into, JAVA_BYTE, 2, name.length);
        return 2 + name.length + (isPath ? 1 : 0);
    }

    /** Writes struct msghdr and its iovec. */
    private static void writeHeader(
            MemorySegment structures, MemorySegment data, long size, int nameLength, long control) {
        structures.asSlice(HEADER, HEADER_SIZE).fill((byte) 0);
        if (nameLength > 0) {
            structures.set(ADDRESS, HEADER, structures.asSlice(NAME));
            structures.set(JAVA_INT, HEADER + 8, nameLength);
        }
        structures.set(ADDRESS, HEADER + 16, structures.asSlice(IOVEC));
        structures.set(JAVA_LONG, HEADER + 24, 1);
        structures.set(ADDRESS, IOVEC, data);
        structures.set(JAVA_LONG, IOVEC + 8, size);
        if (control > 0) {
            structures.set(ADDRESS, HEADER + 32, structures.asSlice(CONTROL));
            structures.set(JAVA_LONG, HEADER + 40, control);
        }
    }

    /**
     * Writes a cmsghdr with SCM_RIGHTS; returns the control data's length, 0 where there is none.
     */
    private static int writeDescriptors(MemorySegment control, int[] fds) {
        if (fds.length == 0) {
            return 0;
        }
        int length = CONTROL_HEADER + 4 * fds.length;
        control.set(JAVA_LONG, 0, length);
        control.set(JAVA_INT, 8, SOL_SOCKET);
        control.set(JAVA_INT, 12, SCM_RIGHTS);
        MemorySegment.copy(fds, 0, control, JAVA_INT, CONTROL_HEADER, fds.length);
        return (length + 7) & ~7;
    }

    /** Takes descriptors and credentials out of the control data. */
    private static void readControl(MemorySegment structures, int size, ReceiveBuffer into) {
        MemorySegment control = structures.asSlice(CONTROL, structures.get(JAVA_LONG, HEADER + 40));
        int[] fds = {};
        Optional<Credentials> credentials = Optional.empty();
        long sentUsec = 0;
        long at = 0;
        while (at + CONTROL_HEADER <= control.byteSize()) {
            long length = control.get(JAVA_LONG, at);
            if (length < CONTROL_HEADER || at + length > control.byteSize()) {
                break;
            }
            long data = at + CONTROL_HEADER;
            boolean isOfSocket = control.get(JAVA_INT, at + 8) == SOL_SOCKET;
            int type = control.get(JAVA_INT, at + 12);
            if (isOfSocket && type == SCM_RIGHTS) {
                int count = (int) (length - CONTROL_HEADER) / 4;
                int before = fds.length;
                fds = Arrays.copyOf(fds, before + count);
                MemorySegment.copy(control, JAVA_INT, data, fds, before, count);
            } else if (isOfSocket && type == SCM_CREDENTIALS) {
                credentials =
                        Optional.of(
                                new Credentials(
                                        control.get(JAVA_INT, data),
                                        control.get(JAVA_INT, data + 4),
                                        control.get(JAVA_INT, data + 8)));
            } else if (isOfSocket && type == SCM_TIMESTAMP) {
                sentUsec =
                        control.get(JAVA_LONG, data) * 1_000_000 + control.get(JAVA_LONG, data + 8);
            }
            at += (length + 7) & ~7;
        }
        into.set(size, fds, credentials);
        into.setSentUsec(sentUsec);
    }
}
