package hearth.daemon.system;

import hearth.api.Authority;
import hearth.api.systemd1.Systemd1;
import hearth.daemon.brain.Brain;
import hearth.daemon.bus.Peer;
import hearth.daemon.bus.PrivateSocket;
import hearth.daemon.link.Line;
import hearth.daemon.machine.LeftCgroups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.state.Caretaker;
import hearth.daemon.state.StateJournal;
import hearth.daemon.tree.Places;
import hearth.daemon.user.UserInstance;
import hearth.daemon.user.UserManagers;
import hearth.daemon.world.Facts;
import hearth.daemon.world.Observations;
import hearth.dbus.Message;
import hearth.dbus.object.Faults;
import hearth.linux.ErrnoException;
import hearth.manager.Manager;
import hearth.manager.ManagerConfig;
import hearth.manager.ManagerFiles;
import hearth.manager.ManagerScope;
import hearth.manager.TreeSource;
import hearth.manager.Unit;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Host;
import hearth.manager.job.Outcome;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.Specifiers;
import hearth.unit.load.UnitLoader;
import hearth.unit.tree.Place;
import hearth.unit.tree.SearchPath;
import hearth.unit.tree.UnitTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The system manager with its world and its objects. Belongs to its mailbox. */
public final class SystemInstance implements Peer.Service {
    static final String NAME = "system";
    private static final int SIGKILL = 9;

    /** What its services would inherit, if it ran any. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    /** The slices whose processes are ours to know at take-over. */
    private static final String USERS = "/user.slice";

    private final Brain brain;
    private final Mailbox mailbox;
    private final SystemHost host;
    private final Manager manager;
    private final UserManagers users;
    private final Systemd1 objects;
    private final Map<String, String> snapshots;

    /**
     * What a system manager is made with.
     *
     * @param limits what the keeper began with
     * @param runtimeDirectory bounds of the next runtime directory
     * @param areStreamsNamed whether services are told that they print into the journal
     * @param authority who may do what
     * @param faults told what handlers of calls throw
     * @param ended told when everything has stopped
     */
    public record Parts(
            Line<KeeperEvent> keeper,
            List<Limit> limits,
            Supplier<UserManagers.RuntimeDirectory> runtimeDirectory,
            BooleanSupplier areStreamsNamed,
            Authority authority,
            Faults faults,
            Runnable ended) {}

    /** Makes the system manager; {@link #takeUp} begins its work. Reads root's unit files. */
    public SystemInstance(Brain brain, Mailbox mailbox, Parts parts) throws IOException {
        this.brain = brain;
        this.mailbox = mailbox;
        Path file = brain.stateDirectory().resolve("managers").resolve(NAME);
        snapshots = StateJournal.read(file);
        var log = brain.logOf(NAME, mailbox);
        users =
                new UserManagers(
                        brain,
                        new UserManagers.Parts(
                                mailbox,
                                parts.keeper(),
                                this::handle,
                                parts.runtimeDirectory(),
                                parts.areStreamsNamed(),
                                parts.ended()));
        host =
                new SystemHost(
                        brain,
                        mailbox,
                        new SystemHost.Parts(
                                parts.keeper(),
                                StateJournal.open(file, Caretaker.in(brain, mailbox)),
                                log),
                        users,
                        this::handle);
        List<Place> places = SearchPath.ofSystem(Places.OWN_UNITS);
        UnitTree tree = SystemTree.of(brain.systemDirectories().read(places));
        var loader = new UnitLoader(specifiers());
        manager =
                new Manager(
                        config(),
                        ManagerFiles.of(
                                new TreeSource(loader, tree, "/run/systemd/transient"),
                                ENVIRONMENT),
                        host,
                        brain.time(),
                        brain.random());
        var facts =
                Facts.of(
                        brain.machine(),
                        Facts.Inherited.ofSystem(parts.limits()),
                        brain.totals(),
                        places);
        var observations =
                new Observations(brain.linux(), brain.cgroups(), brain.commandLines(), log);
        var world =
                new SystemWorld(
                        brain, mailbox, places, tree, loader, manager, host, facts, observations);
        objects = new Systemd1(manager, world, parts.authority(), parts.faults());
        mailbox.afterEachTurn(objects::turnEnded);
    }

