package hearth.linux.fake;

import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A Unix socket in memory: what waits to be read, and who is at the other end. */
final class FakeSocket {
    /** As the kernel's default buffers. */
    private static final int CAPACITY = 212_992;

    /** Bytes on their way, and the files that travel with the first of them. */
    static final class Packet {
        private final byte[] data;
        private int taken;
        private List<OpenFile> files;
        private final Credentials sender;

        Packet(byte[] data, List<OpenFile> files, Credentials sender) {
            this.data = data;
            this.files = files;
            this.sender = sender;
        }

        int left() {
            return data.length - taken;
        }

        List<OpenFile> takeFiles() {
            List<OpenFile> all = files;
            files = List.of();
            return all;
        }

        Credentials sender() {
            return sender;
        }

        List<OpenFile> files() {
            return files;
        }

        boolean hasFiles() {
            return !files.isEmpty();
        }

        /** Copies what fits; returns how many bytes. */
        int copy(byte[] into, int offset) {
            int count = Math.min(into.length - offset, left());
            System.arraycopy(data, taken, into, offset, count);
            return count;
        }

        /** Moves up to {@code length} bytes; returns how many. */
        int take(byte[] into, int offset, int length) {
            int count = Math.min(length, left());
            System.arraycopy(data, taken, into, offset, count);
            taken += count;
            return count;
        }
    }

    private final SocketType type;
    private final Credentials owner;
    private final Deque<Packet> inbox = new ArrayDeque<>();
    private final Deque<FakeSocket> backlog = new ArrayDeque<>();
    private Optional<FakeSocket> peer = Optional.empty();
    private Optional<Credentials> peerCredentials = Optional.empty();
    private boolean isListening;
    private boolean isShut;
    private boolean passesCredentials;

    FakeSocket(SocketType type, Credentials owner) {
        this.type = type;
        this.owner = owner;
    }

    SocketType type() {
        return type;
    }

    boolean isListening() {
        return isListening;
    }

    void listen() {
        isListening = true;
    }

    void passCredentials(boolean passes) {
        passesCredentials = passes;
    }

    boolean passesCredentials() {
        return passesCredentials;
    }

    Optional<FakeSocket> peer() {
        return peer;
    }

    Optional<Credentials> peerCredentials() {
        return peerCredentials;
    }

    Deque<Packet> inbox() {
        return inbox;
    }

    Deque<FakeSocket> backlog() {
        return backlog;
    }

    /**
     * Connects two sockets, in both directions unless they are datagram sockets of different
     * owners.
     */
    void connect(FakeSocket other) {
        peer = Optional.of(other);
        peerCredentials = Optional.of(other.owner);
    }

    /** Returns whether the other end writes no more. */
    boolean isAtEnd() {
        return isShut;
    }

    /** Tells that the other end writes no more. */
    void shut() {
        isShut = true;
    }

    /** Returns how many bytes fit; {@link Linux#WOULD_BLOCK} where the message has to wait. */
    int room(int length) {
        int waiting = inbox.stream().mapToInt(Packet::left).sum();
        int room = CAPACITY - waiting;
        if (type == SocketType.STREAM) {
            return room > 0 ? Math.min(room, length) : Linux.WOULD_BLOCK;
        }
        return room >= length ? length : Linux.WOULD_BLOCK;
    }

    int ready() {
        if (isListening) {
            return backlog.isEmpty() ? 0 : Polling.READABLE;
        }
        int ready = inbox.isEmpty() && !isShut ? 0 : Polling.READABLE;
        if (isShut) {
            ready |= Polling.PEER_SHUT;
            ready |= peer.isEmpty() ? Polling.HANG_UP : 0;
        }
        boolean hasRoom = peer.filter(other -> other.room(1) > 0).isPresent();
        return hasRoom ? ready | Polling.WRITABLE : ready;
    }

    /** Returns a number that changes with what there is to be read. */
    long edge() {
        long waiting = inbox.stream().mapToLong(Packet::left).sum();
        return waiting << Integer.SIZE | ready();
    }

    void close() {
        if (type != SocketType.DATAGRAM) {
            peer.ifPresent(FakeSocket::peerClosed);
        }
        backlog.forEach(FakeSocket::close);
        peer = Optional.empty();
    }

    private void peerClosed() {
        isShut = true;
        peer = Optional.empty();
    }
}
