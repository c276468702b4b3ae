package hearth.daemon.bus;

import hearth.daemon.reactor.Reactor;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Outbox;
import hearth.dbus.bus.BusClient;
import hearth.dbus.bus.BusNames;
import hearth.dbus.bus.Reply;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.dbus.object.Caller;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Hearth's place on the system bus: it owns its names there, and comes back when the bus does.
 *
 * <p>The connection outlives the brain: once the names are owned the keeper holds it too, and the
 * next brain goes on with it. What clients send meanwhile waits in the socket, and the calls that
 * the dead brain has read and not answered are in {@link UnansweredCalls}.
 *
 * <p>Belongs to the reactor. Each call is passed on with its caller by the bus's word, which is
 * asked once for each connection: unique names are never used again.
 */
public final class SystemBus implements Outbox {
    /** How long a question to the bus or to polkit may take: a person may be typing a password. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    /** How long to wait before the bus is looked for again. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /**
     * Bytes that the kernel takes for a stream in one piece, or not at all: it divides only what is
     * longer (unix_stream_sendmsg).
     */
    static final int WHOLE_BYTES_MAX = 32 << 10;

    /** Tells of each connection that leaves the bus. */
    private static final String GONE_RULE =
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                    + "member='NameOwnerChanged',arg2=''";

    /**
     * Callers whom the bus is asked about at once: no bound of ours. This bus is the system's own,
     * and its configuration bounds how many may be connected.
     */
    private static final int ASKED_MAX = Integer.MAX_VALUE;

