package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.bus.Peer;
import hearth.daemon.bus.PrivateSocket;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.record.SocketKind;
import hearth.linux.ErrnoException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The sockets of a user's manager: {@code private} for {@code systemctl --user}, {@code notify} for
 * sd_notify(3). The user's hand binds them and keeps them for the next brain. Asked for in the
 * mailbox, open on the reactor.
 */
final class ManagerSockets {
    /** The name under which the hand keeps the socket for clients. */
    static final String PRIVATE = "private";

    private static final String NOTIFY = "notify";

    /** The names of both. */
    static final List<String> NAMES = List.of(PRIVATE, NOTIFY);

    private static final int PRIVATE_MODE = 0700;
    private static final int NOTIFY_MODE = 0755;
    private static final int DIRECTORY_MODE = 0755;
    private static final int LISTEN_BACKLOG = 4_096;

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final Consumer<CommonEvent.Failed> failures;
    private final Map<String, Integer> kept; // from before the hand: the mailbox's
    private final Keeper keeper;
    private Optional<PrivateSocket> privateSocket = Optional.empty(); // the reactor's
    private Optional<NotifySocket> notifySocket = Optional.empty(); // the reactor's
    private boolean isClosed; // the reactor's

    /** Keeps a copy of each socket for the time after the hand, which belongs to it then. */
    @FunctionalInterface
    interface Keeper {
        void keep(String name, int fd);
    }

    /**
     * Makes the sockets' keeper; nothing is open yet.
     *
     * @param kept copies of what there was with the hand before, by name
     * @param keeper keeps what there was not
     * @param failures told in the mailbox what the hand could not do
     */
    ManagerSockets(
            Brain brain,
            Mailbox mailbox,
            Line<HandEvent> hand,
            Map<String, Integer> kept,
            Keeper keeper,
            Consumer<CommonEvent.Failed> failures) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.hand = hand;
        this.kept = new HashMap<>(kept);
        this.keeper = keeper;
        this.failures = failures;
    }

    /** Opens a socket on the reactor's thread. */
    @FunctionalInterface
    private interface Opener {
        void open(int fd) throws ErrnoException;
    }

    /**
     * Opens both sockets: those that this hand has, else those of the hand before, else new ones.
     *
     * @param uid whose calls are taken, beside root's
     * @param greeting what the hand has kept
     * @param runtime the user's runtime directory
     * @param calls told of connections and their messages, in the mailbox
     * @param notifications told of messages to the manager, in the mailbox
     */
    void open(
            int uid,
            Greeting greeting,
            String runtime,
            Peer.Service calls,
            NotifySocket.Listener notifications) {
        String directory = runtime + "/systemd";
        hand.order(
                new FileOrder.MakeDirectories(directory + "/units", DIRECTORY_MODE),
                failed -> mailbox.execute(() -> failures.accept(failed)));
        serve(
                find(PRIVATE, greeting),
                bind(PRIVATE, directory, SocketKind.STREAM, PRIVATE_MODE),
                fd ->
                        privateSocket =
                                Optional.of(new PrivateSocket(brain, fd, uid, mailbox, calls)));
        serve(
                find(NOTIFY, greeting),
                bind(NOTIFY, directory, SocketKind.DATAGRAM, NOTIFY_MODE),
                fd ->
                        notifySocket =
                                Optional.of(
                                        new NotifySocket(brain, fd, uid, mailbox, notifications)));
        giveBack();
    }

    /** What units listen on this hand gets to keep, unless it has it: that is the same. */
    private void giveBack() {
        kept.forEach((name, fd) ->
                hand.order(
                        new CommonOrder.KeepDescriptor(name),
                        new int[] {fd},
                        mailbox,
                        (_, _) -> {}));
        kept.clear();
    }

    /** What has gone through the end of a hand is given to the next to keep. */
    private OptionalInt find(String name, Greeting greeting) {
        OptionalInt ofHand = greeting.takeKept(name);
        Integer before = kept.remove(name);
        if (ofHand.isPresent()) {
            if (before != null) {
                brain.linux().descriptors().closeQuietly(before);
            }
            remember(name, ofHand.getAsInt());
            return ofHand;
        }
        if (before == null) {
            return OptionalInt.empty();
        }
        duplicate(before)
                .ifPresent(copy ->
                        hand.order(
                                new CommonOrder.KeepDescriptor(name),
                                new int[] {copy},
                                mailbox,
                                (_, _) -> {}));
        return OptionalInt.of(before);
    }

    private void remember(String name, int fd) {
        duplicate(fd).ifPresent(copy -> keeper.keep(name, copy));
    }

    private OptionalInt duplicate(int fd) {
        try {
            return OptionalInt.of(brain.linux().descriptors().duplicate(fd));
        } catch (ErrnoException e) {
            brain.complaints().say(mailbox + ": " + e.getMessage());
            return OptionalInt.empty();
        }
    }

    private void closeKept() {
        kept.values().forEach(brain.linux().descriptors()::closeQuietly);
        kept.clear();
    }

    private static HandOrder.BindSocket bind(
            String name, String directory, SocketKind kind, int mode) {
        return new HandOrder.BindSocket(
                name,
                directory + "/" + name,
                kind,
                mode,
                DIRECTORY_MODE,
                true,
                kind == SocketKind.STREAM ? LISTEN_BACKLOG : -1,
                List.of());
    }

    private void serve(OptionalInt kept, HandOrder.BindSocket order, Opener opener) {
        if (kept.isPresent()) {
            open(opener, kept.getAsInt());
            return;
        }
        hand.order(
                order,
                new int[0],
                mailbox,
                (answer, descriptors) -> {
                    if (answer instanceof HandEvent.Descriptor && descriptors.length == 1) {
                        remember(order.name(), descriptors[0]);
                        open(opener, descriptors[0]);
                        return;
                    }
                    for (int unexpected : descriptors) {
                        brain.linux().descriptors().closeQuietly(unexpected);
                    }
                    if (answer instanceof CommonEvent.Failed failed) {
                        failures.accept(failed);
                    }
                });
    }

    private void open(Opener opener, int fd) {
        brain.reactor()
                .execute(() -> {
                    if (isClosed) { // the hand was slow, and its manager quick to end
                        brain.linux().descriptors().closeQuietly(fd);
                        return;
                    }
                    try {
                        opener.open(fd);
                    } catch (ErrnoException e) {
                        brain.complaints().say(mailbox + ": " + e.getMessage());
                        brain.linux().descriptors().closeQuietly(fd);
                    }
                });
    }

    /** Closes what is open here; the hand keeps its own. In the mailbox. */
    void close() {
        closeKept();
        brain.reactor()
                .execute(() -> {
                    isClosed = true;
                    privateSocket.ifPresent(PrivateSocket::close);
                    notifySocket.ifPresent(NotifySocket::close);
                });
    }
}
