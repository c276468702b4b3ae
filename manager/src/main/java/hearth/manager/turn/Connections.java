package hearth.manager.turn;

import hearth.manager.cause.Why;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Connection;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.value.JobMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The connections that socket units have taken, each of which has an instance of a service. What is
 * begun or ended waits here until the present change is settled.
 */
final class Connections {
    private final Core core;

    /** Who has taken a connection, by the name under which it is kept. */
    private final Map<String, UnitEntry> takers = new HashMap<>();

    /** How many connections a socket unit has from one source. */
    private final Map<Source, Integer> counts = new HashMap<>();

    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private record Source(UnitEntry socket, String name) {}

    Connections(Core core) {
        this.core = core;
    }

    /** A connection has come to a socket unit. */
    void came(UnitEntry socket, Event.Accepted accepted) {
        Connection connection = accepted.connection();
        if (isStopping(socket)) {
            core.machines()
                    .feed(
                            socket,
                            new UnitEvent.CameBeforeStop(
                                    accepted.token(), Optional.of(connection)));
            return;
        }
        int fromSource = counts.getOrDefault(new Source(socket, connection.source()), 0);
        core.machines()
                .feed(
                        socket,
                        new UnitEvent.ConnectionCame(accepted.token(), connection, fromSource));
    }

    /** Something has come to a socket unit that its service is to take. */
    void came(UnitEntry socket, Event.TrafficCame traffic) {
        boolean isUnwanted = traffic.failure().isEmpty() && isStopping(socket);
        core.machines()
                .feed(
                        socket,
                        isUnwanted
                                ? new UnitEvent.CameBeforeStop(traffic.token(), Optional.empty())
                                : new UnitEvent.Happened(traffic));
    }

    private static boolean isStopping(UnitEntry socket) {
        return socket.job().filter(job -> job.type() == JobType.STOP).isPresent();
    }

    /** A socket unit wants the instance started that serves a connection. */
    void serve(UnitEntry socket, Connection connection, long number) {
        note(socket, connection);
        waiting.add(() -> start(socket, connection, number));
    }

    /** A unit does not serve its connection any more. */
    void served(Connection connection) {
        end(connection, false);
    }

    private void end(Connection connection, boolean wasRefused) {
        close(connection);
        UnitEntry socket = takers.remove(connection.name());
        if (socket != null) {
            counts.computeIfPresent(
                    new Source(socket, connection.source()),
                    (_, count) -> count > 1 ? count - 1 : null);
            waiting.add(
                    () -> core.machines().feed(socket, new UnitEvent.ConnectionEnded(wasRefused)));
        }
    }

    /** Nobody has a connection. */
    void close(Connection connection) {
        core.outbox().emit(new Effect.CloseConnection(connection.name()));
    }

    /** A unit is gone: its connection, if it had one, goes with it. */
    void forget(UnitEntry unit) {
        unit.body().connection().ifPresent(this::served);
    }

    /** Works one thing off; returns whether there was one. */
    boolean settleOne() {
        Runnable next = waiting.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    /** An earlier brain has given a unit its connection. */
    void takeOver(UnitEntry unit) {
        unit.body()
                .connection()
                .ifPresent(connection ->
                        core.table()
                                .ofToken(connection.token())
                                .ifPresent(socket -> {
                                    note(socket, connection);
                                    relate(unit, socket);
                                }));
    }

    /** Whatever else an earlier brain has taken, nobody has. */
    void keepTaken() {
        Set<String> names =
                core.table().units().stream()
                        .flatMap(unit -> unit.body().connection().stream())
                        .map(Connection::name)
                        .collect(Collectors.toSet());
        core.outbox().emit(new Effect.KeepConnections(names));
    }

    private void note(UnitEntry socket, Connection connection) {
        takers.put(connection.name(), socket);
        counts.merge(new Source(socket, connection.source()), 1, Integer::sum);
    }

    private void start(UnitEntry socket, Connection connection, long number) {
        String instance = number + "-" + connection.instance();
        Optional<UnitName> name =
                UnitName.parse(socket.name().prefix() + "@" + instance + ".service");
        if (name.isEmpty() || core.table().isFull()) {
            refuse(socket, connection, "there is no room for its instance");
            return;
        }
        UnitEntry service = core.table().get(name.get());
        if (service.loadState() != LoadState.LOADED) {
            refuse(socket, connection, "Unit " + name.get() + " not found.");
            return;
        }
        if (!isFree(service)) {
            core.outbox()
                    .log(
                            socket,
                            LogLevel.WARNING,
                            "",
                            socket.id()
                                    + ": "
                                    + service.id()
                                    + " is not inactive, dropping connection.");
            end(connection, true);
            return;
        }
        core.machines().feed(service, new UnitEvent.ConnectionGiven(connection));
        relate(service, socket);
        if (core.consequences()
                        .enqueue(service, JobType.START, JobMode.REPLACE, because(socket, service))
                instanceof Outcome.Refused<List<Job>>(var _, String message)) {
            refuse(socket, connection, message);
        }
    }

    private Optional<Why> because(UnitEntry socket, UnitEntry service) {
        return Optional.of(Why.of(core.places().because(socket, UnitEdge.TRIGGERS, service)));
    }

    /** An instance of that name may be left from before the socket counted. */
    private static boolean isFree(UnitEntry service) {
        return service.activeState() == ActiveState.INACTIVE
                && service.body().connection().isEmpty();
    }

    private void relate(UnitEntry service, UnitEntry socket) {
        core.table().relate(service, UnitEdge.TRIGGERED_BY, socket.name());
        core.table().relate(service, UnitEdge.AFTER, socket.name());
    }

    private void refuse(UnitEntry socket, Connection connection, String why) {
        served(connection);
        core.machines().feed(socket, new UnitEvent.TriggerRefused(why));
    }
}
