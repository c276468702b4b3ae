package hearth.linux.fake;

import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link Sockets} in memory; names of both kinds are one map. */
final class FakeSockets implements Sockets {
    private final FakeLinux linux;
    private final Map<UnixAddress, FakeSocket> bound = new HashMap<>();

    FakeSockets(FakeLinux linux) {
        this.linux = linux;
    }

    @Override
    public int socket(SocketType type) {
        return linux.install(new OpenFile.Socket(new FakeSocket(type, linux.self())));
    }

    @Override
    public Pair socketPair(SocketType type) throws ErrnoException {
        int first = socket(type);
        int second = socket(type);
        find("socketpair", first).connect(find("socketpair", second));
        find("socketpair", second).connect(find("socketpair", first));
        return new Pair(first, second);
    }

    @Override
    public void bind(int fd, UnixAddress address, int mode) throws ErrnoException {
        if (bound.putIfAbsent(address, find("bind", fd)) != null) {
            throw new ErrnoException("bind", Errno.EADDRINUSE);
        }
    }

    @Override
    public void listen(int fd) throws ErrnoException {
        find("listen", fd).listen();
    }

    @Override
    public int accept(int fd) throws ErrnoException {
        linux.mayFail("accept4");
        FakeSocket listener = find("accept4", fd);
        if (!listener.isListening()) {
            throw new ErrnoException("accept4", Errno.EINVAL);
        }
        FakeSocket connection = listener.backlog().poll();
        return connection == null
                ? Linux.WOULD_BLOCK
                : linux.install(new OpenFile.Socket(connection));
    }

    @Override
    public boolean connect(int fd, UnixAddress address) throws ErrnoException {
        FakeSocket client = find("connect", fd);
        FakeSocket target = target("connect", address);
        if (client.type() == SocketType.DATAGRAM) {
            client.connect(target);
            return true;
        }
        if (!target.isListening()) {
            throw new ErrnoException("connect", Errno.ECONNREFUSED);
        }
        if (target.backlog().size() >= BACKLOG) {
            return false;
        }
        var server = new FakeSocket(client.type(), linux.self());
        server.connect(client);
        client.connect(server);
        target.backlog().add(server);
        return true;
    }

    @Override
    public int send(int fd, byte[] data, int offset, int length, int... fds) throws ErrnoException {
        FakeSocket socket = find("sendmsg", fd);
        Errno missing = socket.isAtEnd() ? Errno.EPIPE : Errno.ENOTCONN;
        FakeSocket peer = socket.peer().orElseThrow(() -> new ErrnoException("sendmsg", missing));
        if (peer.isAtEnd()) { // one of the two has shut that direction
            throw new ErrnoException("sendmsg", Errno.EPIPE);
        }
        return deliver(peer, data, offset, length, fds);
    }

    @Override
    public int sendTo(int fd, UnixAddress address, byte[] data, int offset, int length, int... fds)
            throws ErrnoException {
        find("sendmsg", fd);
        return deliver(target("sendmsg", address), data, offset, length, fds);
    }

    private int deliver(FakeSocket to, byte[] data, int offset, int length, int[] fds)
            throws ErrnoException {
        int count = to.room(length);
        if (count == Linux.WOULD_BLOCK) {
            return count;
        }
        byte[] copy = Arrays.copyOfRange(data, offset, offset + count);
        to.inbox().add(new FakeSocket.Packet(copy, linux.travelling(fds), linux.self()));
        return count;
    }

    @Override
    public int receive(int fd, ReceiveBuffer into) throws ErrnoException {
        return receive(fd, into, into.data().length);
    }

    @Override
    public int peekMessage(int fd, ReceiveBuffer into) throws ErrnoException {
        into.set(0, new int[0], Optional.empty());
        FakeSocket socket = find("recvmsg", fd);
        FakeSocket.Packet first = socket.inbox().peek();
        if (first == null) {
            return socket.isAtEnd() ? 0 : Linux.WOULD_BLOCK;
        }
        boolean fits = first.left() <= into.data().length;
        int size = fits ? first.copy(into.data(), 0) : 0;
        into.set(
                size,
                new int[0],
                socket.passesCredentials() ? Optional.of(first.sender()) : Optional.empty());
        into.setBringsDescriptors(first.hasFiles());
        return fits ? size : TRUNCATED;
    }

    @Override
    public int peekWithDescriptors(int fd, ReceiveBuffer into) throws ErrnoException {
        for (int left : into.takeDescriptors()) {
            linux.close(left);
        }
        int size = peekMessage(fd, into);
        FakeSocket.Packet first = find("recvmsg", fd).inbox().peek();
        if (first != null) {
            int[] copies = first.files().stream().mapToInt(linux::install).toArray();
            into.set(into.size(), copies, into.credentials());
        }
        return size;
    }

    @Override
    public void drop(int fd) throws ErrnoException {
        var buffer = new ReceiveBuffer(1);
        receive(fd, buffer);
        for (int descriptor : buffer.takeDescriptors()) {
            linux.close(descriptor);
        }
    }

    @Override
    public int peek(int fd, byte[] into) throws ErrnoException {
        FakeSocket socket = find("recvmsg", fd);
        if (socket.inbox().isEmpty()) {
            return socket.isAtEnd() ? 0 : Linux.WOULD_BLOCK;
        }
        int size = 0;
        for (FakeSocket.Packet packet : socket.inbox()) {
            size += packet.copy(into, size);
            if (packet.hasFiles()) {
                break;
            }
        }
        return size;
    }

