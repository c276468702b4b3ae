package hearth.daemon.user;

import hearth.api.Authority;
import hearth.api.systemd1.Systemd1;
import hearth.daemon.brain.Brain;
import hearth.daemon.generator.Generators;
import hearth.daemon.host.KeeperOfAll;
import hearth.daemon.host.LogStreams;
import hearth.daemon.host.LongEnd;
import hearth.daemon.host.UserHost;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogOrigin;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.EarlierPipes;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.ClockChanges;
import hearth.daemon.machine.LeftCgroups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.protocol.record.Orphan;
import hearth.daemon.state.StateJournal;
import hearth.daemon.store.CopyKeeper;
import hearth.daemon.tree.UserTree;
import hearth.daemon.world.Facts;
import hearth.daemon.world.Observations;
import hearth.dbus.DescriptorList;
import hearth.dbus.object.Faults;
import hearth.manager.Manager;
import hearth.manager.ManagerConfig;
import hearth.manager.ManagerScope;
import hearth.manager.Unit;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Host;
import hearth.manager.job.Outcome;
import hearth.manager.type.service.ServiceProcess;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.UnitType;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A user's manager with its host, its files and its objects on the bus. Belongs to its mailbox. */
final class RunningManager {
    /** The name in the journal of the hand to which orders were given; no unit can have it. */
    private static final String HAND = "hand";

    /** What is in the journal beside units and the manager. */
    private static final Set<String> OF_NO_UNIT =
            Set.of(HAND, Generators.ENTRY, EarlierPipes.ENTRY);

    private final Brain brain;
    private final Surroundings surroundings;
    private final StateJournal journal;
    private final UserTree tree;
    private final Generators generators;
    private final UserHost host;
    private final LogStreams streams;
    private final Manager manager;
    private final LongEnd longEnd;
    private final UserWorld world;
    private final Systemd1 objects;
    private final ManagerOnBus bus;
    private final ClockChanges.Listener clocks = clockListener();
    private final boolean isAloneInCgroup; // without root others have cgroups beside ours

    /**
     * What a manager is made of.
     *
     * @param start how its instance began
     * @param hand its hand
     * @param log where its units' lines go
     * @param streams into which their processes write
     * @param surroundings what the hand said about its user
     * @param journal where its state is kept
     * @param tree reads its files, and has read them
     * @param loader makes units of them
     * @param generators what they have made is read
     * @param listeners keeps what units listen on over the end of the hand
     * @param exited told when it has stopped everything
     */
    record Parts(
            UserInstance.Start start,
            Line<HandEvent> hand,
            UnitLog log,
            LogStreams streams,
            Surroundings surroundings,
            StateJournal journal,
            UserTree tree,
            UnitLoader loader,
            Generators generators,
            CopyKeeper listeners,
            Runnable exited) {}

