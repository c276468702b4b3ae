package hearth.daemon.system;

import hearth.daemon.brain.Brain;
import hearth.daemon.host.CommonHost;
import hearth.daemon.link.Line;
import hearth.daemon.log.ManagerMarks;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.LogFilter;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.record.Attribute;
import hearth.daemon.state.StateJournal;
import hearth.daemon.user.UserServices;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.host.Mounts;
import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The world of the system manager. It knows two services: {@code user@UID.service}, whose process
 * is the user's hand, and {@code user-runtime-dir@UID.service}, which has none; and root's ways to
 * users' buses, whose processes are those users'. It can run nothing else, so no unit file and no
 * call ever runs something as root that root has not asked for.
 *
 * <p>Belongs to the system manager's mailbox.
 */
public final class SystemHost implements Host {
    private static final int SIGTERM = 15;

    /**
     * What a host works with.
     *
     * @param journal where the manager's state is written before it acts
     */
    public record Parts(Line<KeeperEvent> keeper, StateJournal journal, UnitLog log) {}

    private final Brain brain;
    private final Mailbox mailbox;
    private final UserServices users;
    private final Consumer<Event> events;
    private final CommonHost<KeeperEvent> common;
    private final UserBridges bridges;
    private final LogFilter logFilter = new LogFilter();