    @Override
    public Peeked peekStream(int fd, byte[] into, int offset) throws ErrnoException {
        FakeSocket socket = find("recvmsg", fd);
        if (socket.inbox().isEmpty()) {
            return new Peeked(socket.isAtEnd() ? 0 : Linux.WOULD_BLOCK, false);
        }
        int size = 0;
        for (FakeSocket.Packet packet : socket.inbox()) {
            size += packet.copy(into, offset + size);
            if (packet.hasFiles()) {
                return new Peeked(size, true);
            }
        }
        return new Peeked(size, false);
    }

    @Override
    public int receive(int fd, ReceiveBuffer into, int bytesMax) throws ErrnoException {
        for (int left : into.takeDescriptors()) {
            linux.close(left);
        }
        into.set(0, new int[0], Optional.empty());
        FakeSocket socket = find("recvmsg", fd);
        FakeSocket.Packet first = socket.inbox().peek();
        if (first == null) {
            return socket.isAtEnd() ? 0 : Linux.WOULD_BLOCK;
        }
        Optional<Credentials> sender =
                socket.passesCredentials() ? Optional.of(first.sender()) : Optional.empty();
        var files = new ArrayList<OpenFile>();
        if (socket.type() == SocketType.STREAM) {
            int size = takeBytes(socket, into.data(), bytesMax, files);
            deliver(into, size, files, sender);
            return size;
        }
        socket.inbox().remove();
        boolean fits = first.left() <= into.data().length;
        int size = fits ? first.take(into.data(), 0, into.data().length) : 0;
        files.addAll(first.takeFiles());
        deliver(into, size, files, sender);
        return fits ? size : TRUNCATED;
    }

    /** Gives files that arrived descriptors. */
    private void deliver(
            ReceiveBuffer into, int size, List<OpenFile> files, Optional<Credentials> sender) {
        int[] fds = files.stream().mapToInt(linux::install).toArray();
        files.forEach(linux::release);
        into.set(size, fds, sender);
    }

    /** Takes what a stream has, up to and with the first files, as the kernel does. */
    private static int takeBytes(
            FakeSocket socket, byte[] into, int bytesMax, List<OpenFile> files) {
        int size = 0;
        while (size < bytesMax && files.isEmpty() && !socket.inbox().isEmpty()) {
            FakeSocket.Packet packet = socket.inbox().element();
            files.addAll(packet.takeFiles());
            size += packet.take(into, size, bytesMax - size);
            if (packet.left() == 0) {
                socket.inbox().remove();
            }
        }
        return size;
    }

    @Override
    public Credentials peerCredentials(int fd) throws ErrnoException {
        return find("getsockopt", fd).peerCredentials().orElse(new Credentials(0, -1, -1));
    }

    @Override
    public OptionalInt peerPidFd(int fd) throws ErrnoException {
        Optional<Credentials> peer = find("getsockopt", fd).peerCredentials();
        return peer.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(linux.descriptors().pidFd(peer.get().pid()));
    }

    @Override
    public int option(int fd, SocketOption option) throws ErrnoException {
        FakeSocket socket = find("getsockopt", fd);
        return switch (option) {
            case TYPE ->
                    switch (socket.type()) {
                        case STREAM -> 1;
                        case DATAGRAM -> 2;
                        case SEQPACKET -> 5;
                    };
            case DOMAIN -> 1;
            case LISTENING -> socket.isListening() ? 1 : 0;
            case PASS_CREDENTIALS -> socket.passesCredentials() ? 1 : 0;
            case ERROR, TIMESTAMP, OUT_OF_BAND_INLINE -> 0;
            case PEEK_OFFSET -> -1;
            case PASS_RIGHTS -> 1;
            case SEND_BUFFER, RECEIVE_BUFFER -> 212_992;
        };
    }

    @Override
    public void setOption(int fd, SocketOption option, int value) throws ErrnoException {
        FakeSocket socket = find("setsockopt", fd);
        switch (option) {
            case PASS_CREDENTIALS -> socket.passCredentials(value != 0);
            case SEND_BUFFER, RECEIVE_BUFFER -> {} // the buffers stay as they are
            case OUT_OF_BAND_INLINE -> {} // nothing is sent out of band here
            case TYPE, DOMAIN, ERROR, LISTENING, PEEK_OFFSET, TIMESTAMP, PASS_RIGHTS ->
                    throw new ErrnoException("setsockopt", Errno.ENOPROTOOPT);
        }
    }

    @Override
    public void shutdown(int fd, Direction direction) throws ErrnoException {
        FakeSocket socket = find("shutdown", fd);
        switch (direction) {
            case READING -> socket.shut();
            case WRITING -> socket.peer().ifPresent(FakeSocket::shut);
            case BOTH -> {
                socket.shut();
                socket.peer().ifPresent(FakeSocket::shut);
            }
        }
    }

    private FakeSocket find(String call, int fd) throws ErrnoException {
        if (linux.file(call, fd) instanceof OpenFile.Socket(FakeSocket socket)) {
            return socket;
        }
        throw new ErrnoException(call, Errno.ENOTSOCK);
    }

    private FakeSocket target(String call, UnixAddress address) throws ErrnoException {
        FakeSocket target = bound.get(address);
        if (target == null) {
            boolean isPath = address instanceof UnixAddress.InFilesystem;
            throw new ErrnoException(call, isPath ? Errno.ENOENT : Errno.ECONNREFUSED);
        }
        return target;
    }
}
