package hearth.daemon.bus;

import hearth.budget.Account;
import hearth.daemon.brain.Brain;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Names;
import hearth.dbus.Outbox;
import hearth.dbus.bus.BusClient;
import hearth.dbus.bus.BusNames;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.dbus.object.Caller;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.unit.UnitName;
import java.time.Duration;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A manager's connection to its user's own bus, from connect(2) to its end.
 *
 * <pre>
 *   greeting --Hello answered--> joined --+
 *      |                            |     |  closed by either side, no answer in time, no room
 *      +----------------------------+-----+--> over
 * </pre>
 *
 * <p>The bus is its user's program, so nothing that it says is trusted: whoever speaks over it
 * counts as that user, what comes is charged to him, and while the mailbox has enough to do, or the
 * bus doesn't read, it is not read. Its own word about the process of a caller only names one.
 * Names that it tells wait for the mailbox uncharged, so what is too long to be one is dropped.
 *
 * <p>Belongs to the reactor; the service is called in the mailbox, in the order of what has come.
 */
public final class UserBus {
    /** How long the bus may take to answer, as libdbus waits for a reply. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(25);

    /** How long nothing is read after too many descriptors have come that are not closed yet. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What may wait for the mailbox before the bus is read again. */
    private static final int NEWS_WAITING_MAX = 64;

    /** What the mailbox has from here before it has others'. */
    private static final int NEWS_A_TASK = 16;

    /**
     * Callers whom the bus is asked about at once. A desktop has some hundred programs on its bus,
     * which knows them and answers at once; one that invents callers and is silent about them does
     * not get a call of ours and a place in memory for each.
     */
    static final int ASKED_MAX = 256;

    /** Bytes of answers and signals after which the bus is to read before more is begun. */
    private static final long ANSWERS_BYTES = 64 << 10;

    /** Tells of each name that nobody has any more. */
    private static final String GONE_RULE =
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                    + "member='NameOwnerChanged',arg2=''";

    /** By which the bus asks for a service to be started. */
    private static final String ACTIVATOR = "org.freedesktop.systemd1.Activator";

    private static final String ACTIVATION_RULE =
            "type='signal',sender='org.freedesktop.DBus',interface='" + ACTIVATOR + "'";

    /** What is served; called in the mailbox. */
    public interface Service {
        /** The bus has taken us in; {@code outbox} leads to it from any thread. */
        void joined(UserBus bus, Outbox outbox);

        /** Another has our name there and keeps it. */
        void nameTaken(String name);

        /** A call came; it is the service's to close. */
        void called(Message call, Caller caller, Outbox outbox);

        /** The bus asks for a unit to be started that has a name. */
        void activationRequested(String unit, Outbox outbox);

        /** A name that is watched has this owner now; an empty text means none. */
        void ownerChanged(String name, String owner);

        /** A client has left the bus. */
        void left(String busName);

        /** The connection is over. */
        void over(UserBus bus, String reason);
    }

    /**
     * What it is told.
     *
     * @param uid whose bus it is
     * @param name to own there
     * @param flags by which the name is asked for
     */
    public record Order(int uid, String name, Set<BusNames.NameFlag> flags) {
        public Order {
            flags = Set.copyOf(flags);
        }
    }

    private final Linux linux;
    private final Reactor reactor;
    private final Brain brain;
    private final Order order;
    private final Service service;
    private final ForeignDescriptors.Owner descriptors;
    private final BusClient client;
    private final BusNames bus;
    private final ChargedOutbox outbox;
    private final SocketTransport transport;
    private final Reactor.Registration registration;
    private final Reactor.Timer greetingEnd;
    private final BusNews news;
    private final Callers callers = new Callers(new OverBus(), ASKED_MAX);
    private final Set<String> watched = new HashSet<>();
    private Optional<Reactor.Timer> expiry = Optional.empty();
    private boolean isLookedAtLater;
    private volatile boolean isOver;