    /**
     * Makes a host.
     *
     * @param users starts and stops users' managers
     * @param events takes what happens, in the mailbox
     */
    public SystemHost(
            Brain brain, Mailbox mailbox, Parts parts, UserServices users, Consumer<Event> events) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.users = users;
        this.events = events;
        common =
                new CommonHost<>(
                        brain,
                        mailbox,
                        new CommonHost.Parts<>(
                                parts.keeper(),
                                parts.journal(),
                                parts.log(),
                                ManagerMarks.ofSystem()),
                        events);
        bridges = new UserBridges(brain, mailbox, parts.keeper(), events);
    }

    /** Returns what leads root to users' buses. */
    UserBridges bridges() {
        return bridges;
    }

    /** Returns what decides which of the manager's words are kept. */
    LogFilter logFilter() {
        return logFilter;
    }

    @Override
    public void record(List<Snapshot> changed, List<String> removed) {
        common.record(changed, removed);
    }

    @Override
    public Optional<String> cgroupOf(int pid) {
        return brain.cgroups().of(pid);
    }

    /** The system's mounts are nobody's here: units of them would only be in the way. */
    @Override
    public Mounts mounts() {
        return Mounts.NONE;
    }

    @Override
    public Mounts mountsNow() {
        return Mounts.NONE;
    }

    @Override
    public boolean isPopulated(String cgroup) {
        return brain.cgroups().isPopulated(cgroup);
    }

    @Override
    public List<String> frozenBy(String cgroup) {
        return brain.cgroups().frozenBy(cgroup, "");
    }

    @Override
    public void emit(Effect effect) {
        switch (effect) {
            case Effect.Spawn spawn -> spawn(spawn);
            case Effect.SignalUnit signal -> signal(signal);
            case Effect.MakeCgroup(String unit, String cgroup, Settings settings) ->
                    makeCgroup(unit, cgroup, settings);
            case Effect.WatchCgroup(String unit, String cgroup) -> common.watchCgroup(unit, cgroup);
            case Effect.ReleaseCgroup(String _, String cgroup) -> common.releaseCgroup(cgroup);
            case Effect.ApplyCgroupAttributes(String unit, String cgroup, Settings settings) ->
                    makeCgroup(unit, cgroup, settings);
            case Effect.MoveProcesses move -> common.move(move, -1);
            case Effect.Freeze freeze -> common.freeze(freeze);
            case Effect.SetTimer timer -> common.setTimer(timer);
            case Effect.CancelTimer(long token) -> common.cancelTimer(token);
            case Effect.SetWakeup _,
                    Effect.ReadStamp _,
                    Effect.WriteStamp _,
                    Effect.WatchPath _,
                    Effect.UnwatchPath _,
                    Effect.WatchMount _,
                    Effect.UnwatchMount _,
                    Effect.MakeDirectories _,
                    Effect.OfSocket _ -> {
                // no timers, paths, sockets and mounts are loaded here
            }
            case Effect.ReadPidFile(long token, String _, String _, String _) ->
                    later(
                            new Event.PidFileRead(
                                    token,
                                    new Event.PidFile.Unusable("no such service runs here")));
            case Effect.GuessMainPid(long token, String _, String _) ->
                    later(new Event.MainPidGuessed(token, 0));
            case Effect.WatchProcess order -> watch(order);
            case Effect.CheckConditions question ->
                    // the units that can start here have none
                    later(
                            new Event.ConditionsChecked(
                                    question.token(),
                                    question.conditions().stream()
                                            .map(_ -> ConditionResult.ERROR)
                                            .toList()));
            case Effect.Log log -> common.say(log, logFilter);
            case Effect.EmergencyAction(String action, String reason) ->
                    brain.complaints()
                            .say(
                                    "a unit asks for "
                                            + action
                                            + " ("
                                            + reason
                                            + "): not done, this is the init system's business");
            case Effect.WriteTransient _,
                    Effect.RemoveTransient _,
                    Effect.WriteDropIn _,
                    Effect.NoteInvocation _,
                    Effect.ReleaseRuntime _,
                    Effect.Clean _,
                    Effect.OfStore _,
                    Effect.WatchBusName _,
                    Effect.UnwatchBusName _ -> {
                // the system manager's state is in its journal, and its services have no files
            }
            case Effect.Exit _ -> users.allStopped();
        }
    }

    private void later(Event event) {
        mailbox.execute(() -> events.accept(event));
    }

    private void spawn(Effect.Spawn spawn) {
        Optional<UserService> service = UserService.of(spawn.unit());
        if (service.isEmpty()) {
            bridges.spawn(spawn);
            return;
        }
        switch (service.get()) {
            case UserService.Manager(int uid) -> users.startManager(uid, spawn);
            case UserService.RuntimeDirectory(int uid) -> users.runtimeDirectory(uid, spawn);
        }
    }

    /** A hand is watched already; what is new to know is under which token. */
    private void watch(Effect.WatchProcess order) {
        if (UserService.of(order.unit()).orElse(null) instanceof UserService.Manager(int uid)) {
            users.knownAs(uid, order.token());
        } else {
            common.watch(order);
        }
    }

    private void signal(Effect.SignalUnit order) {
        Optional<UserService> service = UserService.of(order.unit());
        boolean isRequest = order.signal() == SIGTERM && !order.pids().isEmpty();
        if (isRequest && service.orElse(null) instanceof UserService.Manager(int uid)) {
            users.stopManager(uid);
            later(new Event.Signalled(order.token(), 1));
            return;
        }
        common.signal(bridges.whereItIs(order));
    }

    private void makeCgroup(String unit, String cgroup, Settings settings) {
        Optional<Integer> owner =
                UserService.of(unit)
                        .filter(service -> service instanceof UserService.Manager)
                        .map(UserService::uid);
        List<Attribute> marks =
                owner.isPresent() ? List.of(new Attribute("user.delegate", "1")) : List.of();
        int uid = owner.orElse(0);
        common.makeCgroup(
                unit, cgroup, settings, new CommonHost.Owner(uid, uid, owner.isPresent(), marks));
    }

    /** A watched process is gone. */
    void processGone(CommonEvent.ProcessGone process) {
        common.gone(process);
        bridges.processGone(process);
    }

    /** Adds a line to a unit's log. */
    void addLine(String unit, int priority, String text) {
        common.addLine(unit, priority, "systemd", text);
    }

    /** Forgets timers: the manager has ended. */
    void close() {
        common.cancelTimers();
    }
}
