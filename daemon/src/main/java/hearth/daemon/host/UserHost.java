package hearth.daemon.host;

import hearth.api.systemd1.world.StandardStreams;
import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogOrigin;
import hearth.daemon.log.ManagerMarks;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.LogFilter;
import hearth.daemon.log.source.LogSettings;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.mount.MountView;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.ListenEvent;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.state.StateJournal;
import hearth.daemon.store.CopyKeeper;
import hearth.daemon.store.StoredDescriptors;
import hearth.manager.Unit;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.host.Mounts;
import hearth.manager.host.Wakeup;
import hearth.unit.Specifiers;
import hearth.unit.UnitType;
import hearth.unit.setting.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The world of a user's manager: its effects become orders to the user's hand.
 *
 * <p>Belongs to the manager's mailbox. Only moving a process out of another cgroup needs the
 * keeper, which checks that it is the user's.
 */
public final class UserHost implements Host {
    private static final int DIRECTORY_MODE = 0755;
    private static final int WARNING = 4;
    private static final Event MOUNTS_CHANGED = new Event.MountsChanged();
    private static final int FILE_MODE = 0644;

    /**
     * What a host works with.
     *
     * @param user what the hand has said about itself
     * @param bases below which units' own directories are made
     * @param hand the user's hand
     * @param keeper the keeper; nothing without root
     * @param listeners keeps what units listen on over the end of the hand
     * @param journal where the manager's state is written before it acts
     * @param log of the units
     * @param streams into which their processes write
     * @param environment the manager's, as it is now
     * @param oomScoreAdjust of processes whose unit says nothing
     * @param cgroup below which the units lie
     */
    public record Parts(
            HandEvent.HandWelcome user,
            Directories directories,
            Specifiers.Directories bases,
            Line<HandEvent> hand,
            Optional<KeeperOfAll> keeper,
            CopyKeeper listeners,
            StateJournal journal,
            UnitLog log,
            LogStreams streams,
            Supplier<Map<String, String>> environment,
            int oomScoreAdjust,
            String cgroup) {
        /** Returns what the log says of the manager. */
        ManagerMarks marks() {
            return ManagerMarks.ofUser(user.pid(), user.gid(), user.cgroup());
        }
    }

    /**
     * Where a manager's files are.
     *
     * @param runtime {@code XDG_RUNTIME_DIR}
     * @param configuration {@code ~/.config}
     * @param data {@code ~/.local/share}
     */
    public record Directories(String runtime, String configuration, String data) {
        /** Returns where transient units' files are. */
        public String transientUnits() {
            return runtime + "/systemd/transient";
        }

        /** Returns where {@code set-property} writes. */
        public String control(boolean isRuntime) {
            return (isRuntime ? runtime : configuration) + "/systemd/user.control";
        }

        /** Returns where persistent timers have their stamps. */
        public String stamps() {
            return data + "/systemd/timers";
        }

        /** Returns the link that names a unit's invocation. */
        public String invocationOf(String unit) {
            return runtime + "/systemd/units/invocation:" + unit;
        }
    }

    /**
     * A process that writes into its unit's log.
     *
     * @param token the hand's name for it
     * @param pid 0 where it has ended
     */
    public record LoggedProcess(LogOrigin.Unit unit, long token, int pid) {}

    /** How often a daemon's main process is looked for. */
    private static final int GUESSES = 5;

    private static final Duration GUESS_AGAIN = Duration.ofMillis(20);

    private final Brain brain;
    private final Mailbox mailbox;
    private final Parts parts;
    private final Consumer<Event> events;
    private final Runnable exit;
    private final CommonHost<HandEvent> common;
    private final PidFiles pidFiles;
    private final PathWatches paths;
    private final Listeners listeners;
    private final Stamps stamps;
    private final BusNameWatches busNames;
    private final Conditions conditions;
    private final AdoptedProcesses adopted;
    private final StoredDescriptors stored;
    private final Spawns spawns;
    private final MountView mounts;
    private final LogFilter logFilter = new LogFilter();
    private final List<StateJournal.Entry> notes = new ArrayList<>();
    private boolean isClosed;

