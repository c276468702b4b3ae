package hearth.daemon.user;

import hearth.api.systemd1.Systemd1;
import hearth.daemon.brain.Brain;
import hearth.daemon.bus.UserBus;
import hearth.daemon.host.UserHost;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.bus.BusNames;
import hearth.dbus.object.Caller;
import hearth.linux.ErrnoException;
import hearth.manager.Manager;
import hearth.manager.ManagerListener;
import hearth.manager.Unit;
import hearth.manager.job.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A manager's place on its user's bus: taken when {@code dbus.service} is up, so that nobody's bus
 * is started for the manager's sake, left when it is down, taken again when the bus comes back. The
 * user's hand connects, so that the bus sees its own user.
 *
 * <pre>
 *   APART --dbus.service is up--> CONNECTING --connected--> JOINED
 *     ^                               |                       |
 *     +--- after a growing pause -----+-----------------------+  refused, closed
 * </pre>
 *
 * <p>Belongs to the mailbox.
 */
final class ManagerOnBus implements ManagerListener {
    private static final String SERVICE = "dbus.service";
    private static final String SOCKET = "dbus.socket";

    /** The states in which the bus's daemon takes connections. */
    private static final Set<String> SERVING =
            Set.of("running", "reload", "reload-signal", "reload-notify");

    /** How long after a connection that was refused or lost the next one is tried, at first. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** The longest such pause: a bus that throws us out again and again costs no more than this. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** As systemd asks for its name: what is left of an earlier manager has to give it up. */
    private static final Set<BusNames.NameFlag> OWN_BUS =
            Set.of(BusNames.NameFlag.REPLACE_EXISTING, BusNames.NameFlag.ALLOW_REPLACEMENT);

    /** On a bus that somebody else runs there may be a systemd, whose name it is. */
    private static final Set<BusNames.NameFlag> FOREIGN_BUS =
            Set.of(BusNames.NameFlag.DO_NOT_QUEUE);

    private final Brain brain;
    private final Mailbox mailbox;
    private final Parts parts;
    private final Calls calls = new Calls();
    private Optional<UserBus> bus = Optional.empty(); // begun, and not over
    private boolean isConnecting;
    private boolean isPausing;
    private boolean isSaid; // what is wrong, since the bus was joined last
    private boolean isClosed;
    private boolean goesOn;
    private Duration pause = FIRST_PAUSE;

    /**
     * What it works with.
     *
     * @param uid whose bus it is
     * @param address of the bus
     * @param hand connects
     * @param manager whose calls are served
     * @param host is told of names
     * @param objects are served
     */
    record Parts(
            int uid,
            BusAddress address,
            Line<HandEvent> hand,
            Manager manager,
            UserHost host,
            Systemd1 objects) {}

