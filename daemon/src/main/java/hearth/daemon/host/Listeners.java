package hearth.daemon.host;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.ListenEvent;
import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.record.Problem;
import hearth.daemon.store.CopyKeeper;
import hearth.manager.host.Connection;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.unit.setting.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What socket units listen on: the hand opens it, keeps it, and takes connections. A copy of each
 * listener is kept for the hand that comes after. Belongs to the manager's mailbox.
 */
public final class Listeners {
    private static final int EPERM = 1;
    private static final int EPROTO = 71;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENOBUFS = 105;
    private static final int ENOMEM = 12;

    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final Parts parts;
    private final Consumer<Event> events;
    private final Set<String> names = new HashSet<>();
    private final Charge listeners;
    private final Set<String> taken = new HashSet<>();
    private final Charge connections;

    /** By the name of the listener, the token with which something is waited for there. */
    private final Map<String, Long> awaited = new HashMap<>();

    /**
     * What it works with.
     *
     * @param keeper keeps what is listened on for the hand that comes next
     * @param closer closes a descriptor of the user's, which may take long
     * @param account of the user
     */
    record Parts(
            Line<HandEvent> hand,
            Mailbox mailbox,
            CopyKeeper keeper,
            IntConsumer closer,
            Account account) {}

    Listeners(Parts parts, Consumer<Event> events) {
        this.parts = parts;
        this.events = events;
        hand = parts.hand();
        mailbox = parts.mailbox();
        listeners = parts.account().open(Resource.LISTENERS);
        connections = parts.account().open(Resource.SOCKET_CONNECTIONS);
    }

    /** Releases what is charged; the hand keeps what it has. */
    void close() {
        listeners.close();
        connections.close();
    }

    void perform(Effect.OfSocket effect) {
        switch (effect) {
            case Effect.Listen(long token, String name, int port, Settings settings) ->
                    listen(token, name, port, settings);
            case Effect.AwaitTraffic(long token, String name, boolean accepts) ->
                    await(token, name, accepts);
            case Effect.AwaitNothing(String name) -> {
                if (awaited.remove(name) != null) {
                    hand.order(new ListenOrder.UnwatchSocket(name), _ -> {});
                }
            }
            case Effect.Flush(String name, boolean accepts) ->
                    hand.order(new ListenOrder.FlushSocket(name, accepts), _ -> {});
            case Effect.CloseListener close -> close(close);
            case Effect.CloseConnection(String name) -> {
                taken.remove(name);
                connections.resize(taken.size());
                hand.order(new CommonOrder.DropDescriptor(name), _ -> {});
            }
            case Effect.KeepConnections(Set<String> names) -> keepConnections(names);
        }
    }

    /** They are charged although there may be no room for them: the services have them. */
    private void keepConnections(Set<String> known) {
        taken.addAll(known);
        connections.resize(taken.size());
        Set<String> kept = new HashSet<>(known);
        awaited.values().forEach(token -> kept.add(Connection.nameOf(token)));
        hand.order(new ListenOrder.KeepConnections(List.copyOf(kept)), _ -> {});
    }

    private void listen(long token, String name, int port, Settings settings) {
        Optional<ListenOrder.Listen> order = ListenOrders.of(name, port, settings);
        if (order.isEmpty()) {
            events.accept(new Event.NotListening(token, ErrnoText.of(EPERM)));
            return;
        }
        boolean isNew = names.add(name);
        if (isNew && !listeners.resize(names.size())) {
            names.remove(name);
            events.accept(new Event.NotListening(token, Account.refusal(Resource.LISTENERS)));
            return;
        }
        hand.order(
                order.get(),
                new int[0],
                mailbox,
                (answer, descriptors) -> {
                    boolean hasCopy =
                            answer instanceof ListenEvent.Listening && descriptors.length > 0;
                    for (int i = hasCopy ? 1 : 0; i < descriptors.length; i++) {
                        parts.closer().accept(descriptors[i]);
                    }
                    switch (answer) {
                        case ListenEvent.Listening(List<Problem> problems) -> {
                            if (hasCopy) { // where it is closed already, it is dropped as well
                                parts.keeper().keep(name, descriptors[0]);
                            }
                            events.accept(
                                    new Event.Listening(
                                            token,
                                            problems.stream().map(Listeners::words).toList()));
                        }
                        case CommonEvent.Failed failed ->
                                events.accept(
                                        new Event.NotListening(
                                                token, ErrnoText.of(failed.error())));
                        default ->
                                events.accept(new Event.NotListening(token, ErrnoText.of(EPROTO)));
                    }
                });
    }