    /**
     * Begins to speak over a socket that the user has connected; on the reactor's thread.
     *
     * @param fd the socket, which belongs to this from now on
     */
    public UserBus(Brain brain, int fd, Order order, Executor mailbox, Service service)
            throws ErrnoException {
        this.brain = brain;
        linux = brain.linux();
        reactor = brain.reactor();
        this.order = order;
        this.service = service;
        Account account = brain.budgets().of(order.uid());
        descriptors = brain.foreign().of(order.uid());
        client = BusClient.ofBus(Limits.SERVER, descriptors, new Ear());
        client.connection().chargeTo(account);
        bus = new BusNames(client);
        outbox = new ChargedOutbox(account, reactor, new ToBus());
        news = new BusNews(mailbox, this::mayGoOn, () -> reactor.execute(this::settle));
        transport =
                new SocketTransport(
                        linux,
                        fd,
                        client.connection(),
                        closed -> brain.foreign().close(order.uid(), closed, () -> {}));
        linux.descriptors().setNonBlocking(fd, true);
        registration = reactor.register(fd, Polling.READABLE | Polling.WRITABLE, this::ready);
        greetingEnd = reactor.after(ANSWER_TIMEOUT, () -> end("the bus does not answer"));
    }

    /** Ends the connection; any thread. The service is not told. */
    public void close() {
        news.close();
        reactor.execute(() -> end("closed here"));
    }

    /**
     * Tells of a name's owner, now and whenever it has another; nothing while the bus does not say
     * who it is. Any thread.
     */
    public void watch(String name) {
        reactor.execute(() -> {
            if (!isOver && watched.add(name)) {
                bus.watchOwner(
                        name,
                        deadline(),
                        owner -> {
                            switch (owner) {
                                case BusNames.Owner.Is(String uniqueName) ->
                                        tellOwner(name, uniqueName);
                                case BusNames.Owner.None() -> tellOwner(name, "");
                                case BusNames.Owner.Unknown() -> {}
                            }
                        });
                settle();
            }
        });
    }

    /** Tells no more of a name's owner; any thread. */
    public void unwatch(String name) {
        reactor.execute(() -> {
            if (!isOver && watched.remove(name)) {
                bus.unwatchOwner(name);
                settle();
            }
        });
    }

    /** Tells that a client has left, if the bus says that it is not there; any thread. */
    public void lookFor(String busName) {
        reactor.execute(() -> {
            if (!isOver) {
                bus.owner(
                        busName,
                        deadline(),
                        owner -> {
                            if (owner instanceof BusNames.Owner.None && !isOver) {
                                news.add(() -> service.left(busName));
                            }
                        });
                settle();
            }
        });
    }

    private void tellOwner(String name, String owner) {
        boolean isNews = watched.contains(name) && (owner.isEmpty() || Names.isBusName(owner));
        if (!isOver && isNews) {
            news.add(() -> service.ownerChanged(name, owner));
        }
    }

    private long deadline() {
        return linux.polling().nowNanos(Polling.Clock.MONOTONIC) + ANSWER_TIMEOUT.toNanos();
    }

    private void end(String reason) {
        client.connection().close(reason);
        transport.close();
    }

    private void ready(int events) {
        try {
            exchange(events);
        } catch (RuntimeException defect) {
            end("a defect"); // or it would wait for ever
            throw defect;
        }
    }

    private void exchange(int events) {
        if ((events & Polling.HANG_UP) != 0 && !descriptors.hasRoom()) {
            client.connection().close("the bus hung up"); // what it sent is not read
        } else if ((events & ~Polling.WRITABLE) != 0) {
            transport.readable(brain.buffers().bus());
        }
        settle();
    }

    private void settle() {
        if (!client.connection().isClosed()) {
            transport.writable();
        }
        if (client.connection().isClosed()) {
            transport.close();
            return;
        }
        news.serve();
        registration.want(interest());
        expiry.ifPresent(Reactor.Timer::cancel);
        OptionalLong next = client.nextDeadlineNanos();
        expiry =
                next.isEmpty() || next.getAsLong() == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(reactor.at(next.getAsLong(), this::expire));
    }

    private void expire() {
        client.expire(linux.polling().nowNanos(Polling.Clock.MONOTONIC));
        settle();
    }

