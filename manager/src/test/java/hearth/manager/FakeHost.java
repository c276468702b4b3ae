package hearth.manager;

import hearth.manager.host.ConditionResult;
import hearth.manager.host.Connection;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Host;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.manager.host.TimeSource;
import hearth.manager.host.Wakeup;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.trigger.PathWatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A world of its own: processes that do what their program's name says, a clock that moves when
 * told, and cgroups. What it answers waits until {@link #settle}.
 *
 * <p>Programs: {@code true} and {@code false} end at once, {@code missing} with 203, {@code
 * stubborn} survives SIGTERM, {@code daemon} leaves a child behind, {@code crowd} a stubborn one;
 * all others live on.
 */
final class FakeHost implements Host, TimeSource {
    private static final long BOOT_USEC = 1_000_000_000L;

    final List<Effect> effects = new ArrayList<>();
    private Mounts mounts = Mounts.NONE;
    final List<String> log = new ArrayList<>();
    final Map<String, String> snapshots = new LinkedHashMap<>();
    final Map<Integer, FakeProcess> processes = new TreeMap<>();
    final Map<String, ConditionResult> conditions = new HashMap<>();
    final Map<Long, Long> timers = new HashMap<>();
    final Map<String, Long> stamps = new HashMap<>();
    final Set<String> files = new HashSet<>();
    private final Map<Long, PathWatch> watches = new TreeMap<>();
    final Set<String> listeners = new TreeSet<>();
    final Map<String, Long> awaited = new TreeMap<>();
    private final List<Event> late = new ArrayList<>();

    /** Whether the answer of what is opened waits for {@link #tellLate}. */
    boolean opensLate;

    /** Whether the answer of what is closed waits for {@link #tellLate}. */
    boolean closesLate;

    /** Has what would be told late never be told: who was asked is gone. */
    void forgetLate() {
        late.clear();
    }

    final List<String> closed = new ArrayList<>();

    /** Connections that are kept, by name. */
    final Set<String> connections = new TreeSet<>();

    final List<String> transientFiles = new ArrayList<>();
    final List<String> frozen = new ArrayList<>();
    final Map<Integer, Host.Orphan> orphans = new LinkedHashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Map<String, Set<Integer>> cgroups = new HashMap<>();

    /** How many processes are in each cgroup and those below it. */
    private final Map<String, Integer> populations = new HashMap<>();

    private final Map<Integer, Long> watched = new HashMap<>();
    private long nowUsec = 5_000_000L;
    private int nextPid = 100;

    /** Whether the brain dies when it has written down that it spawns, and before it does. */
    boolean diesBeforeSpawn;

    boolean isRecordedBeforeEffects = true;
    private boolean hasRecorded;
    private long effectsLeft = Long.MAX_VALUE;

    /** A process that lives. */
    record FakeProcess(int pid, long token, String unit, String cgroup, String program) {}

    @Override
    public Moment now() {
        return new Moment(BOOT_USEC + nowUsec, nowUsec);
    }

    /** Lets the brain die when so many effects more have gone out. */
    void dieAfter(long count) {
        effectsLeft = count;
    }

    /** Returns whether the brain is dead: nothing that it still does has an effect. */
    boolean isBrainDead() {
        return effectsLeft == 0;
    }

    @Override
    public void record(List<Snapshot> changed, List<String> removed) {
        if (isBrainDead()) {
            return;
        }
        hasRecorded = true;
        changed.forEach(snapshot -> snapshots.put(snapshot.name(), snapshot.text()));
        removed.forEach(snapshots::remove);
    }

    @Override
    public Optional<String> cgroupOf(int pid) {
        return Optional.ofNullable(processes.get(pid)).map(FakeProcess::cgroup);
    }

    @Override
    public Mounts mounts() {
        return mounts;
    }

    @Override
    public Mounts mountsNow() {
        return mounts;
    }

    /** Mounts something, which the next turn sees. */
    void mount(String where, String what, String type) {
        Map<String, Mounts.Mount> all = new LinkedHashMap<>();
        mounts.units().forEach(unit -> all.put(unit, mounts.find(unit).orElseThrow()));
        all.put(unitOf(where), new Mounts.Mount(where, what, type, "rw", now()));
        mounts = new Mounts(all);
    }

    /** Unmounts something. */
    void unmount(String where) {
        Map<String, Mounts.Mount> all = new LinkedHashMap<>();
        mounts.units().forEach(unit -> all.put(unit, mounts.find(unit).orElseThrow()));
        all.remove(unitOf(where));
        mounts = new Mounts(all);
    }

    private static String unitOf(String where) {
        return NameEscapes.escapePath(where).orElseThrow() + ".mount";
    }

    @Override
    public boolean isPopulated(String cgroup) {
        return populations.getOrDefault(cgroup, 0) > 0;
    }

    @Override
    public List<String> frozenBy(String cgroup) {
        return frozen.stream().filter(one -> (cgroup + "/").startsWith(one + "/")).toList();
    }

    @Override
    public void emit(Effect effect) {
        if (diesBeforeSpawn && effect instanceof Effect.Spawn) {
            diesBeforeSpawn = false;
            effectsLeft = 0;
        }
        if (isBrainDead()) {
            return;
        }
        effectsLeft--;
        if (effect instanceof Effect.Spawn) {
            isRecordedBeforeEffects &= hasRecorded;
        }
        effects.add(effect);
        switch (effect) {
            case Effect.Spawn spawn -> spawn(spawn);
            case Effect.SignalUnit signal -> signal(signal);
            case Effect.MoveProcesses move -> move(move);
            case Effect.SetTimer(long token, long at) -> timers.put(token, at);
            case Effect.SetWakeup(long token, Wakeup wakeup) ->
                    timers.put(
                            token,
                            wakeup.clock() == Wakeup.Clock.REALTIME
                                    ? wakeup.atUsec() - BOOT_USEC
                                    : wakeup.atUsec());
            case Effect.CancelTimer(long token) -> timers.remove(token);
            case Effect.ReadStamp(long token, String unit) ->
                    events.add(new Event.StampRead(token, stamps.getOrDefault(unit, 0L)));
            case Effect.WriteStamp(String unit) -> stamps.put(unit, now().realtimeUsec());
            case Effect.WatchPath watch -> {
                watches.put(watch.token(), watch.watch());
                events.add(
                        new Event.PathSeen(
                                watch.token(), files.contains(watch.watch().path()), false));
            }
            case Effect.UnwatchPath(long token) -> watches.remove(token);
            case Effect.OfSocket order -> listen(order);
            case Effect.CheckConditions check ->
                    events.add(
                            new Event.ConditionsChecked(
                                    check.token(),
                                    check.conditions().stream()
                                            .map(condition ->
                                                    conditions.getOrDefault(
                                                            condition.parameter(),
                                                            ConditionResult.SUCCEEDED))
                                            .toList()));
            case Effect.GuessMainPid guess -> guess(guess);
            case Effect.ReadPidFile read ->
                    events.add(new Event.PidFileRead(read.token(), new Event.PidFile.Missing()));
            case Effect.Log line -> log.add(line.message().text());
            case Effect.WriteTransient(String unit, String text) -> transientFiles.add(unit);
            case Effect.RemoveTransient(String unit) -> transientFiles.remove(unit);
            case Effect.WatchProcess watch -> watched.put(watch.pid(), watch.token());
            case Effect.Freeze freeze ->
                    events.add(new Event.Frozen(freeze.token(), freeze.frozen(), ""));
            case Effect.MakeCgroup _,
                    Effect.WatchCgroup _,
                    Effect.ReleaseCgroup _,
                    Effect.ApplyCgroupAttributes _,
                    Effect.WriteDropIn _,
                    Effect.MakeDirectories _,
                    Effect.WatchMount _,
                    Effect.UnwatchMount _,
                    Effect.ReleaseRuntime _,
                    Effect.Clean _,
                    Effect.OfStore _,
                    Effect.WatchBusName _,
                    Effect.UnwatchBusName _,
                    Effect.NoteInvocation _,
                    Effect.Exit _,
                    Effect.EmergencyAction _ -> {}
        }
    }

    private void listen(Effect.OfSocket order) {
        switch (order) {
            case Effect.Listen(long token, String name, int port, Settings settings) -> {
                if (port >= settings.get(SocketSettings.LISTEN).size()) {
                    events.add(new Event.NotListening(token, "No such line"));
                } else if (name.contains("busy")) {
                    events.add(new Event.NotListening(token, "Address already in use"));
                } else {
                    listeners.add(name);
                    (opensLate ? late : events).add(new Event.Listening(token, List.of()));
                }
            }
            case Effect.AwaitTraffic(long token, String name, boolean _) ->
                    awaited.put(name, token);
            case Effect.AwaitNothing(String name) -> awaited.remove(name);
            case Effect.CloseListener(long token, String name, int _, var _) -> {
                awaited.remove(name);
                listeners.remove(name);
                (closesLate ? late : events).add(new Event.ListenerClosed(token));
            }
            case Effect.CloseConnection(String name) -> {
                connections.remove(name);
                closed.add(name);
            }
            case Effect.KeepConnections(Set<String> names) ->
                    connections.retainAll(
                            Stream.concat(
                                            names.stream(),
                                            awaited.values().stream().map(Connection::nameOf))
                                    .toList());
            case Effect.Flush _ -> {}
        }
    }

    /** Tells what has been opened or closed by now. */
    void tellLate(Manager manager) {
        events.addAll(late);
        late.clear();
        settle(manager);
    }

    /** Something comes to a listener, as the hand tells of it. */
    void send(Manager manager, String listener) {
        Long token = awaited.remove(listener);
        if (token != null) {
            events.add(new Event.TrafficCame(token, ""));
        }
        settle(manager);
    }

    /** Somebody connects to a listener; returns the name of the connection. */
    String connect(Manager manager, String listener, String from) {
        long token = java.util.Objects.requireNonNull(awaited.remove(listener), listener);
        String name = Connection.nameOf(token);
        connections.add(name);
        events.add(new Event.Accepted(token, new Connection(name, from + "-1000", "", 0, from)));
        settle(manager);
        return name;
    }

    /** Somebody connects, and the host has no descriptor left for that. */
    void connectInVain(Manager manager, String listener) {
        long token = java.util.Objects.requireNonNull(awaited.get(listener), listener);
        events.add(new Event.NotAccepted(token, "Too many open files", true));
        settle(manager);
    }

    private void spawn(Effect.Spawn spawn) {
        String program =
                spawn.command().path().substring(spawn.command().path().lastIndexOf('/') + 1);
        int pid = add(spawn.token(), spawn.unit(), spawn.cgroup(), program);
        events.add(new Event.Spawned(spawn.token(), pid));
        if (program.equals("missing")) {
            exit(pid, ExitCode.EXITED, 203);
            return;
        }
        events.add(new Event.Executed(spawn.token()));
        switch (program) {
            case "true" -> exit(pid, ExitCode.EXITED, 0);
            case "false" -> exit(pid, ExitCode.EXITED, 1);
            case "daemon", "crowd" -> {
                String child = program.equals("daemon") ? "child" : "stubborn";
                add(0, spawn.unit(), spawn.cgroup(), child);
                exit(pid, ExitCode.EXITED, 0);
            }
            default -> {}
        }
    }

    int add(long token, String unit, String cgroup, String program) {
        int pid = nextPid++;
        processes.put(pid, new FakeProcess(pid, token, unit, cgroup, program));
        enter(cgroup, pid);
        return pid;
    }

    private void enter(String cgroup, int pid) {
        membersOf(cgroup).add(pid);
        count(cgroup, 1);
    }

    private void leave(String cgroup, int pid) {
        membersOf(cgroup).remove(pid);
        count(cgroup, -1);
    }

    private void count(String cgroup, int more) {
        for (int end = cgroup.length(); end > 0; end = cgroup.lastIndexOf('/', end - 1)) {
            populations.merge(cgroup.substring(0, end), more, Integer::sum);
        }
    }

    private Set<Integer> membersOf(String cgroup) {
        return cgroups.computeIfAbsent(cgroup, path -> new TreeSet<>());
    }

    /** Ends a process. */
    void exit(int pid, ExitCode code, int status) {
        FakeProcess process = processes.remove(pid);
        if (process == null) {
            return;
        }
        orphans.put(pid, new Host.Orphan(pid, process.cgroup(), code, status));
        if (process.token() != 0) {
            events.add(new Event.Exited(process.token(), pid, code, status));
        }
        Long watch = watched.remove(pid);
        if (watch != null) {
            events.add(new Event.Exited(watch, pid, code, status));
        }
        leave(process.cgroup(), pid);
        if (membersOf(process.cgroup()).isEmpty()) {
            events.add(new Event.CgroupEmptied(process.cgroup()));
        }
    }

    private void signal(Effect.SignalUnit signal) {
        Set<Integer> meant = new TreeSet<>(signal.pids());
        if (signal.wholeCgroup()) {
            meant.addAll(membersOf(signal.cgroup()));
        }
        List<FakeProcess> hit = new ArrayList<>();
        for (int pid : meant) {
            if (processes.containsKey(pid)) {
                hit.add(processes.get(pid));
            }
        }
        events.add(new Event.Signalled(signal.token(), hit.size()));
        for (FakeProcess process : hit) {
            boolean ends =
                    signal.signal() == 9
                            || (!process.program().equals("stubborn") && signal.signal() != 1);
            if (ends) {
                exit(process.pid(), ExitCode.KILLED, signal.signal());
            }
        }
    }

    private void move(Effect.MoveProcesses move) {
        boolean any = false;
        for (int pid : move.pids()) {
            FakeProcess process = processes.get(pid);
            if (process != null) {
                leave(process.cgroup(), pid);
                enter(move.cgroup(), pid);
                processes.put(
                        pid,
                        new FakeProcess(
                                pid,
                                process.token(),
                                move.unit(),
                                move.cgroup(),
                                process.program()));
                any = true;
            }
        }
        events.add(new Event.Moved(move.token(), any ? "" : "No such process"));
    }

    private void guess(Effect.GuessMainPid guess) {
        int pid =
                processes.values().stream()
                        .filter(process -> process.cgroup().equals(guess.cgroup()))
                        .mapToInt(FakeProcess::pid)
                        .findFirst()
                        .orElse(0);
        events.add(new Event.MainPidGuessed(guess.token(), pid));
    }

    /** Gives the manager what waits for it, and what follows from that. */
    void settle(Manager manager) {
        while (!events.isEmpty() && !isBrainDead()) {
            Event next = events.remove();
            manager.handle(next);
            if (isBrainDead() && next instanceof Event.Exited) {
                events.addFirst(next); // a hand forgets it only when it is told to
            }
        }
    }

    /** Something happens at a path: it is there afterwards, or not. */
    void touch(Manager manager, String path, boolean isThere) {
        if (isThere) {
            files.add(path);
        } else {
            files.remove(path);
        }
        watches.forEach((token, watch) -> {
            if (watch.path().equals(path)) {
                events.add(new Event.PathSeen(token, isThere, true));
            }
        });
        settle(manager);
    }

    /** Holds back what waits, as if the brain died before it was told. */
    List<Event> takeEvents() {
        List<Event> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Lets time pass; timers ring at their moments. */
    void advance(Manager manager, long usec) {
        long until = nowUsec + usec;
        while (!isBrainDead()) {
            Optional<Map.Entry<Long, Long>> next =
                    timers.entrySet().stream()
                            .filter(timer -> timer.getValue() <= until)
                            .min(Map.Entry.comparingByValue());
            if (next.isEmpty()) {
                break;
            }
            nowUsec = Math.max(nowUsec, next.get().getValue());
            timers.remove(next.get().getKey());
            manager.handle(new Event.TimerElapsed(next.get().getKey()));
            settle(manager);
        }
        nowUsec = until;
    }

    List<FakeProcess> processesOf(String unit) {
        return processes.values().stream().filter(it -> it.unit().equals(unit)).toList();
    }

    <E extends Effect> List<E> emitted(Class<E> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