    private ManagerConfig config() {
        return new ManagerConfig(
                ManagerScope.SYSTEM,
                0,
                (int) ProcessHandle.current().pid(),
                "",
                "/run/systemd/transient",
                brain.budgets().of(0));
    }

    private Specifiers specifiers() {
        return new Specifiers(
                brain.machine().specifiers(),
                new Specifiers.User(false, "root", 0, "root", 0, "/root", "/bin/sh"),
                new Specifiers.Directories(
                        "/run",
                        "/var/lib",
                        "/var/cache",
                        "/var/log",
                        "/etc",
                        "/tmp",
                        "/var/tmp",
                        ""));
    }

    /** A hand that an earlier brain has started, with a fresh socket to it. */
    public record PresentHand(int uid, int pid, int socket) {}

    /**
     * Goes on with the sockets of users' managers that an earlier brain has given the keeper;
     * before anything else.
     *
     * @param kept descriptors by name; the users' are taken out
     */
    public void takeSockets(Map<String, Integer> kept) {
        users.takeSockets(kept);
    }

    /** Takes over what is there, or begins anew where nothing is; in the mailbox. */
    public void takeUp(List<PresentHand> hands, List<KeeperEvent.HandExited> exits) {
        if (!snapshots.isEmpty()) {
            manager.restore(
                    snapshots.entrySet().stream()
                            .map(entry -> new Host.Snapshot(entry.getKey(), entry.getValue()))
                            .toList());
        }
        Map<Integer, PresentHand> present = new LinkedHashMap<>();
        hands.forEach(hand -> present.put(hand.uid(), hand));
        List<KeeperEvent.HandExited> lost = lost(present, exits);
        Map<Integer, PresentHand> goingOn = new LinkedHashMap<>(present);
        for (KeeperEvent.HandExited exit : lost) {
            users.takeOverWithoutHand(exit.uid(), exit.pid());
            goingOn.remove(exit.uid());
        }
        goingOn.values().forEach(this::takeOver);
        manager.coldplug(inventory(hands, lost));
        stopAgain();
        for (KeeperEvent.HandExited exit : lost) {
            PresentHand next = present.get(exit.uid());
            if (next == null) {
                users.handExited(exit);
            } else {
                users.handReplaced(exit, next.pid(), next.socket());
            }
        }
        if (snapshots.isEmpty()) {
            manager.startDefaultTarget();
        }
        for (String cgroup : LeftCgroups.below(brain.cgroups(), USERS, this::isKnown)) {
            host.emit(new Effect.ReleaseCgroup("", cgroup));
        }
    }

    private boolean isKnown(String name) {
        return manager.getUnit(name) instanceof Outcome.Done<Unit>;
    }

    private void takeOver(PresentHand hand) {
        users.takeOver(hand.uid(), hand.pid(), hand.socket());
    }

    /**
     * Returns the hands that are to be followed by others, as they would have been had a brain been
     * there: their units are up, and their managers had not ended by themselves. The keeper has
     * told of those that ended while there was no brain; what it told a brain that did not live to
     * hear it is seen from the hand's absence.
     */
    private List<KeeperEvent.HandExited> lost(
            Map<Integer, PresentHand> present, List<KeeperEvent.HandExited> exits) {
        Map<Integer, KeeperEvent.HandExited> told = new HashMap<>();
        exits.forEach(exit -> told.put(exit.pid(), exit));
        var lost = new ArrayList<KeeperEvent.HandExited>();
        for (Unit unit : manager.units()) {
            int pid = unit.record(ServiceRecord.class).map(record -> record.main().pid()).orElse(0);
            boolean isUp = pid != 0 && !unit.activeState().isInactiveOrFailed();
            if (isUp
                    && UserService.of(unit.id()).orElse(null)
                            instanceof UserService.Manager(int uid)) {
                PresentHand hand = present.get(uid);
                boolean isThere = hand != null && hand.pid() == pid;
                if (!isThere && UserInstance.isLeftBehind(brain, uid)) {
                    lost.add(
                            Optional.ofNullable(told.get(pid))
                                    .filter(exit -> exit.uid() == uid)
                                    .orElseGet(() -> unseen(uid, pid)));
                }
            }
        }
        return lost;
    }