    /** Makes a manager that knows the files that were read last, and has not begun. */
    RunningManager(Brain brain, Mailbox mailbox, Parts parts) {
        this.brain = brain;
        surroundings = parts.surroundings();
        journal = parts.journal();
        isAloneInCgroup = parts.start().keeper().isPresent();
        tree = parts.tree();
        generators = parts.generators();
        streams = parts.streams();
        host =
                new UserHost(
                        brain,
                        mailbox,
                        new UserHost.Parts(
                                surroundings.user(),
                                new UserHost.Directories(
                                        surroundings.runtime(),
                                        surroundings.configuration(),
                                        surroundings.data()),
                                parts.loader().specifiers().directories(),
                                parts.hand(),
                                parts.start().keeper(),
                                parts.listeners(),
                                journal,
                                parts.log(),
                                parts.streams(),
                                this::environment,
                                Facts.OOM_SCORE_ADJUST,
                                parts.start().cgroup()),
                        this::handle,
                        parts.exited());
        var files =
                new UserFiles(brain, surroundings, tree, parts.loader(), host, parts.generators());
        manager =
                new Manager(
                        config(parts.start()), files.read(), host, brain.time(), brain.random());
        manager.begunAt(files.generatorTimes().start());
        longEnd = new LongEnd(brain, mailbox, manager, "its hand");
        world =
                new UserWorld(
                        mailbox,
                        parts.hand(),
                        tree,
                        files,
                        manager,
                        host,
                        Facts.of(
                                brain.machine(),
                                Facts.Inherited.of(surroundings.user()),
                                brain.totals(),
                                tree.places()),
                        new Observations(
                                brain.linux(), brain.cgroups(), brain.commandLines(), parts.log()));
        objects = new Systemd1(manager, world, Authority.ROOT_ONLY, this::failed);
        bus =
                new ManagerOnBus(
                        brain,
                        mailbox,
                        new ManagerOnBus.Parts(
                                parts.start().uid(),
                                BusAddress.of(surroundings.environment(), surroundings.runtime()),
                                parts.hand(),
                                manager,
                                host,
                                objects));
        mailbox.afterEachTurn(objects::turnEnded);
        brain.clocks().subscribe(mailbox, clocks);
    }

    private ManagerConfig config(UserInstance.Start start) {
        return new ManagerConfig(
                ManagerScope.USER,
                Integer.toUnsignedLong(start.uid()),
                surroundings.user().pid(),
                start.cgroup(),
                surroundings.runtime() + "/systemd/transient",
                brain.budgets().of(start.uid()));
    }

    /** Tells the manager of clocks that were set. */
    private ClockChanges.Listener clockListener() {
        return new ClockChanges.Listener() {
            @Override
            public void clockSet() {
                handle(new Event.ClockSet());
            }

            @Override
            public void zoneChanged(ZoneId zone) {
                handle(new Event.ZoneChanged(zone));
            }
        };
    }

    private Map<String, String> environment() {
        return manager.environment();
    }

    /** A call has met a defect and was answered; the manager is taken up anew from its state. */
    private void failed(Faults.Fault fault) {
        brain.faults().say(fault.summary(), fault.cause());
        Faults.BREAK.failed(fault);
    }

    private void handle(Event event) {
        manager.handle(event);
    }

    /** A process has sent a message, and maybe descriptors, to be stored. */
    void heard(Event.Notified message, DescriptorList came) {
        long number = host.stored().came(came);
        handle(new Event.Notified(message.pid(), message.cgroup(), message.fields(), number));
        host.stored().settle(number);
    }

    Manager manager() {
        return manager;
    }

    /** Stops all units and ends; where that takes long it is said what is waited for. */
    void exit() {
        manager.exit();
        longEnd.begin();
    }

    UserHost host() {
        return host;
    }

    StateJournal journal() {
        return journal;
    }

    Systemd1 objects() {
        return objects;
    }

    /** Lets go of everything: another manager takes the units over, or none. */
    void close() {
        longEnd.end();
        brain.clocks().unsubscribe(clocks);
        bus.close();
        host.close();
        journal.closeQuietly();
        manager.close();
    }

