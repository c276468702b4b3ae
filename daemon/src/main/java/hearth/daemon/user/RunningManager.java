package hearth.daemon.user;

import hearth.api.Authority;
import hearth.api.systemd1.Systemd1;
import hearth.daemon.Brain;
import hearth.daemon.host.UserHost;
import hearth.daemon.link.Line;
import hearth.daemon.log.UnitLog;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.LeftCgroups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.state.StateJournal;
import hearth.daemon.tree.UserTree;
import hearth.daemon.world.Facts;
import hearth.daemon.world.Observations;
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
import hearth.unit.Settings;
import hearth.unit.UnitLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** A user's manager with its host, its files and its objects on the bus. Belongs to its mailbox. */
final class RunningManager {
    private final Brain brain;
    private final Surroundings surroundings;
    private final StateJournal journal;
    private final UserTree tree;
    private final UserHost host;
    private final Manager manager;
    private final UserWorld world;
    private final Systemd1 objects;
    private final boolean isAloneInCgroup; // without root others have cgroups beside ours

    /**
     * What a manager is made of.
     *
     * @param start how its instance began
     * @param hand its hand
     * @param log where its units' lines go
     * @param surroundings what the hand said about its user
     * @param journal where its state is kept
     * @param tree reads its files, and has read them
     * @param loader makes units of them
     * @param exited told when it has stopped everything
     */
    record Parts(
            UserInstance.Start start,
            Line<HandEvent> hand,
            UnitLog log,
            Surroundings surroundings,
            StateJournal journal,
            UserTree tree,
            UnitLoader loader,
            Runnable exited) {}

    /** Makes a manager that knows the files that were read last, and has not begun. */
    RunningManager(Brain brain, Mailbox mailbox, Parts parts) {
        this.brain = brain;
        surroundings = parts.surroundings();
        journal = parts.journal();
        isAloneInCgroup = parts.start().keeper().isPresent();
        tree = parts.tree();
        host =
                new UserHost(
                        brain,
                        mailbox,
                        new UserHost.Parts(
                                surroundings.user(),
                                new UserHost.Directories(
                                        surroundings.runtime(), surroundings.configuration()),
                                parts.loader().specifiers().directories(),
                                parts.hand(),
                                parts.start().keeper(),
                                journal,
                                parts.log(),
                                this::environment,
                                Facts.OOM_SCORE_ADJUST,
                                parts.start().cgroup()),
                        this::handle,
                        parts.exited());
        var files = new UserFiles(surroundings, tree, parts.loader(), host);
        manager =
                new Manager(
                        config(parts.start()), files.read(), host, brain.time(), brain.random());
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
                                surroundings.user().limits(),
                                brain.totals(),
                                tree.places()),
                        new Observations(
                                brain.linux(), brain.cgroups(), brain.commandLines(), parts.log()));
        objects = new Systemd1(manager, world, Authority.ROOT_ONLY, this::failed);
        mailbox.afterEachTurn(objects::turnEnded);
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

    Manager manager() {
        return manager;
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
        host.close();
        journal.closeQuietly();
        manager.close();
    }

    /**
     * Takes over what is there, or begins anew where nothing is.
     *
     * @param snapshots what an earlier manager of this user wrote down
     * @param greeting what the hand has
     */
    void takeUp(Map<String, String> snapshots, Greeting greeting) {
        if (!snapshots.isEmpty()) {
            manager.restore(
                    snapshots.entrySet().stream()
                            .map(entry -> new Host.Snapshot(entry.getKey(), entry.getValue()))
                            .toList());
        }
        manager.coldplug(inventory(greeting));
        for (Greeting.Survivor process : greeting.processes()) {
            if (process.pid() != 0) {
                // For a spawn whose answer the brain before did not live to hear.
                manager.handle(new Event.Spawned(process.token(), process.pid()));
            }
        }
        readOn(greeting);
        if (isAloneInCgroup) {
            removeLeftCgroups();
        }
        if (snapshots.isEmpty()) {
            manager.startDefaultTarget();
        }
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

    private Host.Inventory inventory(Greeting greeting) {
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
        return new Host.Inventory(live, exits, List.copyOf(populated));
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
                            host.adoptLog(
                                    process.unit(),
                                    process.token(),
                                    process.pid(),
                                    pipe,
                                    settingsOf(process.unit())));
        }
        for (KeptLogs.Owner owner : greeting.keptLogs()) {
            greeting.takeKept(owner.toName())
                    .ifPresent(pipe ->
                            host.adoptLog(
                                    owner.unit(),
                                    owner.token(),
                                    owner.pid(),
                                    pipe,
                                    settingsOf(owner.unit())));
        }
    }

    private Settings settingsOf(String unit) {
        return manager.getUnit(unit) instanceof Outcome.Done<Unit>(Unit found)
                ? found.settings()
                : Settings.NONE;
    }

    /** Reads the files that have changed. */
    void filesChanged() {
        world.freshen(() -> {});
    }
}
