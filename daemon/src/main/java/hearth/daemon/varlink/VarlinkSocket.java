package hearth.daemon.varlink;

import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Acceptor;
import hearth.daemon.brain.Brain;
import hearth.daemon.descriptor.ConnectionCounts;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A listening socket for Varlink.
 *
 * <p>Belongs to the reactor. A connection is charged to its user, one of its calls is in the
 * mailbox at a time, and it is not read meanwhile, nor while it has not read its answer.
 */
public final class VarlinkSocket {
    /** Connections of one account: whoever asks has one. */
    static final int OF_ACCOUNT_MAX = 64;

    /** Connections of all but root, who logs users in. */
    private static final int ALL_MAX = 512;

    private final Brain brain;
    private final int fd;
    private final Executor mailbox;
    private final VarlinkService service;
    private final Acceptor acceptor;
    private final Set<VarlinkConnection> connections = new HashSet<>();

    private final ConnectionCounts counts = new ConnectionCounts(OF_ACCOUNT_MAX, ALL_MAX);

    /** By account, while one of the user's calls is in the mailbox: those that are not yet. */
    private final Map<Integer, Deque<Runnable>> waiting = new HashMap<>();

    /**
     * Where a socket is.
     *
     * @param mode who may connect
     * @param kept under which name the keeper has a copy of it, so that whoever connects while
     *     there is no brain waits
     */
    public record Place(Path path, int mode, String kept) {
        /** Who may do what is the service's to say. */
        public static final int OPEN_TO_ALL = 0666;

        /** For root alone. */
        public static final int ROOTS = 0600;
    }

    /**
     * Begins to serve a place, to which the descriptor leads that an earlier brain had, if any. On
     * the reactor.
     *
     * @param mailbox where {@code service} is called
     */
    public static VarlinkSocket open(
            Brain brain,
            Line<KeeperEvent> keeper,
            Place place,
            OptionalInt kept,
            Mailbox mailbox,
            VarlinkService service)
            throws IOException {
        if (kept.isPresent()) {
            return new VarlinkSocket(brain, kept.getAsInt(), mailbox, service);
        }
        int fd = bind(brain.linux(), place);
        try {
            keep(brain, keeper, place, mailbox, fd);
            return new VarlinkSocket(brain, fd, mailbox, service);
        } catch (ErrnoException e) {
            brain.linux().descriptors().closeQuietly(fd);
            throw e;
        }
    }

    private static void keep(
            Brain brain, Line<KeeperEvent> keeper, Place place, Mailbox mailbox, int fd)
            throws ErrnoException {
        keeper.order(
                new CommonOrder.KeepDescriptor(place.kept()),
                new int[] {brain.linux().descriptors().duplicate(fd)},
                mailbox,
                (answer, _) -> {
                    if (answer instanceof CommonEvent.Failed failed) {
                        brain.complaints().say(ErrnoText.of(failed));
                    }
                });
    }

    private static int bind(Linux linux, Place place) throws IOException {
        Files.deleteIfExists(place.path());
        int fd = linux.sockets().socket(SocketType.STREAM);
        try {
            refuseDescriptors(linux, fd);
            linux.sockets().bind(fd, UnixAddress.of(place.path().toString()), place.mode());
            linux.sockets().listen(fd);
            return fd;
        } catch (ErrnoException e) {
            linux.descriptors().closeQuietly(fd);
            throw e;
        }
    }

    private static void refuseDescriptors(Linux linux, int fd) {
        try {
            linux.sockets().setOption(fd, SocketOption.PASS_RIGHTS, 0);
        } catch (ErrnoException _) {
            // before Linux 6.16: they come, and are closed elsewhere
        }
    }

    /**
     * Begins to serve a listening socket, which belongs to this from now on. On the reactor.
     *
     * @param mailbox where {@code service} is called
     */
    VarlinkSocket(Brain brain, int fd, Executor mailbox, VarlinkService service)
            throws ErrnoException {
        this.brain = brain;
        this.fd = fd;
        this.mailbox = mailbox;
        this.service = service;
        acceptor = new Acceptor(brain, fd, this::admit);
    }

    /** Closes the socket and all its connections. */
    public void close() {
        acceptor.end();
        brain.foreign().close(0, fd, () -> {});
        List.copyOf(connections).forEach(VarlinkConnection::close);
    }

    private boolean admit(int peerFd) {
        Credentials peer;
        try {
            peer = brain.linux().sockets().peerCredentials(peerFd);
        } catch (ErrnoException _) { // nobody knows who it is
            return brain.foreign().refuse(ForeignDescriptors.STRANGERS, peerFd);
        }
        int account = brain.foreign().account(peer.uid());
        Optional<Charge> place =
                peer.isRoot() || counts.reached(account).isEmpty()
                        ? brain.budgets().of(account).charge(Resource.CONNECTIONS, 1)
                        : Optional.empty();
        if (place.isEmpty()) {
            return brain.foreign().refuse(peer.uid(), peerFd);
        }
        serve(peerFd, peer, account, place.get());
        return true;
    }

    private void serve(int peerFd, Credentials peer, int account, Charge place) {
        try {
            var connection =
                    new VarlinkConnection(
                            brain,
                            peerFd,
                            account,
                            (message, way) -> serve(message, peer, account, way));
            connections.add(connection);
            if (!peer.isRoot()) {
                counts.add(account);
            }
            connection.whenClosed(() -> {
                connections.remove(connection);
                if (!peer.isRoot()) {
                    counts.remove(account);
                }
                brain.foreign().close(peer.uid(), peerFd, place::close);
            });
        } catch (ErrnoException _) { // there is no room to serve it
            brain.foreign().close(peer.uid(), peerFd, place::close);
        }
    }

    /**
     * Has the service answer; whatever becomes of it, the connection is told. One call of an
     * account's is in the mailbox at a time, however many connections there are.
     */
    private void serve(byte[] message, Credentials peer, int account, VarlinkConnection.Way way) {
        Runnable task =
                () -> {
                    boolean isCall = false;
                    try {
                        isCall = service.handle(message, peer, way::answer);
                    } finally {
                        if (!isCall) {
                            way.refuse();
                        }
                    }
                };
        if (peer.isRoot()) {
            mailbox.execute(task);
        } else if (waiting.containsKey(account)) {
            Objects.requireNonNull(waiting.get(account)).add(task);
        } else {
            waiting.put(account, new ArrayDeque<>());
            run(account, task);
        }
    }

    private void run(int account, Runnable task) {
        mailbox.execute(() -> {
            try {
                task.run();
            } finally {
                brain.reactor().execute(() -> runNext(account));
            }
        });
    }

    private void runNext(int account) {
        Runnable next = Objects.requireNonNull(waiting.get(account)).poll();
        if (next == null) {
            waiting.remove(account);
        } else {
            run(account, next);
        }
    }
}