    /** How long the look for a rival may take: users wait for it. */
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);

    /** What the bus is told to; called on the reactor's thread, to be passed on to mailboxes. */
    public interface Listener {
        /** No name has another owner, as far as can be seen: there may be no bus yet. Told once. */
        void namesFree();

        /** All names are ours now. */
        void ready();

        /** All names are ours still: an earlier brain's connection is gone on with. */
        void wentOn();

        /** A name has another owner: somebody else does our work. */
        void nameTaken(String name);

        /** The bus refuses a name: its policy doesn't let us have it yet. Told once. */
        void nameRefused(String name);

        /** A call came; it is the listener's to close. */
        void called(Message call, Caller caller);

        /**
         * A call came to an earlier brain, which has not answered it and may have begun; it is the
         * listener's to close.
         */
        void calledBefore(Message call, Caller caller);

        /** All calls that an earlier brain has left have been told, or there were none; once. */
        void caughtUp();

        /** A connection has left the bus. */
        void gone(String busName);
    }

    /** Who holds the connection while there is no brain. */
    public interface Vault {
        /** Holds a connection, in place of the one that is held. */
        void keep(int fd);

        /** Lets go of what is held: it is of no use any more. */
        void drop();
    }

    /**
     * What it works with, beside the kernel.
     *
     * @param buffer bytes read in one go; shared by all who read from a bus
     * @param address of the bus: a path, or {@code @name}
     * @param names to own there
     * @param vault holds the connection
     * @param unanswered the calls that are being handled
     * @param messageBytes the largest message that is read: others send what the bus passes on
     * @param closer where descriptors end whose sender is not known yet
     * @param random for serials that answers to an earlier brain's calls have not
     */
    public record Parts(
            ReceiveBuffer buffer,
            String address,
            List<String> names,
            Vault vault,
            UnansweredCalls unanswered,
            int messageBytes,
            DescriptorList.Closer closer,
            RandomGenerator random) {
        public Parts {
            names = List.copyOf(names);
        }
    }

    private final Linux linux;
    private final Reactor reactor;
    private final Parts parts;
    private final String address;
    private final List<String> names;
    private final Limits limits;
    private final DescriptorList.Closer closer;
    private final Listener listener;
    private Optional<Attachment> attachment = Optional.empty();
    private boolean isKept; // the connection, by the vault
    private boolean isRefusalTold;
    private OptionalInt held = OptionalInt.empty(); // left by an earlier brain, not gone on with
    private boolean hasLooked;
    private boolean mayOwn;

    /** Makes a client; {@link #begin} begins. */
    public SystemBus(Linux linux, Reactor reactor, Parts parts, Listener listener) {
        this.linux = linux;
        this.reactor = reactor;
        this.parts = parts;
        address = parts.address();
        names = parts.names();
        limits = Limits.CLIENT.withMessageBytes(parts.messageBytes());
        closer = parts.closer();
        this.listener = listener;
    }

    /**
     * Begins: where an earlier brain has left a connection between two messages, the names are
     * ours, else it connects, and looks whether somebody else has them. {@link #own} then goes on.
     *
     * @param kept the connection, which belongs to this from now on
     */
    public void begin(OptionalInt kept) {
        isKept = kept.isPresent();
        if (isKept && !parts.unanswered().wasTorn()) {
            held = kept;
            looked();
            return;
        }
        if (kept.isPresent()) {
            linux.descriptors().closeQuietly(kept.getAsInt());
            letGo();
        }
        onFile(UnansweredCalls::clear);
        connect();
    }

    /** Goes on with the connection that was left, or takes the names as soon as there is a bus. */
    public void own() {
        mayOwn = true;
        if (held.isPresent() && goOn(held.getAsInt())) {
            return;
        }
        listener.caughtUp();
        attachment.ifPresent(Attachment::own);
    }

    private boolean goOn(int fd) {
        held = OptionalInt.empty();
        try {
            attachment = Optional.of(new Attachment(fd, goingOn()));
            attachment.get().goOn();
            return true;
        } catch (ErrnoException e) { // as if it had been torn
            linux.descriptors().closeQuietly(fd);
            letGo();
            onFile(UnansweredCalls::clear);
            connect();
            return false;
        }
    }

    private Function<BusClient.Listener, BusClient> goingOn() {
        int lastSerial = parts.random().nextInt(1, Integer.MAX_VALUE);
        return ear -> BusClient.goingOn(limits, closer, ear, lastSerial);
    }

    /** Work on the files beside the connection, in memory: it fails where there is no memory. */
    @FunctionalInterface
    private interface OnFile {
        void run(UnansweredCalls calls) throws IOException;
    }

    /** Without its files the connection is of no use to the next brain. */
    private void onFile(OnFile work) {
        try {
            work.run(parts.unanswered());
        } catch (IOException _) {
            letGo();
        }
    }

    private void letGo() {
        if (isKept) {
            isKept = false;
            parts.vault().drop();
        }
    }

    /** Connects, now or as soon as there is a bus. */
    public void connect() {
        try {
            int fd = linux.sockets().socket(SocketType.STREAM);
            try {
                if (linux.sockets().connect(fd, UnixAddress.parse(address))) {
                    attachment =
                            Optional.of(
                                    new Attachment(
                                            fd, ear -> BusClient.ofBus(limits, closer, ear)));
                    return;
                }
            } catch (ErrnoException e) {
                // no bus yet: below
            }
            linux.descriptors().closeQuietly(fd);
        } catch (ErrnoException e) {
            // no descriptors left: others may close theirs
        }
        looked();
        reactor.after(RETRY, this::connect);
    }

    private void looked() {
        if (!hasLooked) {
            hasLooked = true;
            listener.namesFree();
        }
    }

    /** Sends a message, or drops it where there is no bus; any thread. */
    @Override
    public void send(Message message) {
        reactor.execute(
                () -> attachment.ifPresentOrElse(present -> present.send(message), message::close));
    }

    /** Makes a call; the reply is told once, on the reactor's thread. Any thread. */
    public void call(Message call, Consumer<Reply> reply) {
        reactor.execute(() ->
                attachment.ifPresentOrElse(
                        present -> present.call(call, reply),
                        () -> {
                            call.close();
                            reply.accept(new Reply.Disconnected());
                        }));
    }

    /** One connection to the bus. */
    private final class Attachment implements BusClient.Listener {
        private final BusClient client;
        private final BusNames bus;
        private final NameClaim claim;
        private final SocketTransport transport;
        private final Reactor.Registration registration;
        private final Callers callers = new Callers(new OverBus(), ASKED_MAX);
        private final Set<Message> before = // left by an earlier brain, to be told
                Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Message> answers = new ArrayList<>(); // that may not be written yet
        private Optional<Reactor.Timer> expiry = Optional.empty();
        private boolean isConnected;
        private boolean isOwning;

        Attachment(int fd, Function<BusClient.Listener, BusClient> begin) throws ErrnoException {
            client = begin.apply(this);
            bus = new BusNames(client);
            claim = new NameClaim(reactor, bus, names, new ForNames());
            transport = new SocketTransport(linux, fd, client.connection());
            registration = reactor.register(fd, Polling.READABLE | Polling.WRITABLE, this::ready);
        }

        /** Owns the names already; only who calls is to be asked again. */
        void goOn() {
            isOwning = true;
            listener.wentOn();
            List<Message> left = new ArrayList<>(parts.unanswered().takeLeft());
            left.removeIf(this::giveUp);
            before.addAll(left);
            left.forEach(call -> callers.take(call, call.sender().orElseThrow()));
            if (left.isEmpty()) {
                listener.caughtUp();
            }
        }

        /** A call over which brains have ended again and again is not tried once more. */
        private boolean giveUp(Message call) {
            if (!parts.unanswered().isHopeless(call)) {
                return false;
            }
            send(
                    Message.error(
                            call, ErrorName.NO_REPLY, "hearthd has ended several times meanwhile"));
            call.close();
            return true;
        }

        private void ready(int events) {
            if ((events & ~Polling.WRITABLE) != 0) {
                read();
            }
            flush();
        }

        private void read() {
            try {
                transport.readableWhole(parts.buffer(), new Stages(parts.unanswered()));
            } catch (IOException _) { // no room on file
                letGo();
                transport.readable(parts.buffer());
            }
        }

        /** Writes down what is about to be read. */
        private record Stages(UnansweredCalls calls) implements SocketTransport.Stages {
            @Override
            public void whole(byte[] bytes, int end) throws IOException {
                calls.keep(bytes, end);
            }

            @Override
            public void torn(boolean isTorn) throws IOException {
                calls.setTorn(isTorn);
            }
        }

        /** A message of this size is written whole or not at all; a part of a longer one tears. */
        private void write() {
            if (client.connection().hasOutputAbove(WHOLE_BYTES_MAX)) {
                onFile(calls -> calls.setTorn(true));
            }
            transport.writable();
            if (client.connection().hasOutput()) {
                return;
            }
            if (!client.connection().hasPartialInput()) {
                onFile(calls -> calls.setTorn(false));
            }
            if (!answers.isEmpty()) {
                onFile(calls -> calls.answered(answers));
                answers.clear();
            }
        }

        private void flush() {
            write();
            if (client.connection().isClosed()) {
                transport.close();
                return;
            }
            registration.want(transport.interest());
            expiry.ifPresent(Reactor.Timer::cancel);
            OptionalLong deadline = client.nextDeadlineNanos();
            expiry =
                    deadline.isEmpty()
                            ? Optional.empty()
                            : Optional.of(reactor.at(deadline.getAsLong(), this::expire));
        }

        private void expire() {
            client.expire(linux.polling().nowNanos(Polling.Clock.MONOTONIC));
            flush();
        }

        void send(Message message) {
            boolean isAnswer =
                    message.type() == MessageType.METHOD_RETURN
                            || message.type() == MessageType.ERROR;
            if (isAnswer) {
                answers.add(message);
            }
            client.send(message);
            flush();
        }

        void call(Message message, Consumer<Reply> reply) {
            client.call(message, deadline(), reply);
            flush();
        }

        private long deadline() {
            return linux.polling().nowNanos(Polling.Clock.MONOTONIC) + CALL_TIMEOUT.toNanos();
        }

        @Override
        public void connected(BusClient unused, String uniqueName) {
            isConnected = true;
            bus.addMatch(GONE_RULE, deadline(), _ -> {});
            if (hasLooked) {
                own();
            } else {
                claim.look(() -> {
                    looked();
                    own();
                });
            }
        }

        void own() {
            if (isConnected && hasLooked && mayOwn && !isOwning) {
                isOwning = true;
                claim.take(this::owned);
            }
        }

        private void owned() {
            if (client.connection().passesDescriptors()) {
                isKept = true;
                parts.vault().keep(transport.fd());
            }
            listener.ready();
        }

        /** What taking the names needs of this connection. */
        private final class ForNames implements NameClaim.Way {
            @Override
            public long lookDeadlineNanos() {
                return linux.polling().nowNanos(Polling.Clock.MONOTONIC) + LOOK_TIMEOUT.toNanos();
            }

            @Override
            public long deadlineNanos() {
                return deadline();
            }

            @Override
            public boolean isClosed() {
                return client.connection().isClosed();
            }

            @Override
            public void flush() {
                Attachment.this.flush();
            }

            @Override
            public void taken(String name) {
                listener.nameTaken(name);
            }

            @Override
            public void refused(String name) {
                if (!isRefusalTold) {
                    isRefusalTold = true;
                    listener.nameRefused(name);
                }
            }
        }

        @Override
        public void received(BusClient unused, Message message) {
            if (message.type() == MessageType.METHOD_CALL) {
                if (parts.unanswered().isKnown(message)) {
                    message.close(); // it is being handled
                } else {
                    message.sender()
                            .ifPresentOrElse(from -> callers.take(message, from), message::close);
                }
                return;
            }
            BusNames.ownerChange(message)
                    .filter(change -> change.newOwner().isEmpty())
                    .ifPresent(change -> {
                        callers.forget(change.name());
                        onFile(unanswered -> unanswered.forget(change.name()));
                        listener.gone(change.name());
                    });
            message.close();
        }

        /** What this bus does for those who call over it. */
        private final class OverBus implements Callers.Way {
            @Override
            public void ask(String from, Consumer<Optional<BusNames.PeerCredentials>> found) {
                bus.credentials(from, deadline(), found);
                flush();
            }

            @Override
            public Caller identified(String from, BusNames.PeerCredentials credentials) {
                credentials.pidFd().ifPresent(linux.descriptors()::closeQuietly);
                return new Caller(from, credentials.uid(), credentials.pid());
            }

            @Override
            public void call(Message call, Caller caller) {
                if (before.contains(call)) {
                    listener.calledBefore(call, caller);
                    past(call);
                } else {
                    listener.called(call, caller);
                }
            }

            @Override
            public void refuse(Message call) {
                if (call.expectsReply()) {
                    send(Message.error(call, ErrorName.LIMITS_EXCEEDED, "too many calls at once"));
                }
                call.close();
                past(call);
            }

            @Override
            public void unknown(String from, Deque<Message> calls) {
                onFile(unanswered -> unanswered.forget(from));
                calls.forEach(Message::close);
                calls.forEach(Attachment.this::past);
            }
        }

        /** After the last of the calls that were left. */
        private void past(Message call) {
            if (before.remove(call) && before.isEmpty()) {
                listener.caughtUp();
            }
        }

        @Override
        public void disconnected(BusClient unused, String reason) {
            registration.end();
            expiry.ifPresent(Reactor.Timer::cancel);
            attachment = Optional.empty();
            callers.close();
            letGo();
            onFile(UnansweredCalls::clear);
            if (!before.isEmpty()) {
                before.clear();
                listener.caughtUp();
            }
            looked();
            reactor.after(RETRY, SystemBus.this::connect);
        }
    }
}