    /** A bus that doesn't read is not read either, nor one that says more than is handled. */
    private int interest() {
        if (client.connection().hasOutput()) {
            return client.connection().isOpen()
                    ? Polling.WRITABLE
                    : Polling.READABLE | Polling.WRITABLE;
        }
        if (news.size() >= NEWS_WAITING_MAX) {
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

    /** In the mailbox, after so many pieces of news. */
    private boolean mayGoOn(int count) {
        return count < NEWS_A_TASK && outbox.postedBytes() < ANSWERS_BYTES;
    }

    /** What leads from the reactor to the bus. */
    private final class ToBus implements ChargedOutbox.Way {
        @Override
        public boolean isOver() {
            return isOver;
        }

        @Override
        public void send(Message message) {
            client.send(message); // which closes it where the bus is gone
            settle();
        }

        @Override
        public void overflow() {
            end("its user has too much that nobody reads");
        }
    }

    /** Hears the bus. */
    private final class Ear implements BusClient.Listener {
        @Override
        public void connected(BusClient unused, String uniqueName) {
            greetingEnd.cancel();
            bus.addMatch(GONE_RULE, deadline(), _ -> {});
            bus.addMatch(ACTIVATION_RULE, deadline(), _ -> {});
            news.add(() -> service.joined(UserBus.this, outbox));
            bus.requestName(
                    order.name(),
                    order.flags(),
                    deadline(),
                    outcome -> {
                        switch (outcome) {
                            case OWNED, UNANSWERED -> {}
                            case QUEUED, TAKEN, REFUSED ->
                                    news.add(() -> service.nameTaken(order.name()));
                        }
                    });
        }

        @Override
        public void received(BusClient unused, Message message) {
            if (message.type() == MessageType.METHOD_CALL) {
                message.sender()
                        .ifPresentOrElse(from -> callers.take(message, from), message::close);
                return;
            }
            BusNames.ownerChange(message).ifPresent(this::changed);
            activated(message)
                    .ifPresent(unit -> news.add(() -> service.activationRequested(unit, outbox)));
            message.close();
        }

        private Optional<String> activated(Message message) {
            boolean isRequest =
                    message.sender().filter(BusNames.BUS::equals).isPresent()
                            && message.isSignal(ACTIVATOR, "ActivationRequest")
                            && message.signature().toString().equals("s");
            return isRequest
                    ? Optional.of(message.reader().string())
                            .filter(unit -> unit.length() <= UnitName.MAX_LENGTH)
                    : Optional.empty();
        }

        private void changed(BusNames.OwnerChange change) {
            tellOwner(change.name(), change.newOwner());
            boolean isClient =
                    change.newOwner().isEmpty()
                            && change.name().startsWith(":")
                            && Names.isBusName(change.name());
            if (isClient) {
                callers.forget(change.name());
                news.add(() -> service.left(change.name()));
            }
        }

        @Override
        public void disconnected(BusClient unused, String reason) {
            isOver = true;
            greetingEnd.cancel();
            expiry.ifPresent(Reactor.Timer::cancel);
            registration.end(); // before the transport closes the socket
            callers.close();
            news.end(() -> service.over(UserBus.this, reason));
        }
    }

    /** What this bus does for those who call over it. */
    private final class OverBus implements Callers.Way {
        @Override
        public void ask(String from, Consumer<Optional<BusNames.PeerCredentials>> found) {
            bus.credentials(from, deadline(), found);
        }

        /** Whoever is on a user's bus is that user; the bus is asked for the process alone. */
        @Override
        public Caller identified(String from, BusNames.PeerCredentials credentials) {
            credentials.pidFd().ifPresent(fd -> brain.foreign().close(order.uid(), fd, () -> {}));
            return new Caller(from, order.uid(), credentials.pid());
        }

        @Override
        public void call(Message call, Caller caller) {
            news.add(call, () -> service.called(call, caller, outbox));
        }

        @Override
        public void refuse(Message call) {
            if (call.expectsReply()) {
                client.send(
                        Message.error(call, ErrorName.LIMITS_EXCEEDED, "too many calls at once"));
            }
            call.close();
        }

        @Override
        public void unknown(String from, Deque<Message> calls) {
            calls.forEach(Message::close);
        }
    }
}
