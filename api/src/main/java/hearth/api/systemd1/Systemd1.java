package hearth.api.systemd1;

import hearth.api.Authority;
import hearth.api.systemd1.manager.Activation;
import hearth.api.systemd1.manager.HearthInterface;
import hearth.api.systemd1.manager.JobInterface;
import hearth.api.systemd1.manager.LogControl;
import hearth.api.systemd1.manager.ManagerInterface;
import hearth.api.systemd1.manager.Signals;
import hearth.api.systemd1.unit.Interfaces;
import hearth.api.systemd1.view.Clients;
import hearth.api.systemd1.view.JobView;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.world.GuardedWorld;
import hearth.api.systemd1.world.World;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Outbox;
import hearth.dbus.object.BoundInterface;
import hearth.dbus.object.Caller;
import hearth.dbus.object.Faults;
import hearth.dbus.object.ObjectServer;
import hearth.dbus.object.PathTable;
import hearth.dbus.object.PathTable.Route;
import hearth.manager.Manager;
import hearth.manager.Unit;
import hearth.manager.job.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One manager as org.freedesktop.systemd1. Confined to that manager's mailbox: whoever owns the
 * connections posts their messages and ends there.
 *
 * <p>After each task of the mailbox that may have changed the manager, {@link #turnEnded} tells
 * clients what has changed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5)</a>
 */
public final class Systemd1 {
    /** The bus name under which a manager is reached. */
    public static final String BUS_NAME = "org.freedesktop.systemd1";

    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final Pattern INVOCATION_ID = Pattern.compile("[0-9a-f]{32}");

    private final Manager manager;
    private final World world;
    private final Clients clients = new Clients();
    private final ManagerView view;
    private final ObjectServer server;
    private final Signals signals;

    /**
     * Shows a manager, and listens to it from now on.
     *
     * @param faults told what handlers of calls throw, after those calls were answered
     */
    public Systemd1(Manager manager, World surroundings, Authority authority, Faults faults) {
        this.manager = manager;
        server = new ObjectServer(PathTable.of(routes()), surroundings.facts().machineId(), faults);
        world = new GuardedWorld(surroundings, server);
        view = new ManagerView(manager, world, guarded(authority), clients);
        this.signals = new Signals(manager, clients, server);
        manager.addListener(signals);
    }

    private Authority guarded(Authority authority) {
        return (question, then) -> authority.ask(question, server.later(then));
    }

    private List<Route> routes() {
        return List.of(
                new Route.Exact(
                        ObjectPaths.MANAGER, () -> List.of(ManagerInterface.TABLE.bind(view()))),
                new Route.Exact(
                        ObjectPaths.LOG_CONTROL, () -> List.of(LogControl.TABLE.bind(view()))),
                new Route.Exact(
                        ObjectPaths.HEARTH, () -> List.of(HearthInterface.TABLE.bind(view()))),
                new Route.Children(ObjectPaths.UNITS, this::findUnit, this::unitNames),
                new Route.Children(ObjectPaths.JOBS, this::findJob, this::jobNames));
    }

    private ManagerView view() {
        return view;
    }

    /**
     * Answers a method call, which it owns from now on; now, or when files were read or somebody
     * was asked.
     *
     * @param from who calls, by the kernel's word or the bus's
     * @param outbox where the answer goes
     */
    public void handle(Message call, Caller from, Outbox outbox) {
        server.handle(call, from, outbox, serve -> prepare(call, serve));
    }

    private void prepare(Message call, Runnable then) {
        manager.release(); // this call is not to find what the last one has loaded
        if (isAboutUnknownUnit(call) || asksWhetherFilesChanged(call)) {
            world.freshen(then);
        } else {
            then.run();
        }
    }

    /** {@code NeedDaemonReload} is about what the files are now. */
    private static boolean asksWhetherFilesChanged(Message call) {
        boolean isAboutUnit =
                call.path().flatMap(path -> path.childOf(ObjectPaths.UNITS)).isPresent();
        if (!isAboutUnit) {
            return false;
        }
        if (call.isCall(PROPERTIES, "Get") && call.signature().toString().equals("ss")) {
            MessageReader arguments = call.reader();
            arguments.string();
            return arguments.string().equals("NeedDaemonReload");
        }
        return call.isCall(PROPERTIES, "GetAll");
    }