    /**
     * Takes over what is there, or begins anew where nothing is.
     *
     * @param snapshots what an earlier manager of this user wrote down
     * @param greeting what the hand has
     * @param orphans what hands before it have left, and has ended
     */
    void takeUp(Map<String, String> snapshots, Greeting greeting, List<Orphan> orphans) {
        String hand = Integer.toString(surroundings.user().pid());
        boolean isHandNew = !snapshots.getOrDefault(HAND, hand).equals(hand);
        List<Host.Snapshot> units =
                snapshots.entrySet().stream()
                        .filter(entry -> !OF_NO_UNIT.contains(entry.getKey()))
                        .map(entry -> new Host.Snapshot(entry.getKey(), entry.getValue()))
                        .toList();
        if (!units.isEmpty()) {
            manager.restore(units);
        }
        manager.units().forEach(unit -> brain.cgroups().begin(unit.cgroup(), unit.invocationId()));
        // With the orders that are given again: from then on this hand knows which were done.
        host.note(new StateJournal.Entry(HAND, hand));
        generators.entry().ifPresent(host::note);
        manager.coldplug(inventory(greeting, orphans, isHandNew));
        countStored();
        if (!snapshots.containsKey(EarlierPipes.ENTRY)) {
            ofOtherHands().forEach(owner -> streams.pipes().add(owner.token()));
        }
        streams.pipes()
                .toText()
                .map(text -> new StateJournal.Entry(EarlierPipes.ENTRY, text))
                .ifPresent(host::note);
        host.writeNotes();
        for (Greeting.Survivor process : greeting.processes()) {
            if (process.pid() != 0) {
                // For a spawn whose answer the brain before did not live to hear.
                manager.handle(new Event.Spawned(process.token(), process.pid()));
            }
        }
        host.beginRules(manager.units().stream().filter(this::mayLog).toList());
        readOn(greeting);
        if (isAloneInCgroup) {
            removeLeftCgroups();
        }
        bus.begin(!units.isEmpty());
        if (units.isEmpty()) {
            manager.startDefaultTarget();
        }
    }

    /** What there is counts: a hand that is gone, or a brain, may have taken some with it. */
    private void countStored() {
        host.stored()
                .keepOnly(name -> unit(name).filter(RunningManager::mayHaveStored).isPresent());
        for (Unit unit : manager.units()) {
            int count = host.stored().count(unit.id());
            unit.record(ServiceRecord.class)
                    .filter(record -> record.storedDescriptors() != count || isKeptForStart(unit))
                    .ifPresent(_ -> handle(new Event.DescriptorsStored(unit.id(), count)));
        }
    }

    private boolean isKeptForStart(Unit unit) {
        return unit.activeState().isInactiveOrFailed() && host.stored().count(unit.id()) > 0;
    }

    private static boolean mayHaveStored(Unit unit) {
        return unit.record(ServiceRecord.class).isPresent()
                && (!unit.activeState().isInactiveOrFailed() || unit.job().isPresent());
    }

    /** Returns whether there may be processes of a unit, or their last words. */
    private boolean mayLog(Unit unit) {
        boolean hasProcesses = unit.type().runsCommands() || unit.type() == UnitType.SCOPE;
        return hasProcesses
                && (!unit.activeState().isInactiveOrFailed() || host.isPopulated(unit.cgroup()));
    }

    private void removeLeftCgroups() {
        String root = manager.config().cgroup();
        for (String cgroup : LeftCgroups.below(brain.cgroups(), root, this::isKnown)) {
            host.emit(new Effect.ReleaseCgroup("", cgroup));
        }
    }

    private boolean isKnown(String name) {
        return manager.getUnit(name) instanceof Outcome.Done<Unit>;
    }

    /** Has the keeper forget how processes ended: it is acted on, and written down. */
    static void forget(KeeperOfAll keeper, List<Integer> pids) {
        if (!pids.isEmpty()) {
            keeper.line().order(new KeeperOrder.ForgetOrphans(pids), _ -> {});
        }
    }

    private Host.Inventory inventory(Greeting greeting, List<Orphan> orphans, boolean isHandNew) {
        var live = new ArrayList<Host.LiveProcess>();
        var known = new HashSet<Integer>();
        for (Greeting.Survivor process : greeting.processes()) {
            if (process.pid() != 0) {
                known.add(process.pid());
                live.add(
                        new Host.LiveProcess(
                                process.token(),
                                process.pid(),
                                brain.cgroups().of(process.pid()).orElse("")));
            }
        }
        var populated = new HashSet<String>();
        for (Cgroups.Member member : brain.cgroups().members(manager.config().cgroup())) {
            populated.add(member.cgroup());
            if (known.add(member.pid())) {
                live.add(new Host.LiveProcess(0, member.pid(), member.cgroup()));
            }
        }
        var exits = greeting.exits().stream().map(RunningManager::exited).toList();
        return new Host.Inventory(
                live,
                exits,
                List.copyOf(populated),
                orphans.stream()
                        .map(one ->
                                new Host.Orphan(
                                        one.pid(),
                                        one.cgroup(),
                                        ExitCode.ofNumber(one.code()).orElse(ExitCode.EXITED),
                                        one.status()))
                        .toList(),
                isHandNew);
    }