    /**
     * Makes a host.
     *
     * @param events takes what happens, in the mailbox
     * @param exit is told that the manager has stopped everything
     */
    public UserHost(
            Brain brain, Mailbox mailbox, Parts parts, Consumer<Event> events, Runnable exit) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.parts = parts;
        this.events = events;
        this.exit = exit;
        common =
                new CommonHost<>(
                        brain,
                        mailbox,
                        new CommonHost.Parts<>(
                                parts.hand(), parts.journal(), parts.log(), parts.marks()),
                        events);
        pidFiles = new PidFiles(parts.hand(), mailbox, brain.cgroups(), events);
        paths = new PathWatches(parts.hand(), mailbox, events);
        listeners =
                new Listeners(
                        new Listeners.Parts(
                                parts.hand(),
                                mailbox,
                                parts.listeners(),
                                brain.foreign().of(parts.user().uid())::closeUncharged,
                                brain.budgets().of(parts.user().uid())),
                        events);
        stamps =
                new Stamps(
                        parts.hand(),
                        mailbox,
                        parts.directories().stamps(),
                        events,
                        common::failed);
        busNames = new BusNameWatches(events);
        adopted =
                new AdoptedProcesses(
                        brain.cgroups(),
                        mailbox,
                        parts.user().pid(),
                        parts.hand(),
                        parts.keeper(),
                        events);
        conditions =
                new Conditions(parts.hand(), mailbox, parts.user(), parts.environment(), events);
        stored =
                new StoredDescriptors(
                        new StoredDescriptors.Parts(
                                brain,
                                parts.user().uid(),
                                mailbox,
                                parts.hand(),
                                knowsStored(parts.user().version()),
                                parts.listeners(),
                                (unit, text) -> common.addLine(unit, WARNING, "systemd", text)),
                        events);
        spawns = new Spawns(brain, mailbox, parts, stored, events);
        mounts =
                brain.mounts()
                        .of(
                                parts.user().pid(),
                                () -> mailbox.execute(() -> events.accept(MOUNTS_CHANGED)));
    }

    @Override
    public void record(List<Snapshot> changed, List<String> removed) {
        if (isClosed) {
            return;
        }
        var entries = new ArrayList<>(notes);
        notes.clear();
        changed.forEach(one -> entries.add(new StateJournal.Entry(one.name(), one.text())));
        parts.journal().append(entries, removed);
    }

    /** Writes something of the host's own down, together with what the manager writes next. */
    public void note(StateJournal.Entry entry) {
        notes.add(entry);
    }

    /** Takes away what was noted, at once. */
    public void forget(String name) {
        if (!isClosed) {
            parts.journal().append(List.of(), List.of(name));
        }
    }

    /** Writes down what was noted, where the manager had nothing to write. */
    public void writeNotes() {
        if (!notes.isEmpty()) {
            record(List.of(), List.of());
        }
    }

    @Override
    public Optional<String> cgroupOf(int pid) {
        return brain.cgroups().of(pid);
    }

    @Override
    public Mounts mounts() {
        return mounts.mounts();
    }

    @Override
    public Mounts mountsNow() {
        return mounts.mountsNow();
    }

    @Override
    public boolean isPopulated(String cgroup) {
        return brain.cgroups().isPopulated(cgroup);
    }

    @Override
    public List<String> frozenBy(String cgroup) {
        return brain.cgroups().frozenBy(cgroup, parts.cgroup());
    }

    @Override
    public void emit(Effect effect) {
        switch (effect) {
            case Effect.Spawn spawn -> spawns.spawn(spawn);
            case Effect.SignalUnit signal -> common.signal(signal);
            case Effect.MakeCgroup(String unit, String cgroup, Settings settings) ->
                    makeCgroup(unit, cgroup, settings);
            case Effect.WatchCgroup(String unit, String cgroup) -> common.watchCgroup(unit, cgroup);
            case Effect.ReleaseCgroup(String unit, String cgroup) -> {
                parts.log().endRules(unit);
                brain.cgroups().end(cgroup);
                common.releaseCgroup(cgroup);
            }
            case Effect.ApplyCgroupAttributes(String unit, String cgroup, Settings settings) ->
                    makeCgroup(unit, cgroup, settings);
            case Effect.MoveProcesses move -> move(move);
            case Effect.Freeze freeze -> common.freeze(freeze);
            case Effect.SetTimer timer -> common.setTimer(timer);
            case Effect.SetWakeup(long token, Wakeup wakeup) -> common.setWakeup(token, wakeup);
            case Effect.CancelTimer(long token) -> common.cancelTimer(token);
            case Effect.ReadStamp question -> stamps.read(question);
            case Effect.WriteStamp(String unit) -> stamps.write(unit);
            case Effect.WatchMount(String unit) -> mounts.watch(unit);
            case Effect.UnwatchMount(String unit) -> mounts.unwatch(unit);
            case Effect.WatchPath order -> paths.watch(order);
            case Effect.UnwatchPath(long token) -> paths.forget(token);
            case Effect.MakeDirectories(String unit, String path, int mode) ->
                    parts.hand()
                            .order(
                                    new FileOrder.MakeDirectories(path, mode),
                                    failure -> common.failed(unit, failure));
            case Effect.OfSocket order -> listeners.perform(order);
            case Effect.ReadPidFile question -> pidFiles.read(question);
            case Effect.GuessMainPid guess -> guessMainPid(guess, GUESSES);
            case Effect.WatchProcess order -> adopted.watch(order);
            case Effect.CheckConditions question -> conditions.check(question);
            case Effect.WriteTransient(String unit, String text) ->
                    writeFile(parts.directories().transientUnits(), unit, text);
            case Effect.RemoveTransient(String unit) -> removeTransient(unit);
            case Effect.WriteDropIn(String unit, String file, String text, boolean runtime) ->
                    writeFile(parts.directories().control(runtime) + "/" + unit + ".d", file, text);
            case Effect.ReleaseRuntime release -> releaseRuntime(release);
            case Effect.Clean order -> clean(order);
            case Effect.OfStore order -> stored.perform(order);
            case Effect.WatchBusName(String _, String busName) -> busNames.watch(busName);
            case Effect.UnwatchBusName(String _, String busName) -> busNames.unwatch(busName);
            case Effect.Log log -> common.say(log, logFilter);
            case Effect.NoteInvocation note -> noteInvocation(note);
            case Effect.Exit _ -> exit.run();
            case Effect.EmergencyAction(String action, String reason) ->
                    say("", "would " + action + " (" + reason + "), which no user's manager may");
        }
    }

    private void noteInvocation(Effect.NoteInvocation note) {
        parts.hand()
                .order(
                        new FileOrder.MakeLink(
                                note.invocationId(),
                                parts.directories().invocationOf(note.unit()),
                                true),
                        failed -> {});
        if (note.unit().endsWith("." + UnitType.SCOPE.wireName())) { // others log when they spawn
            parts.log()
                    .setRules(
                            note.unit(), Spawns.logSettings(note.settings(), note.invocationId()));
        }
    }

    /** Says to the log what holds for what these units log, which are up. */
    public void beginRules(List<Unit> up) {
        var rules = new HashMap<String, LogSettings>();
        up.forEach(unit ->
                rules.put(unit.id(), Spawns.logSettings(unit.settings(), unit.invocationId())));
        parts.log().beginRules(rules);
    }

    /** A watched path has changed. */
    public void pathChanged(long watch) {
        pidFiles.changed(watch);
        paths.changed(watch);
    }

    /** Something has come to what a unit listens on. */
    public void heard(ListenEvent event) {
        listeners.happened(event);
    }

    /** Returns what is told of names on the user's bus. */
    public BusNameWatches busNames() {
        return busNames;
    }

    private static boolean knowsStored(int version) {
        return Integer.compareUnsigned(version, HandOrder.FetchStored.SINCE) >= 0;
    }

    /** Returns what services have stored. */
    public StoredDescriptors stored() {
        return stored;
    }

    /** A process that the hand watches is gone. */
    public void processGone(CommonEvent.ProcessGone process) {
        adopted.goneFromHand(process);
    }

    /** Reads what a process writes that was started by an earlier brain or hand. */
    public void adoptLog(LoggedProcess process, int logPipe, Settings settings) {
        parts.streams()
                .ofPipe(process.token(), logPipe)
                .ifPresent(source -> parts.log().open(spawns.adopted(process, source, settings)));
    }

    /** Reads a stream that an earlier brain has left. */
    public void adoptLog(LoggedProcess process, LogStreams.Stream stream, Settings settings) {
        stream.open(spawns.adopted(process, stream.sourceUnheard(), settings));
    }

    /** Keeps a client's descriptors for the next start of a transient unit's main process. */
    public void keepStreams(String unit, StandardStreams streams) {
        spawns.keepStreams(unit, streams);
    }

    /** Closes what is kept for a unit that is not started after all. */
    public void dropStreams(String unit) {
        spawns.dropStreams(unit);
    }

    /** Returns which of the manager's lines are kept. */
    public LogFilter logFilter() {
        return logFilter;
    }

    /** Adds a line to a unit's log. */
    public void say(String unit, String message) {
        common.addLine(unit, 4, "hearth", message);
    }

    private void makeCgroup(String unit, String cgroup, Settings settings) {
        common.makeCgroup(
                unit,
                cgroup,
                settings,
                new CommonHost.Owner(parts.user().uid(), parts.user().gid(), false, List.of()));
    }

    private void move(Effect.MoveProcesses move) {
        long uid = Integer.toUnsignedLong(parts.user().uid());
        if (parts.keeper().isEmpty()) {
            common.move(move, uid);
            return;
        }
        // The hand makes the cgroup: the keeper must not come before it.
        parts.hand()
                .order(
                        new CommonOrder.MakeCgroup(
                                move.cgroup(),
                                parts.user().uid(),
                                parts.user().gid(),
                                false,
                                List.of(),
                                List.of()),
                        mailbox,
                        _ ->
                                parts.keeper()
                                        .get()
                                        .line()
                                        .order(
                                                new CommonOrder.MoveProcesses(
                                                        move.cgroup(), move.pids(), uid),
                                                mailbox,
                                                answer -> common.moved(move, answer)));
    }

    /**
     * The main process of a daemon is the one that its parents have left to the hand. Where no
     * cgroup tells whose a process is, nothing does while it executes its program: so it is looked
     * for again.
     */
    private void guessMainPid(Effect.GuessMainPid guess, int left) {
        List<Integer> orphans =
                brain.cgroups().members(guess.cgroup()).stream()
                        .map(hearth.daemon.machine.Cgroups.Member::pid)
                        .filter(this::isWithoutParents)
                        .toList();
        if (orphans.isEmpty() && left > 1 && !brain.cgroups().isThere()) {
            Runnable again = () -> mailbox.execute(() -> guessMainPid(guess, left - 1));
            brain.reactor().execute(() -> brain.reactor().after(GUESS_AGAIN, again));
            return;
        }
        int pid = orphans.size() == 1 ? orphans.getFirst() : 0;
        mailbox.execute(() -> events.accept(new Event.MainPidGuessed(guess.token(), pid)));
    }

    /** After the death of a hand it is the keeper, or the holder, to whom processes are left. */
    private boolean isWithoutParents(int pid) {
        int parent = brain.cgroups().parent(pid);
        return parent == parts.user().pid()
                || (parts.keeper().isPresent() && brain.cgroups().user(parent).orElse(-1) == 0);
    }

    private void writeFile(String directory, String name, String text) {
        parts.hand()
                .order(
                        new FileOrder.MakeDirectories(directory, DIRECTORY_MODE),
                        failure -> common.failed("", failure));
        parts.hand()
                .order(
                        new FileOrder.WriteFile(
                                directory + "/" + name, FILE_MODE, false, Bytes.of(text)),
                        failure -> common.failed(name, failure));
    }

    private void removeTransient(String unit) {
        String file = parts.directories().transientUnits() + "/" + unit;
        parts.hand()
                .order(new FileOrder.Remove(file, false), failure -> common.failed(unit, failure));
        parts.hand()
                .order(
                        new FileOrder.Remove(file + ".d", true),
                        failure -> common.failed(unit, failure));
    }

    private void releaseRuntime(Effect.ReleaseRuntime release) {
        pidFiles.forget(release.unit());
        if (!release.willRestart()) {
            parts.hand()
                    .order(
                            new FileOrder.Remove(
                                    parts.directories().invocationOf(release.unit()), false),
                            _ -> {});
        }
        // A file that names a process that is no more would only mislead.
        ServiceDirectories.pidFile(release)
                .ifPresent(path -> parts.hand().order(new FileOrder.Remove(path, false), _ -> {}));
        for (String path : ServiceDirectories.toRemove(release, parts.bases())) {
            parts.hand()
                    .order(
                            new FileOrder.Remove(path, true),
                            failure -> common.failed(release.unit(), failure));
        }
    }

    /** What a timer leaves is a stamp, all else lies in directories. */
    private void clean(Effect.Clean order) {
        if (order.unit().endsWith("." + UnitType.TIMER.wireName())) {
            stamps.remove(order.unit());
            return;
        }
        for (String path : ServiceDirectories.toClean(order, parts.bases())) {
            parts.hand()
                    .order(
                            new FileOrder.Remove(path, true),
                            failure -> common.failed(order.unit(), failure));
        }
    }

    /** Forgets timers, and takes no more notes: the manager has ended, and nobody takes it over. */
    public void close() {
        listeners.close();
        isClosed = true;
        mounts.close();
        common.cancelTimers();
        spawns.close();
        stored.close();
    }
}
