package hearth.api.systemd1;

import hearth.api.systemd1.world.CgroupStatistic;
import hearth.api.systemd1.world.GeneratorTimes;
import hearth.api.systemd1.world.LogLine;
import hearth.api.systemd1.world.MachineFacts;
import hearth.api.systemd1.world.PidFd;
import hearth.api.systemd1.world.Recorded;
import hearth.api.systemd1.world.StandardStreams;
import hearth.api.systemd1.world.UnitProcess;
import hearth.api.systemd1.world.World;
import hearth.dbus.DescriptorList;
import hearth.dbus.object.Caller;
import hearth.manager.SignalTargets;
import hearth.manager.cause.Cause;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import hearth.unit.Specifiers;
import hearth.unit.install.InstallResult;
import hearth.unit.install.PresetRules;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A user's world in memory: unit files by name, one cgroup with one process, one log line. */
final class FakeWorld implements World {
    /** What processes of this user make files with. */
    static final int UMASK = 0002;

    static final String CONFIG = "/home/alice/.config/systemd/user";
    static final int USER = 1000;

    final Map<String, Entry> files = new HashMap<>();
    final List<InstallResult.Plan> installed = new ArrayList<>();
    final Map<String, StandardStreams> streams = new HashMap<>();

    /** What descriptors of messages stand for. */
    final Map<Integer, PidFd> pidFds = new HashMap<>();

    /** Processes, signal and value of each. */
    final List<String> queuedSignals = new ArrayList<>();

    Queued queued = Queued.SENT;

    /** What the kernel counts, beside the memory that is always in use. */
    final Map<CgroupStatistic, Long> counts = new HashMap<>();

    Runnable onFreshen = () -> {};
    Runnable onReload = () -> {};
    Optional<String> failure = Optional.empty();
    int freshened;
    private LogTarget logTarget = LogTarget.AUTO;
    private LogLevel logLevel = LogLevel.INFO;

    void write(String name, String text) {
        write(name, text, StandardCharsets.UTF_8);
    }

    void write(String name, String text, Charset charset) {
        files.put(name, Entry.File.of(text.getBytes(charset), 1));
    }

    @Override
    public MachineFacts facts() {
        return new MachineFacts(
                "252 (hearth test)",
                "+PAM",
                "",
                "x86-64",
                "0123456789abcdef0123456789abcdef",
                Map.of("NOFILE", new MachineFacts.Limit(1024, 20_000)),
                28_909,
                192_730,
                8L << 30,
                50_000,
                200,
                UMASK,
                List.of(CONFIG));
    }

    @Override
    public GeneratorTimes generatorTimes() {
        return GeneratorTimes.NEVER;
    }

    @Override
    public UnitTree tree() {
        return new UnitTree(
                List.of(
                        directory(Place.Role.CONTROL, CONFIG + ".control", Map.of()),
                        directory(Place.Role.RUNTIME_CONTROL, "/run/u/control", Map.of()),
                        directory(Place.Role.TRANSIENT, "/run/u/transient", Map.of()),
                        directory(Place.Role.CONFIG, CONFIG, files),
                        directory(Place.Role.RUNTIME_CONFIG, "/run/u/user", Map.of())));
    }

    private static UnitDirectory directory(
            Place.Role role, String path, Map<String, Entry> entries) {
        return UnitDirectory.of(new Place(path, role), entries);
    }

    @Override
    public Specifiers specifiers() {
        return new Specifiers(
                new Specifiers.Host(
                        Optional.empty(),
                        Optional.empty(),
                        "peer",
                        Optional.empty(),
                        "6.1",
                        "x86-64",
                        Map.of()),
                new Specifiers.User(true, "alice", USER, "alice", USER, "/home/alice", "/bin/sh"),
                new Specifiers.Directories(
                        "/run/user/1000",
                        "/home/alice/.config",
                        "/home/alice/.cache",
                        "/home/alice/.config/log",
                        "/home/alice/.config",
                        "/tmp",
                        "/var/tmp",
                        "/user.slice/user-1000.slice/user@1000.service"));
    }

    @Override
    public PresetRules presets() {
        return PresetRules.NONE;
    }

    @Override
    public void freshen(Runnable then) {
        freshened++;
        onFreshen.run();
        then.run();
    }

    @Override
    public void reload(Consumer<Optional<String>> then) {
        onReload.run();
        then.accept(failure);
    }

    @Override
    public void install(InstallResult.Plan plan, Consumer<Optional<String>> then) {
        installed.add(plan);
        then.accept(failure);
    }

    @Override
    public void keepStreams(String unit, StandardStreams kept) {
        streams.put(unit, kept);
    }

    @Override
    public void dropStreams(String unit) {
        streams.remove(unit);
    }

    @Override
    public LogLevel logLevel() {
        return logLevel;
    }

    @Override
    public LogTarget logTarget() {
        return logTarget;
    }

    @Override
    public void setLogTarget(LogTarget target) {
        logTarget = target;
    }

    @Override
    public void lookFor(List<String> paths, Consumer<Optional<String>> then) {
        then.accept(
                paths.stream()
                        .filter(path -> path.contains("nosuch"))
                        .map(path -> "Unit file " + path + " does not exist.")
                        .findFirst());
    }

    @Override
    public void setLogLevel(Optional<LogLevel> level) {
        logLevel = level.orElse(LogLevel.INFO);
    }

    @Override
    public Optional<DescriptorList> memoryFile(String name, byte[] content) {
        return Optional.empty();
    }

    @Override
    public long count(String cgroup, CgroupStatistic statistic) {
        return counts.getOrDefault(
                statistic,
                statistic == CgroupStatistic.MEMORY_CURRENT ? 4096 : CgroupStatistic.UNKNOWN);
    }

    @Override
    public void processes(
            String cgroup, List<Integer> own, int limit, Consumer<List<UnitProcess>> then) {
        then.accept(List.of(new UnitProcess(cgroup, 94, "/bin/sleep infinity")));
    }

    @Override
    public PidFd processOf(int descriptor) {
        return pidFds.getOrDefault(descriptor, new PidFd.None());
    }

    @Override
    public void queueSignal(SignalTargets targets, int signal, int value, Consumer<Queued> then) {
        queuedSignals.add(targets.pids() + " " + signal + " " + value);
        then.accept(queued);
    }

    @Override
    public OptionalInt ownerOf(int pid) {
        return pid == 1 ? OptionalInt.of(0) : OptionalInt.of(USER);
    }

    @Override
    public void tailLog(
            String unit,
            int lines,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<LogLine>>> then) {
        then.accept(
                unit.equals("busy.service")
                        ? Optional.empty()
                        : Optional.of(List.of(new LogLine(1_000_000, 2, 6, "hello from " + unit))));
    }

    @Override
    public Cause causeOf(Caller caller) {
        return new Cause.ByClient(caller.pid(), caller.uid(), "client", "session-1.scope");
    }

    @Override
    public void record(
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then) {
        then.accept(
                unit.equals("busy.service")
                        ? Optional.empty()
                        : Optional.of(
                                List.of(
                                        new Recorded(
                                                1_000_000,
                                                unit,
                                                "Stopped " + unit + ".",
                                                Map.of("job", "stop"),
                                                List.of(new Cause.ByRule("A", "b", "/c:1")),
                                                List.of(new Cause.ByLogin("bye"))))));
    }
}
