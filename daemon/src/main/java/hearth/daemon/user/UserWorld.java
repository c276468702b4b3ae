package hearth.daemon.user;

import hearth.api.systemd1.world.CgroupStatistic;
import hearth.api.systemd1.world.GeneratorTimes;
import hearth.api.systemd1.world.LogLine;
import hearth.api.systemd1.world.MachineFacts;
import hearth.api.systemd1.world.PidFd;
import hearth.api.systemd1.world.Recorded;
import hearth.api.systemd1.world.StandardStreams;
import hearth.api.systemd1.world.UnitProcess;
import hearth.api.systemd1.world.World;
import hearth.daemon.host.UserHost;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.tree.UserTree;
import hearth.daemon.world.Observations;
import hearth.daemon.world.PidFds;
import hearth.dbus.DescriptorList;
import hearth.dbus.object.Caller;
import hearth.manager.Manager;
import hearth.manager.SignalTargets;
import hearth.manager.cause.Cause;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import hearth.unit.Specifiers;
import hearth.unit.install.Change;
import hearth.unit.install.InstallResult;
import hearth.unit.install.PresetRules;
import hearth.unit.tree.UnitTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The world around a user's manager, as its objects on the bus need it. In its mailbox. */
final class UserWorld implements World {
    private static final int DIRECTORY_MODE = 0755;
    private static final int ENOENT = 2;
    private static final int ENOSYS = 38;
    private static final int EFBIG = 27;

    /** Bytes of a file that is only looked for: what is larger is there as well. */
    private static final int LOOKED_AT_BYTES = 1;

    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final UserTree tree;
    private final UserFiles files;
    private final Manager manager;
    private final UserHost host;
    private final MachineFacts facts;
    private final Observations observations;

    UserWorld(
            Mailbox mailbox,
            Line<HandEvent> hand,
            UserTree tree,
            UserFiles files,
            Manager manager,
            UserHost host,
            MachineFacts facts,
            Observations observations) {
        this.mailbox = mailbox;
        this.hand = hand;
        this.tree = tree;
        this.files = files;
        this.manager = manager;
        this.host = host;
        this.facts = facts;
        this.observations = observations;
    }

    @Override
    public MachineFacts facts() {
        return facts;
    }

    @Override
    public GeneratorTimes generatorTimes() {
        return files.generatorTimes();
    }

    @Override
    public UnitTree tree() {
        return tree.tree();
    }

    @Override
    public Specifiers specifiers() {
        return files.specifiers();
    }

    @Override
    public PresetRules presets() {
        return tree.presets();
    }

    /**
     * Looks whether files have changed. Links count at once, since whoever edits them asks for no
     * reload; changed texts wait for one. While generators run, what was there before them counts.
     */
    @Override
    public void freshen(Runnable then) {
        if (files.isGenerating()) {
            then.run();
            return;
        }
        tree.freshen(news -> {
            switch (news) {
                case NONE -> {}
                case TEXTS -> manager.noteFilesChanged(files.units());
                case LINKS -> manager.reload(files.read());
            }
            then.run();
        });
    }

    @Override
    public void reload(Consumer<Optional<String>> then) {
        tree.read(_ ->
                files.generate(() -> {
                    manager.reload(files.read());
                    then.accept(Optional.empty());
                }));
    }

    @Override
    public void lookFor(List<String> paths, Consumer<Optional<String>> then) {
        lookFor(new ArrayDeque<>(paths), then);
    }

    /** Looks for one file after the other; stops at the first that is not there. */
    private void lookFor(Deque<String> paths, Consumer<Optional<String>> then) {
        String path = paths.poll();
        if (path == null) {
            then.accept(Optional.empty());
            return;
        }
        hand.order(
                new FileOrder.ReadFile(path, LOOKED_AT_BYTES, true),
                mailbox,
                answer -> {
                    if (answer instanceof CommonEvent.Failed failed && failed.error() != EFBIG) {
                        then.accept(
                                Optional.of(
                                        failed.error() == ENOENT
                                                ? "Unit file " + path + " does not exist."
                                                : path + ": " + ErrnoText.of(failed.error())));
                    } else {
                        lookFor(paths, then);
                    }
                });
    }

    @Override
    public void install(InstallResult.Plan plan, Consumer<Optional<String>> then) {
        change(new ArrayDeque<>(plan.changes()), then);
    }

    /** Makes one change after the other; stops at the first that fails. */
    private void change(Deque<Change> changes, Consumer<Optional<String>> then) {
        Change next = changes.poll();
        if (next == null) {
            tree.read(_ -> then.accept(Optional.empty()));
            return;
        }
        if (next instanceof Change.Link(String path, String _, boolean _)) {
            String directory = path.substring(0, path.lastIndexOf('/'));
            hand.order(
                    new FileOrder.MakeDirectories(directory, DIRECTORY_MODE),
                    mailbox,
                    _ -> order(next, changes, then));
        } else {
            order(next, changes, then);
        }
    }

    private void order(Change change, Deque<Change> rest, Consumer<Optional<String>> then) {
        HandOrder order =
                switch (change) {
                    case Change.Link(String path, String target, boolean replaces) ->
                            new FileOrder.MakeLink(target, path, replaces);
                    case Change.Unlink(String path) -> new FileOrder.Remove(path, false);
                    case Change.Tidy(String path) -> new FileOrder.Remove(path, false);
                };
        boolean mayFail = change instanceof Change.Tidy; // something else is in there
        hand.order(
                order,
                mailbox,
                answer -> {
                    if (answer instanceof CommonEvent.Failed failed && !mayFail) {
                        then.accept(Optional.of(ErrnoText.of(failed)));
                    } else {
                        change(rest, then);
                    }
                });
    }

    @Override
    public void keepStreams(String unit, StandardStreams streams) {
        host.keepStreams(unit, streams);
    }

    @Override
    public void dropStreams(String unit) {
        host.dropStreams(unit);
    }

    @Override
    public LogLevel logLevel() {
        return host.logFilter().level();
    }

    @Override
    public void setLogLevel(Optional<LogLevel> level) {
        host.logFilter().orderLevel(level);
    }

    @Override
    public LogTarget logTarget() {
        return host.logFilter().target();
    }

    @Override
    public void setLogTarget(LogTarget target) {
        host.logFilter().setTarget(target);
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

    @Override
    public void queueSignal(SignalTargets targets, int signal, int value, Consumer<Queued> then) {
        Deque<Integer> pids = new ArrayDeque<>(targets.pids());
        queueNext(pids, targets.cgroup(), signal, value, then);
    }

    /** One after the other: a unit has two such processes at most. */
    private void queueNext(
            Deque<Integer> pids, String cgroup, int signal, int value, Consumer<Queued> then) {
        if (pids.isEmpty()) {
            then.accept(Queued.SENT);
            return;
        }
        hand.order(
                new HandOrder.QueueSignal(cgroup, pids.removeFirst(), signal, value),
                mailbox,
                event -> {
                    switch (event) {
                        case CommonEvent.Done _ -> queueNext(pids, cgroup, signal, value, then);
                        case CommonEvent.Failed failed when failed.error() == ENOSYS ->
                                then.accept(Queued.UNKNOWN);
                        default -> then.accept(Queued.FAILED);
                    }
                });
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