    /** A unit that is called by its path is loaded, so a file of a moment ago must be seen. */
    private boolean isAboutUnknownUnit(Message call) {
        Optional<String> name = call.path().flatMap(path -> path.childOf(ObjectPaths.UNITS));
        if (name.isEmpty()
                || name.get().equals(ObjectPaths.SELF)
                || INVOCATION_ID.matcher(name.get()).matches()) {
            return false;
        }
        if (call.isCall(PROPERTIES, "Get")) {
            Optional<Unit> unit =
                    view.find(name.get()); // what it leads to is no part of the answer
            return unit.isEmpty() || unit.get().loadRefusal().isPresent();
        }
        return view.leadsToUnknown(name.get());
    }

    private Optional<List<BoundInterface<?>>> findUnit(String name) {
        Outcome<Unit> outcome;
        if (name.equals(ObjectPaths.SELF)) {
            outcome = manager.getUnitByPid(server.caller().map(Caller::pid).orElse(0));
        } else if (INVOCATION_ID.matcher(name).matches()) {
            outcome = manager.getUnitByInvocationId(name);
        } else {
            outcome = manager.loadUnit(name);
        }
        return switch (outcome) {
            case Outcome.Done<Unit>(Unit unit) -> Optional.of(Interfaces.of(view.of(unit)));
            case Outcome.Refused<Unit> refused -> Optional.empty();
        };
    }

    private List<String> unitNames() {
        return manager.units().stream().map(Unit::id).toList();
    }

    private Optional<List<BoundInterface<?>>> findJob(String number) {
        return jobId(number)
                .flatMap(manager::job)
                .map(job -> List.of(JobInterface.TABLE.bind(new JobView(view, job))));
    }

    private static Optional<Integer> jobId(String number) {
        try {
            return Optional.of(Integer.parseUnsignedInt(number));
        } catch (NumberFormatException e) {
            return Optional.empty(); // no job has such a name
        }
    }

    private List<String> jobNames() {
        return manager.jobs().stream().map(job -> Integer.toString(job.id())).toList();
    }

    /** Tells clients what has changed since the last turn. */
    public void turnEnded() {
        manager.release();
        signals.flush();
    }

    /** Takes in a peer on a private socket; it hears everything. */
    public void peerConnected(Outbox peer) {
        clients.peerConnected(peer);
    }

    /** Forgets a peer whose connection is over. */
    public void peerGone(Outbox peer) {
        clients.peerGone(peer);
    }

    /** Takes in a bus on which {@link #BUS_NAME} is owned; its earlier clients are forgotten. */
    public void busConnected(Outbox bus) {
        clients.busConnected(bus);
    }

    /**
     * Takes in a bus connection that an earlier brain had: who had subscribed there isn't known any
     * more, so everything is told. Who holds a unit may wait for what has become of it meanwhile.
     */
    public void busGoesOn(Outbox bus) {
        clients.busGoesOn(bus);
        manager.units().stream()
                .filter(unit -> !unit.references().isEmpty())
                .forEach(signals::unitChanged);
    }

    /** Forgets the bus, whose connection is over, with its clients and the units they held. */
    public void busGone() {
        clients.busGone();
        manager.allClientsGone();
    }

    /** Returns the clients of the bus that hold units. */
    public Set<String> busClients() {
        return manager.units().stream()
                .flatMap(unit -> unit.references().stream())
                .collect(Collectors.toSet());
    }

    /** Starts a unit for the bus, because somebody calls a name that it will have there. */
    public void activate(String unit, Outbox bus) {
        world.freshen(() -> Activation.start(manager, unit, bus));
    }

    /** Forgets a client that has left the bus: its subscription and the units it held. */
    public void busClientGone(String uniqueName) {
        clients.busClientGone(uniqueName);
        manager.clientGone(uniqueName);
    }

    /** Tells clients that links of unit files have changed, by whomever. */
    public void unitFilesChanged() {
        clients.tell(Signals.ofChangedUnitFiles());
    }

    /** Asks the controller of a scope to end it ({@code RequestStop}). */
    public void requestStop(Unit scope) {
        signals.requestStop(scope);
    }

    /** Returns where a unit's object is. */
    public static DbusPath pathOf(Unit unit) {
        return ObjectPaths.of(unit);
    }
}
