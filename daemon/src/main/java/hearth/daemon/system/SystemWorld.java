package hearth.daemon.system;

import hearth.api.systemd1.world.CgroupStatistic;
import hearth.api.systemd1.world.GeneratorTimes;
import hearth.api.systemd1.world.LogLine;
import hearth.api.systemd1.world.MachineFacts;
import hearth.api.systemd1.world.PidFd;
import hearth.api.systemd1.world.Recorded;
import hearth.api.systemd1.world.StandardStreams;
import hearth.api.systemd1.world.UnitProcess;
import hearth.api.systemd1.world.World;
import hearth.daemon.brain.Brain;
import hearth.daemon.log.source.LogFilter;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.world.Observations;
import hearth.daemon.world.PidFds;
import hearth.dbus.DescriptorList;
import hearth.dbus.object.Caller;
import hearth.manager.Manager;
import hearth.manager.ManagerFiles;
import hearth.manager.SignalTargets;
import hearth.manager.TreeSource;
import hearth.manager.cause.Cause;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import hearth.unit.Specifiers;
import hearth.unit.install.InstallResult;
import hearth.unit.install.PresetRules;
import hearth.unit.load.UnitLoader;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitTree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The world around the system manager, as its objects on the bus need it. In its mailbox. */
final class SystemWorld implements World {
    private final Brain brain;
    private final Mailbox mailbox;
    private final List<Place> places;
    private final UnitLoader loader;
    private final MachineFacts facts;
    private final Observations observations;
    private final Manager manager;
    private final UserBridges bridges;
    private UnitTree tree;
    private final LogFilter logFilter;

    SystemWorld(
            Brain brain,
            Mailbox mailbox,
            List<Place> places,
            UnitTree tree,
            UnitLoader loader,
            Manager manager,
            SystemHost host,
            MachineFacts facts,
            Observations observations) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.places = places;
        this.tree = tree;
        this.loader = loader;
        this.manager = manager;
        bridges = host.bridges();
        logFilter = host.logFilter();
        this.facts = facts;
        this.observations = observations;
    }

    @Override
    public MachineFacts facts() {
        return facts;
    }

    @Override
    public GeneratorTimes generatorTimes() {
        return GeneratorTimes.NEVER;
    }

    @Override
    public UnitTree tree() {
        return tree;
    }

    @Override
    public Specifiers specifiers() {
        return loader.specifiers();
    }

    @Override
    public PresetRules presets() {
        return PresetRules.NONE;
    }

    private void read(Runnable then) {
        brain.files()
                .of("system")
                .execute(() -> {
                    UnitTree read = SystemTree.of(brain.systemDirectories().read(places));
                    mailbox.execute(() -> {
                        tree = read;
                        then.run();
                    });
                });
    }

    @Override
    public void freshen(Runnable then) {
        read(() -> {
            manager.noteFilesChanged(
                    new TreeSource(loader, tree, manager.config().transientDirectory()));
            then.run();
        });
    }

    @Override
    public void reload(Consumer<Optional<String>> then) {
        read(() -> {
            manager.reload(
                    ManagerFiles.of(
                            new TreeSource(loader, tree, manager.config().transientDirectory()),
                            SystemInstance.ENVIRONMENT));
            then.accept(Optional.empty());
        });
    }

    /** Links of system services are refused anyway: see {@link #install}. */
    @Override
    public void lookFor(List<String> paths, Consumer<Optional<String>> then) {
        then.accept(Optional.empty());
    }

    @Override
    public void install(InstallResult.Plan plan, Consumer<Optional<String>> then) {
        then.accept(
                Optional.of(
                        "system services belong to this machine's own init: use its commands to"
                                + " enable them"));
    }

    @Override
    public void keepStreams(String unit, StandardStreams streams) {
        bridges.keepStreams(unit, streams);
    }

    @Override
    public void dropStreams(String unit) {
        bridges.dropStreams(unit);
    }

    @Override
    public LogLevel logLevel() {
        return logFilter.level();
    }

    @Override
    public void setLogLevel(Optional<LogLevel> level) {
        logFilter.orderLevel(level);
    }

    @Override
    public LogTarget logTarget() {
        return logFilter.target();
    }

    @Override
    public void setLogTarget(LogTarget target) {
        logFilter.setTarget(target);
    }

    @Override
    public Optional<DescriptorList> memoryFile(String name, byte[] content) {
        return observations.memoryFile(name, content);
    }

    @Override
    public long count(String cgroup, CgroupStatistic statistic) {
        return observations.count(cgroup, statistic);
    }

    @Override
    public void processes(
            String cgroup, List<Integer> own, int limit, Consumer<List<UnitProcess>> then) {
        observations.processes(cgroup, own, limit, mailbox, then);
    }

    @Override
    public PidFd processOf(int descriptor) {
        return PidFds.of(descriptor);
    }

    /** What runs here is hands and sessions, which know no signals of their own. */
    @Override
    public void queueSignal(SignalTargets targets, int signal, int value, Consumer<Queued> then) {
        then.accept(targets.pids().isEmpty() ? Queued.SENT : Queued.UNKNOWN);
    }

    @Override
    public OptionalInt ownerOf(int pid) {
        return observations.ownerOf(pid);
    }

    @Override
    public void tailLog(
            String unit,
            int lines,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<LogLine>>> then) {
        observations.tailLog(unit, lines, isAwaited, then);
    }

    @Override
    public Cause causeOf(Caller caller) {
        return observations.causeOf(caller);
    }

    @Override
    public void record(
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then) {
        observations.record(unit, count, isAwaited, then);
    }
}