    /** Closes the hand's, then the copies of it: the answer to an earlier order brings the last. */
    private void close(Effect.CloseListener effect) {
        String name = effect.name();
        awaited.remove(name);
        names.remove(name);
        listeners.resize(names.size());
        Runnable closed =
                () ->
                        mailbox.execute(
                                () -> events.accept(new Event.ListenerClosed(effect.token())));
        hand.order(
                ListenOrders.close(name, effect.port(), effect.settings()),
                mailbox,
                _ -> parts.keeper().drop(name, closed));
    }

    private static String words(Problem problem) {
        return problem.step() + " failed: " + ErrnoText.of(problem.error());
    }

    private void await(long token, String name, boolean accepts) {
        awaited.put(name, token);
        if (names.add(name)) {
            listeners.resize(names.size()); // an earlier brain has opened it
        }
        hand.order(
                new ListenOrder.WatchSocket(name, accepts, Connection.nameOf(token)),
                mailbox,
                answer -> {
                    if (answer instanceof CommonEvent.Failed failed
                            && awaited.remove(name, token)) {
                        events.accept(
                                new Event.TrafficCame(
                                        token,
                                        "Failed to watch listening fds: "
                                                + ErrnoText.of(failed.error())));
                    }
                });
    }

    /** Something has come to a listener. */
    void happened(ListenEvent event) {
        switch (event) {
            case ListenEvent.SocketReady(String name, boolean isBroken) ->
                    Optional.ofNullable(awaited.remove(name))
                            .ifPresent(token ->
                                    events.accept(
                                            new Event.TrafficCame(
                                                    token,
                                                    isBroken
                                                            ? "Got unexpected poll event on socket"
                                                            : "")));
            case ListenEvent.Accepted accepted -> accepted(accepted);
            case ListenEvent.Listening _ -> {
                // it answers an order
            }
        }
    }

    private void accepted(ListenEvent.Accepted told) {
        long token = awaited.getOrDefault(told.name(), 0L);
        boolean isExpected = token != 0 && told.connection().equals(Connection.nameOf(token));
        if (!isExpected) {
            // Nobody waits for it any more: it came while that was taken back.
            if (told.error() == 0 && told.connection().startsWith("connection ")) {
                hand.order(new CommonOrder.DropDescriptor(told.connection()), _ -> {});
            }
            return;
        }
        awaited.remove(told.name());
        if (told.error() == 0 && !isCharged(told.connection())) {
            hand.order(new CommonOrder.DropDescriptor(told.connection()), _ -> {});
            events.accept(
                    new Event.NotAccepted(
                            token, Account.refusal(Resource.SOCKET_CONNECTIONS), true));
        } else if (told.error() == 0) {
            events.accept(
                    new Event.Accepted(
                            token,
                            new Connection(
                                    told.connection(),
                                    told.instance(),
                                    told.peer(),
                                    told.port(),
                                    told.source())));
        } else {
            events.accept(
                    new Event.NotAccepted(
                            token, ErrnoText.of(told.error()), isLimit(told.error())));
        }
    }

    private boolean isCharged(String connection) {
        if (taken.add(connection) && !connections.resize(taken.size())) {
            taken.remove(connection);
            return false;
        }
        return true;
    }

    private static boolean isLimit(int error) {
        return error == ENFILE || error == EMFILE || error == ENOBUFS || error == ENOMEM;
    }
}