    /** Returns the manager's word for the end of a process; of a stranger's nobody knows how. */
    static Event.Exited exited(HandEvent.Exited exit) {
        return new Event.Exited(
                exit.process(),
                exit.pid(),
                ExitCode.ofNumber(exit.code()).orElse(ExitCode.EXITED),
                exit.status());
    }

    /** Reads on what adopted processes write. */
    private void readOn(Greeting greeting) {
        for (Greeting.Survivor process : greeting.processes()) {
            process.logPipe()
                    .ifPresent(pipe ->
                            readOn(
                                    new KeptLogs.Owner(
                                            process.token(), process.pid(), process.unit()),
                                    pipe));
        }
        for (KeptLogs.Owner owner : greeting.keptLogs()) {
            greeting.takeKept(owner.toName()).ifPresent(pipe -> readOn(owner, pipe));
        }
        Map<Long, Integer> pids = new HashMap<>();
        greeting.processes().forEach(one -> pids.put(one.token(), one.pid()));
        for (LogStreams.Stream stream : streams.takeLeft()) {
            int pid = pids.getOrDefault(stream.owner().process(), 0);
            var owner = new KeptLogs.Owner(stream.owner().process(), pid, stream.owner().unit());
            Optional<Unit> unit = unit(owner.unit());
            host.adoptLog(logged(owner, unit), stream, settings(unit));
        }
    }

    private static Settings settings(Optional<Unit> unit) {
        return unit.map(Unit::settings).orElse(Settings.NONE);
    }

    private static UserHost.LoggedProcess logged(KeptLogs.Owner owner, Optional<Unit> unit) {
        var writer =
                new LogOrigin.Unit(
                        owner.unit(),
                        unit.map(Unit::cgroup).orElse(""),
                        unit.map(Unit::invocationId).orElse(""));
        return new UserHost.LoggedProcess(writer, owner.token(), owner.pid());
    }

    /** Reads on what a process writes that an earlier brain or hand has started. */
    void readOn(KeptLogs.Owner owner, int pipe) {
        Optional<Unit> unit = unit(owner.unit());
        host.adoptLog(logged(owner, unit), pipe, settings(unit));
    }

    /**
     * Returns the processes that another hand has started: unless this one was given their pipes,
     * nobody may have them. An earlier brain may have died while it looked for them.
     */
    List<KeptLogs.Owner> ofOtherHands() {
        var found = new ArrayList<KeptLogs.Owner>();
        for (Unit unit : manager.units()) {
            unit.record(ServiceRecord.class)
                    .ifPresent(record ->
                            Stream.of(record.main(), record.control())
                                    .flatMap(process -> ownerOf(unit, process).stream())
                                    .forEach(found::add));
        }
        return found;
    }

    private static Optional<KeptLogs.Owner> ownerOf(Unit unit, ServiceProcess process) {
        return process instanceof ServiceProcess.Foreign(long token, int pid)
                ? Optional.of(new KeptLogs.Owner(token, pid, unit.id()))
                : Optional.empty(); // others are this hand's, which has their pipes
    }

    private Optional<Unit> unit(String name) {
        return manager.getUnit(name) instanceof Outcome.Done<Unit>(Unit found)
                ? Optional.of(found)
                : Optional.empty();
    }

    /** Reads the files that have changed. */
    void filesChanged() {
        world.freshen(() -> {});
    }
}
