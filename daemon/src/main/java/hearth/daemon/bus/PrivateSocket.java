package hearth.daemon.bus;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Acceptor;
import hearth.daemon.brain.Brain;
import hearth.daemon.descriptor.ForeignDescriptors;
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
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /** After how long a connection is looked at again that has no room for descriptors. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Calls of one connection that may wait for the mailbox before it is read again. */
    private static final int CALLS_WAITING_MAX = 64;

    /** Calls of one connection that the mailbox has before it has others'. */
    private static final int CALLS_A_TASK = 16;

    /** Bytes of answers after which the peer is to read before more calls are begun. */
    private static final long ANSWERS_BYTES = 64 << 10;

    private static long lastId; // the reactor's

    private final Brain brain;
    private final Linux linux;
    private final Reactor reactor;
    private final ReceiveBuffer buffer;
    private final int fd;
    private final int owner;
    private final Guid guid;
    private final Credentials self;
    private final Executor mailbox;
    private final Peer.Service service;
    private final Acceptor acceptor;
    private final Map<Long, PeerConnection> connections = new HashMap<>();

    /**
     * Begins to serve a listening socket, which belongs to this from now on.
     *
     * @param owner the user who may connect beside root
     * @param mailbox where {@code service} is called
     */
    public PrivateSocket(Brain brain, int fd, int owner, Executor mailbox, Peer.Service service)
            throws ErrnoException {
        this.brain = brain;
        linux = brain.linux();
        reactor = brain.reactor();
        buffer = brain.buffers().bus();
        this.fd = fd;
        this.owner = owner;
        this.mailbox = mailbox;
        this.service = service;
        self = new Credentials((int) ProcessHandle.current().pid(), 0, 0);
        guid = Guid.random(RandomGenerator.getDefault());
        acceptor = new Acceptor(brain, fd, this::admit);
    }

    private boolean admit(int peerFd) {
        int uid = owner;
        try {
            Credentials peer = linux.sockets().peerCredentials(peerFd);
            uid = peer.uid();
            if (peer.isRoot() || uid == owner) {
                Optional<Charge> place = brain.budgets().of(uid).charge(Resource.CONNECTIONS, 1);
                if (place.isPresent()) {
                    serve(peerFd, peer, place.get());
                    return true;
                }
            }
        } catch (ErrnoException _) {
            // nobody knows who it is
        }
        return brain.foreign().refuse(uid, peerFd);
    }

    private void serve(int peerFd, Credentials peer, Charge place) {
        try {
            new PeerConnection(peerFd, peer, place);
        } catch (ErrnoException _) { // there is no room to serve it
            brain.foreign().close(peer.uid(), peerFd, place::close);
        }
    }

    /** Closes the socket and all its connections; the service is told of each. */
    public void close() {
        acceptor.end();
        brain.foreign().close(owner, fd, () -> {});
        List<PeerConnection> all = List.copyOf(connections.values());
        closeConnections();
        all.forEach(connection -> connection.calls.dropAll());
    }

    /** Closes all connections and goes on listening: what they spoke with is being replaced. */
    public void closeConnections() {
        List.copyOf(connections.values()).forEach(connection -> connection.transport.close());
    }

    private final class PeerConnection implements Connection.Listener {
        private final Account account;
        private final Peer peer;
        private final PeerBus bus;
        private final ForeignDescriptors.Owner descriptors;
        private final SocketTransport transport;
        private final Reactor.Registration registration;
        private final WaitingCalls calls = new WaitingCalls();
        private final ChargedOutbox replies;
        private boolean isServed; // by the mailbox, or about to be
        private boolean isLookedAtLater;
        private volatile boolean isOver;

        /** Carries messages to the reactor. */
        private final class Replies implements Outbox {
            @Override
            public void send(Message message) {
                if (message.type() == MessageType.SIGNAL && !bus.wants(message)) {
                    message.close();
                } else {
                    replies.send(message);
                }
            }

            @Override
            public boolean isOpen() {
                return !isOver;
            }
        }

        /** What leads from the reactor to the peer. */
        private final class ToPeer implements ChargedOutbox.Way {
            @Override
            public boolean isOver() {
                return isOver;
            }

            @Override
            public void send(Message message) {
                PeerConnection.this.send(message);
            }

            @Override
            public void overflow() {
                transport.connection().close("its user has too much that nobody reads");
                settle();
            }
        }

        PeerConnection(int peerFd, Credentials credentials, Charge place) throws ErrnoException {
            account = brain.budgets().of(credentials.uid());
            replies = new ChargedOutbox(account, reactor, new ToPeer());
            descriptors = brain.foreign().of(credentials.uid());
            var connection = Connection.server(guid, credentials, Limits.SERVER, descriptors, this);
            connection.chargeTo(account);
            transport =
                    new SocketTransport(
                            linux,
                            peerFd,
                            connection,
                            fd -> brain.foreign().close(credentials.uid(), fd, place::close));
            bus = new PeerBus(guid, self, credentials, account);
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
            try {
                exchange(events);
            } catch (RuntimeException defect) {
                transport.connection().close("a defect"); // or it would wait for ever
                transport.close();
                throw defect;
            }
        }

        private void exchange(int events) {
            if ((events & Polling.HANG_UP) != 0 && !descriptors.hasRoom()) {
                transport.connection().close("the peer hung up"); // what it sent is not read
            } else if ((events & ~Polling.WRITABLE) != 0) {
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
            transport.connection().send(message);
            transport.writable();
            settle();
        }

        private void settle() {
            if (transport.connection().isClosed()) {
                transport.close();
            } else {
                serve();
                registration.want(interest());
            }
        }

        /**
         * Whoever doesn't read its answers isn't read either, nor who asks faster than is answered,
         * nor whose user has passed more descriptors than could be closed: nothing piles up here.
         */
        private int interest() {
            if (transport.connection().hasOutput()) {
                return Polling.WRITABLE;
            }
            if (calls.size() >= CALLS_WAITING_MAX) {
                return 0;
            }
            if (descriptors.hasRoom()) {
                return Polling.READABLE;
            }
            lookLater();
            return 0;
        }

        private void lookLater() {
            if (!isLookedAtLater) {
                isLookedAtLater = true;
                reactor.after(
                        PAUSE,
                        () -> {
                            isLookedAtLater = false;
                            settle();
                        });
            }
        }

        @Override
        public void received(Connection connection, Message message) {
            if (bus.isFor(message)) {
                bus.answer(message).ifPresent(this::answer);
            } else {
                calls.add(message);
                serve();
            }
        }

        private void answer(Message message) {
            transport.connection().send(message);
        }

        /** Has the mailbox begin what waits, unless an answer waits that the peer has not read. */
        private void serve() {
            if (!isServed && calls.size() > 0 && !transport.connection().hasOutput()) {
                isServed = true;
                mailbox.execute(this::serveSome);
            }
        }

        /** In the mailbox: until the answers are more than a peer usually has to read. */
        private void serveSome() {
            try {
                Optional<Message> next = calls.next();
                for (int i = 1; next.isPresent(); i++) {
                    service.received(peer, next.get());
                    boolean isEnough = i >= CALLS_A_TASK || replies.postedBytes() >= ANSWERS_BYTES;
                    next = isEnough ? Optional.empty() : calls.next();
                }
            } finally {
                reactor.execute(this::served);
            }
        }

        private void served() {
            isServed = false;
            settle();
        }

        @Override
        public void closed(Connection connection, String reason) {
            isOver = true;
            registration.end(); // before the transport closes the socket
            connections.remove(peer.id());
            bus.close();
            calls.dropUnanswerable();
            mailbox.execute(() -> service.closed(peer));
        }
    }
}
