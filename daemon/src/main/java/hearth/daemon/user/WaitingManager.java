package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.bus.Peer;
import hearth.daemon.bus.PrivateSocket;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.link.Link;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.HandEvent;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.linux.ErrnoException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Stands for the manager of a user who waits outside: tells his clients why, and until when. His
 * hand keeps everything for the manager that comes after. Belongs to the reactor.
 */
final class WaitingManager implements Link.Listener<HandEvent>, Peer.Service {
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss");

    /**
     * How it begins.
     *
     * @param socket to the hand; this one's from now on
     * @param pause how long it stands
     * @param listener where clients come where the hand doesn't have it, being a new one; this
     *     one's from now on
     */
    record Start(int uid, int socket, Duration pause, OptionalInt listener) {}

    private final Brain brain;
    private final Start start;
    private final Runnable over;
    private final String reason;
    private final Greeting greeting = new Greeting();
    private final ForeignDescriptors.Owner descriptors;
    private Optional<Link<HandEvent>> link = Optional.empty();
    private Optional<PrivateSocket> socket = Optional.empty();
    private OptionalInt listener; // until it is served
    private boolean isGreeted;
    private boolean isClosed;

    /**
     * Makes one; {@link #begin} begins.
     *
     * @param over told when the pause is over, unless it was closed before
     */
    WaitingManager(Brain brain, Start start, Runnable over) {
        this.brain = brain;
        this.start = start;
        this.over = over;
        descriptors = brain.foreign().of(start.uid());
        listener = start.listener();
        Instant now = Instant.EPOCH.plus(brain.time().now().realtimeUsec(), ChronoUnit.MICROS);
        reason =
                "the manager of %s has failed several times: it is taken up again at %s, and what it has started runs on"
                        .formatted(
                                Integer.toUnsignedString(start.uid()),
                                TIME_OF_DAY.format(
                                        now.plus(start.pause()).atZone(ZoneId.systemDefault())));
    }

    /** Returns what clients are told. */
    String reason() {
        return reason;
    }

    void begin() {
        try {
            var opened =
                    new Link<HandEvent>(
                            brain.linux(),
                            brain.reactor(),
                            brain.buffers().orders(),
                            start.socket(),
                            Codec::decodeHandEvent,
                            this);
            opened.bound(descriptors::tryClose);
            link = Optional.of(opened);
        } catch (ErrnoException e) {
            brain.complaints().say("user " + Integer.toUnsignedString(start.uid()) + ": " + e);
            brain.linux().descriptors().closeQuietly(start.socket());
        }
        brain.reactor()
                .after(
                        start.pause(),
                        () -> {
                            if (!isClosed) {
                                close();
                                over.run();
                            }
                        });
    }

    @Override
    public void event(HandEvent event, int[] descriptors) {
        if (isGreeted) { // the hand tells its exits again when it greets the next manager
            for (int descriptor : descriptors) {
                depart(descriptor);
            }
        } else if (greeting.take(event, descriptors, this::depart)) {
            isGreeted = true;
            OptionalInt ofHand = greeting.takeKept(ManagerSockets.PRIVATE);
            if (ofHand.isPresent()) {
                closeListener();
            }
            (ofHand.isPresent() ? ofHand : listener).ifPresent(this::serve);
            listener = OptionalInt.empty();
            greeting.close(this.descriptors::closeUncharged);
        }
    }

    /** Closes what the hand has sent without need; one that sends too much is not listened to. */
    private void depart(int descriptor) {
        if (!descriptors.tryClose(descriptor)) {
            link.ifPresent(Link::close);
        }
    }

    private void serve(int fd) {
        try {
            socket = Optional.of(new PrivateSocket(brain, fd, start.uid(), brain.reactor(), this));
        } catch (ErrnoException e) {
            brain.complaints().say("user " + Integer.toUnsignedString(start.uid()) + ": " + e);
            brain.linux().descriptors().closeQuietly(fd);
        }
    }

    @Override
    public void ended(String why) {
        // whether the hand has ended is the keeper's to tell
    }

    @Override
    public void silent() {
        // nothing is asked
    }

    @Override
    public void differs(String what) {
        // the next manager says so
    }

    @Override
    public void opened(Peer peer) {
        // it has to ask first
    }

    @Override
    public void received(Peer peer, Message message) {
        if (message.expectsReply()) {
            peer.outbox().send(Message.error(message, ErrorName.FAILED, reason));
        }
        message.close();
    }

    @Override
    public void closed(Peer peer) {
        // nothing is kept of it
    }

    private void closeListener() {
        listener.ifPresent(brain.linux().descriptors()::closeQuietly);
        listener = OptionalInt.empty();
    }

    /** Ends; the hand goes on. */
    void close() {
        isClosed = true;
        closeListener();
        socket.ifPresent(PrivateSocket::close);
        socket = Optional.empty();
        link.ifPresent(Link::close);
    }
}