    ManagerOnBus(Brain brain, Mailbox mailbox, Parts parts) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.parts = parts;
    }

    /**
     * Begins.
     *
     * @param isTakenOver whether clients of the bus may have asked an earlier brain for signals
     */
    void begin(boolean isTakenOver) {
        goesOn = isTakenOver;
        parts.manager().addListener(this);
        recheck();
    }

    @Override
    public void unitChanged(Unit unit) {
        if (unit.names().contains(SERVICE) || unit.names().contains(SOCKET)) {
            recheck();
        }
    }

    @Override
    public void unitRemoved(Unit unit) {
        unitChanged(unit);
    }

    private void recheck() {
        if (isClosed) {
            return;
        }
        if (!isWanted()) {
            pause = FIRST_PAUSE;
            isSaid = false;
            leave();
        } else if (bus.isEmpty() && !isConnecting && !isPausing) {
            connect();
        }
    }

    private boolean isWanted() {
        return parts.address().isForeign() || (isServing(SERVICE) && isServing(SOCKET));
    }

    private boolean isServing(String name) {
        return parts.manager().getUnit(name) instanceof Outcome.Done<Unit>(Unit unit)
                && SERVING.contains(unit.subState());
    }

    private void connect() {
        isConnecting = true;
        parts.hand()
                .order(
                        new HandOrder.ConnectSocket(parts.address().socket()),
                        new int[0],
                        mailbox,
                        (answer, descriptors) -> {
                            isConnecting = false;
                            boolean isConnected =
                                    answer instanceof HandEvent.Descriptor
                                            && descriptors.length == 1;
                            if (isConnected && !isClosed && isWanted()) {
                                open(descriptors[0]);
                                return;
                            }
                            for (int fd : descriptors) {
                                drop(fd);
                            }
                            if (answer instanceof CommonEvent.Failed failed) {
                                failed(ErrnoText.of(failed.error()));
                            }
                        });
    }

    private void drop(int fd) {
        brain.foreign().close(parts.uid(), fd, () -> {});
    }

    private void open(int fd) {
        isConnecting = true; // until the reactor has begun
        var order =
                new UserBus.Order(
                        parts.uid(),
                        Systemd1.BUS_NAME,
                        parts.address().isForeign() ? FOREIGN_BUS : OWN_BUS);
        brain.reactor()
                .execute(() -> {
                    try {
                        var begun = new UserBus(brain, fd, order, mailbox, calls);
                        mailbox.execute(() -> begun(begun));
                    } catch (ErrnoException e) {
                        drop(fd);
                        mailbox.execute(() -> {
                            isConnecting = false;
                            failed(String.valueOf(e.getMessage()));
                        });
                    }
                });
    }

    private void begun(UserBus connection) {
        isConnecting = false;
        if (isClosed) {
            connection.close();
        } else {
            bus = Optional.of(connection);
            recheck(); // it may not be wanted any more
        }
    }

    /** It is tried again, unless the bus itself comes back before. */
    private void failed(String reason) {
        if (isClosed || !isWanted()) {
            return;
        }
        if (!isSaid && !parts.address().isForeign()) {
            isSaid = true;
            parts.host()
                    .say(
                            SERVICE,
                            "the user bus at "
                                    + parts.address().socket()
                                    + " cannot be used ("
                                    + reason
                                    + "): it is tried again; what needs no bus goes on");
        }
        isPausing = true;
        Duration now = pause;
        pause = pause.multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        brain.reactor()
                .after(
                        now,
                        () ->
                                mailbox.execute(() -> {
                                    isPausing = false;
                                    recheck();
                                }));
    }

    private void leave() {
        bus.ifPresent(present -> {
            present.close();
            forget();
        });
    }

    /** Names, clients and what they asked for are of the bus that is gone. */
    private void forget() {
        bus = Optional.empty();
        goesOn = false;
        parts.host().busNames().left();
        // A task later: it may be a change of the manager that ends the connection.
        mailbox.execute(() -> {
            if (!isClosed) {
                parts.objects().busGone();
            }
        });
    }

    /** Ends with the manager; what clients hold goes to the next brain's, if there is one. */
    void close() {
        isClosed = true;
        bus.ifPresent(UserBus::close);
        bus = Optional.empty();
    }

    /** What comes from the bus. */
    private final class Calls implements UserBus.Service {
        @Override
        public void joined(UserBus joined, Outbox outbox) {
            isSaid = false;
            if (goesOn) {
                parts.objects().busGoesOn(outbox);
                parts.objects().busClients().forEach(joined::lookFor);
            } else {
                parts.objects().busConnected(outbox);
            }
            parts.host().busNames().joined(joined);
        }

        @Override
        public void nameTaken(String name) {
            parts.host()
                    .say(
                            SERVICE,
                            "the name "
                                    + name
                                    + " has another owner on the user bus: clients of the bus"
                                    + " reach that one");
        }

        @Override
        public void called(Message call, Caller caller, Outbox outbox) {
            parts.objects().handle(call, caller, outbox);
        }

        @Override
        public void activationRequested(String unit, Outbox outbox) {
            parts.objects().activate(unit, outbox);
        }

        @Override
        public void ownerChanged(String name, String owner) {
            parts.host().busNames().changed(name, owner);
        }

        @Override
        public void left(String busName) {
            parts.objects().busClientGone(busName);
        }

        @Override
        public void over(UserBus connection, String reason) {
            if (bus.filter(connection::equals).isPresent()) {
                forget();
                failed(reason);
            }
        }
    }
}