    /** Nobody knows any more how it ended; a hand that is killed is the usual case. */
    private static KeeperEvent.HandExited unseen(int uid, int pid) {
        return new KeeperEvent.HandExited(uid, pid, ExitCode.KILLED.number(), SIGKILL);
    }

    /**
     * What was being stopped is told so again: the brain that told it did not live to see the end.
     */
    private void stopAgain() {
        for (Unit unit : manager.units()) {
            if (unit.activeState() == ActiveState.DEACTIVATING
                    && UserService.of(unit.id()).orElse(null)
                            instanceof UserService.Manager(int uid)) {
                users.stopManager(uid);
            }
        }
    }

    /** A hand that has ended counts as living until it is told: its manager goes on. */
    private Host.Inventory inventory(List<PresentHand> hands, List<KeeperEvent.HandExited> lost) {
        var live = new ArrayList<Host.LiveProcess>();
        hands.forEach(hand -> live.add(hand(hand.uid(), hand.pid())));
        lost.forEach(exit -> live.add(hand(exit.uid(), exit.pid())));
        manager.units().forEach(unit -> host.bridges().takeOver(unit).ifPresent(live::add));
        var populated = new ArrayList<String>();
        for (String slice : brain.cgroups().below(USERS)) {
            addPopulated(populated, slice);
            brain.cgroups().below(slice).forEach(unit -> addPopulated(populated, unit));
        }
        return new Host.Inventory(live, List.of(), populated);
    }

    private static Host.LiveProcess hand(int uid, int pid) {
        return new Host.LiveProcess(0, pid, UserManagers.cgroupOf(uid) + "/init.scope");
    }

    private void addPopulated(List<String> populated, String cgroup) {
        if (brain.cgroups().isPopulated(cgroup)) {
            populated.add(cgroup);
        }
    }

    private void handle(Event event) {
        manager.handle(event);
    }

    /** A hand that an earlier brain has ordered has become ready only now; any thread. */
    public void handPresent(PresentHand hand) {
        mailbox.execute(() -> takeOver(hand));
    }

    /** Runs with the manager, in its mailbox. */
    public void with(Consumer<Manager> task) {
        mailbox.execute(() -> task.accept(manager));
    }

    /** Runs with the users' managers, in the mailbox. */
    public void withUsers(Consumer<UserManagers> task) {
        mailbox.execute(() -> task.accept(users));
    }

    /** Passes what the keeper tells; any thread. */
    public void keeperSays(KeeperEvent event) {
        mailbox.execute(() -> {
            switch (event) {
                case KeeperEvent.HandExited exit -> users.handExited(exit);
                case CommonEvent.CgroupEmpty(String path) -> handle(new Event.CgroupEmptied(path));
                case CommonEvent.ProcessGone gone -> {
                    host.processGone(gone);
                    users.processGone(gone);
                }
                default -> {
                    // the rest is told to those who asked
                }
            }
        });
    }

    /** Returns the manager's objects; for its mailbox. */
    public Systemd1 objects() {
        return objects;
    }

    /** Returns where the system manager works. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** Serves a private socket; on the reactor's thread. */
    public PrivateSocket serve(int fd) throws ErrnoException {
        return new PrivateSocket(brain, fd, 0, mailbox, this);
    }

    @Override
    public void opened(Peer peer) {
        objects.peerConnected(peer.outbox());
    }

    @Override
    public void received(Peer peer, Message message) {
        objects.handle(message, peer.caller(), peer.outbox());
    }

    @Override
    public void closed(Peer peer) {
        objects.peerGone(peer.outbox());
    }
}
