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
import hearth.linux.ReceiveBuffer;
import hearth.linux.SocketType;
import hearth.linux.UnixAddress;
import java.time.Duration;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hearth's place on the system bus: it owns its names there, and comes back when the bus does.
 *
 * <p>Belongs to the reactor. Each call is passed on with its caller by the bus's word, which is
 * asked once for each connection: unique names are never used again.
 */
public final class SystemBus implements Outbox {
    /** How long a question to the bus or to polkit may take: a person may be typing a password. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    /** How long to wait before the bus is looked for again. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** How long to wait before a name is asked for again: a policy may have been installed. */
    private static final Duration REFUSAL_RETRY = Duration.ofSeconds(5);

    /** Callers remembered. */
    private static final int CALLERS_MAX = 1_024;

    /** Tells of each connection that leaves the bus. */
    private static final String GONE_RULE =
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                    + "member='NameOwnerChanged',arg2=''";

    /** What the bus is told to; called on the reactor's thread, to be passed on to mailboxes. */
    public interface Listener {
        /** All names are ours now. */
        void ready();

        /** A name has another owner: somebody else does our work. */
        void nameTaken(String name);

        /** The bus refuses a name: its policy doesn't let us have it yet. Told once. */
        void nameRefused(String name);

        /** A call came; it is the listener's to close. */
        void called(Message call, Caller caller);

        /** A connection has left the bus. */
        void gone(String busName);
    }

    private final Linux linux;
    private final Reactor reactor;
    private final ReceiveBuffer buffer;
    private final String address;
    private final List<String> names;
    private final Limits limits;
    private final DescriptorList.Closer closer;
    private final Listener listener;
    private final Map<String, Caller> callers =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Caller> eldest) {
                    return size() > CALLERS_MAX;
                }
            };
    private Optional<Attachment> attachment = Optional.empty();
    private boolean isRefusalTold;

    /**
     * Makes a client; {@link #connect} begins.
     *
     * @param address of the bus: a path, or {@code @name}
     * @param names to own there
     * @param messageBytes the largest message that is read: others send what the bus passes on
     * @param closer where descriptors end whose sender is not known yet
     */
    public SystemBus(
            Linux linux,
            Reactor reactor,
            ReceiveBuffer buffer,
            String address,
            List<String> names,
            int messageBytes,
            DescriptorList.Closer closer,
            Listener listener) {
        this.linux = linux;
        this.reactor = reactor;
        this.buffer = buffer;
        this.address = address;
        this.names = List.copyOf(names);
        limits = Limits.CLIENT.withMessageBytes(messageBytes);
        this.closer = closer;
        this.listener = listener;
    }

    /** Connects, now or as soon as there is a bus. */
    public void connect() {
        try {
            int fd = linux.sockets().socket(SocketType.STREAM);
            try {
                if (linux.sockets().connect(fd, UnixAddress.parse(address))) {
                    attachment = Optional.of(new Attachment(fd));
                    return;
                }
            } catch (ErrnoException e) {
                // no bus yet: below
            }
            linux.descriptors().closeQuietly(fd);
        } catch (ErrnoException e) {
            // no descriptors left: others may close theirs
        }
        reactor.after(RETRY, this::connect);
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
        private final SocketTransport transport;
        private final Reactor.Registration registration;
        private final UnidentifiedCalls unidentified = new UnidentifiedCalls();
        private Optional<Reactor.Timer> expiry = Optional.empty();

        Attachment(int fd) throws ErrnoException {
            client = BusClient.ofBus(limits, closer, this);
            bus = new BusNames(client);
            transport = new SocketTransport(linux, fd, client.connection());
            registration = reactor.register(fd, Polling.READABLE | Polling.WRITABLE, this::ready);
        }

        private void ready(int events) {
            if ((events & ~Polling.WRITABLE) != 0) {
                transport.readable(buffer);
            }
            flush();
        }

        private void flush() {
            transport.writable();
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
            bus.addMatch(GONE_RULE, deadline(), _ -> {});
            requestName(0);
        }

        private void requestName(int index) {
            if (index == names.size()) {
                listener.ready();
                return;
            }
            String name = names.get(index);
            // without queueing: two login managers would fight over the same files
            bus.requestName(
                    name,
                    Set.of(BusNames.NameFlag.DO_NOT_QUEUE),
                    deadline(),
                    outcome -> {
                        switch (outcome) {
                            case OWNED -> requestName(index + 1);
                            case QUEUED, TAKEN -> listener.nameTaken(name);
                            case REFUSED -> refused(index);
                        }
                    });
            flush();
        }

        private void refused(int index) {
            if (client.connection().isClosed()) {
                return;
            }
            if (!isRefusalTold) {
                isRefusalTold = true;
                listener.nameRefused(names.get(index));
            }
            reactor.after(
                    REFUSAL_RETRY,
                    () -> {
                        if (!client.connection().isClosed()) {
                            requestName(index);
                        }
                    });
        }

        @Override
        public void received(BusClient unused, Message message) {
            if (message.type() == MessageType.METHOD_CALL) {
                message.sender().ifPresentOrElse(from -> pass(message, from), message::close);
                return;
            }
            BusNames.ownerChange(message)
                    .filter(change -> change.newOwner().isEmpty())
                    .ifPresent(change -> {
                        callers.remove(change.name());
                        listener.gone(change.name());
                    });
            message.close();
        }

        private void pass(Message message, String from) {
            Caller known = callers.get(from);
            if (known != null) {
                listener.called(message, known);
            } else {
                hold(message, from);
            }
        }

        private void refuse(Message call) {
            if (call.expectsReply()) {
                client.send(
                        Message.error(call, ErrorName.LIMITS_EXCEEDED, "too many calls at once"));
                flush();
            }
            call.close();
        }

        /** A caller's calls keep their order: what comes meanwhile waits behind the first. */
        private void hold(Message message, String from) {
            boolean isAsked = unidentified.isAsked(from);
            unidentified.add(from, message).ifPresent(this::refuse);
            if (!isAsked) {
                bus.credentials(from, deadline(), found -> identify(from, found));
                flush();
            }
        }

        private void identify(String from, Optional<BusNames.PeerCredentials> found) {
            Deque<Message> calls = unidentified.take(from);
            if (found.isEmpty()) {
                calls.forEach(Message::close); // the caller has gone
                return;
            }
            found.get().pidFd().ifPresent(linux.descriptors()::closeQuietly);
            var caller = new Caller(from, found.get().uid(), found.get().pid());
            callers.put(from, caller);
            calls.forEach(call -> listener.called(call, caller));
        }

        @Override
        public void disconnected(BusClient unused, String reason) {
            registration.end();
            expiry.ifPresent(Reactor.Timer::cancel);
            attachment = Optional.empty();
            unidentified.close();
            callers.clear();
            reactor.after(RETRY, SystemBus.this::connect);
        }
    }
}
