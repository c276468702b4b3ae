package hearth.daemon.bus;

import hearth.daemon.reactor.Reactor;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Outbox;
import hearth.dbus.bus.PeerBus;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.dbus.object.Caller;
import hearth.linux.Credentials;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.ReceiveBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * A listening socket for D-Bus between two peers, such as {@code systemd/private}.
 *
 * <p>Belongs to the reactor. Who may connect is decided by the kernel's word about the peer: root
 * and the owner. What a peer sends goes to the service's mailbox, what it is sent comes from any
 * thread. A peer that breaks the protocol, never reads or is one too many is cut off.
 */
public final class PrivateSocket {
    /** Connections of one socket: a shell loop of clients fits, a leak does not. */
    private static final int CONNECTIONS_MAX = 512;

    /** Connections taken in one turn. */
    private static final int ACCEPTS_PER_TURN = 16;

    /** How long nobody is let in after the kernel had no descriptor for whoever came. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Calls of one connection that may wait for the mailbox before it is read again. */
    static final int CALLS_WAITING_MAX = 64;

    private static long lastId; // the reactor's

    private final Linux linux;
    private final Reactor reactor;
    private final ReceiveBuffer buffer;
    private final int fd;
    private final int owner;
    private final Guid guid;
    private final Credentials self;
    private final Executor mailbox;
    private final Peer.Service service;
    private final Reactor.Registration registration;
    private final Map<Long, PeerConnection> connections = new HashMap<>();

    /**
     * Begins to serve a listening socket, which belongs to this from now on.
     *
     * @param buffer shared by all sockets of the reactor
     * @param owner the user who may connect beside root
     * @param mailbox where {@code service} is called
     */
    public PrivateSocket(
            Linux linux,
            Reactor reactor,
            ReceiveBuffer buffer,
            int fd,
            int owner,
            Executor mailbox,
            Peer.Service service)
            throws ErrnoException {
        this.linux = linux;
        this.reactor = reactor;
        this.buffer = buffer;
        this.fd = fd;
        this.owner = owner;
        this.mailbox = mailbox;
        this.service = service;
        self = new Credentials((int) ProcessHandle.current().pid(), 0, 0);
        guid = Guid.random(RandomGenerator.getDefault());
        linux.descriptors().setNonBlocking(fd, true);
        registration = reactor.register(fd, Polling.READABLE, _ -> accept());
    }

    private void accept() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            int peerFd;
            try {
                peerFd = linux.sockets().accept(fd);
            } catch (ErrnoException _) { // EMFILE and the like: whoever waits goes on waiting
                registration.want(0);
                reactor.after(PAUSE, () -> registration.want(Polling.READABLE));
                return;
            }
            if (peerFd == Linux.WOULD_BLOCK) {
                return;
            }
            admit(peerFd);
        }
    }

    private void admit(int peerFd) {
        try {
            Credentials peer = linux.sockets().peerCredentials(peerFd);
            boolean may = peer.isRoot() || peer.uid() == owner;
            if (may && connections.size() < CONNECTIONS_MAX) {
                new PeerConnection(peerFd, peer);
                return;
            }
        } catch (ErrnoException _) {
            // there is no room to serve it
        }
        linux.descriptors().closeQuietly(peerFd);
    }

    /** Closes the socket and all its connections; the service is told of each. */
    public void close() {
        registration.end();
        linux.descriptors().closeQuietly(fd);
        closeConnections();
    }

    /** Closes all connections and goes on listening: what they spoke with is being replaced. */
    public void closeConnections() {
        List.copyOf(connections.values()).forEach(connection -> connection.transport.close());
    }

    private final class PeerConnection implements Connection.Listener {
        private final Peer peer;
        private final PeerBus bus;
        private final SocketTransport transport;
        private final Reactor.Registration registration;
        private int waitingCalls;
        private volatile boolean isOver;

        /** Carries messages to the reactor. */
        private final class Replies implements Outbox {
            @Override
            public void send(Message message) {
                reactor.execute(() -> PeerConnection.this.send(message));
            }

            @Override
            public boolean isOpen() {
                return !isOver;
            }
        }

        PeerConnection(int peerFd, Credentials credentials) throws ErrnoException {
            var connection =
                    Connection.server(
                            guid,
                            credentials,
                            Limits.SERVER,
                            linux.descriptors()::closeQuietly,
                            this);
            transport = new SocketTransport(linux, peerFd, connection);
            bus = new PeerBus(guid, self, credentials);
            peer =
                    new Peer(
                            ++lastId,
                            new Caller("", credentials.uid(), credentials.pid()),
                            new Replies());
            registration = reactor.register(peerFd, Polling.READABLE, this::ready);
            connections.put(peer.id(), this);
            mailbox.execute(() -> service.opened(peer));
        }

        private void ready(int events) {
            if ((events & ~Polling.WRITABLE) != 0) {
                transport.readable(buffer);
            }
            transport.writable();
            settle();
        }

        private void send(Message message) {
            if (transport.connection().isClosed()) {
                message.close();
                return;
            }
            if (message.type() == MessageType.SIGNAL && !bus.wants(message)) {
                message.close();
                return;
            }
            transport.connection().send(message);
            transport.writable();
            settle();
        }

        private void settle() {
            if (transport.connection().isClosed()) {
                transport.close();
            } else {
                registration.want(interest());
            }
        }

        /**
         * Whoever doesn't read its answers isn't read either, nor who asks faster than is answered:
         * nothing piles up for it here.
         */
        private int interest() {
            if (transport.connection().hasOutput()) {
                return Polling.WRITABLE;
            }
            return waitingCalls < CALLS_WAITING_MAX ? Polling.READABLE : 0;
        }

        @Override
        public void received(Connection connection, Message message) {
            if (bus.isFor(message)) {
                bus.answer(message).ifPresent(this::send);
            } else {
                waitingCalls++;
                mailbox.execute(() -> {
                    service.received(peer, message);
                    reactor.execute(this::hadOne);
                });
            }
        }

        private void hadOne() {
            waitingCalls--;
            settle();
        }

        @Override
        public void closed(Connection connection, String reason) {
            isOver = true;
            registration.end(); // before the transport closes the socket
            connections.remove(peer.id());
            mailbox.execute(() -> service.closed(peer));
        }
    }
}
