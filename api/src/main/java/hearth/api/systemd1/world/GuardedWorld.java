package hearth.api.systemd1.world;

import hearth.dbus.DescriptorList;
import hearth.dbus.object.Caller;
import hearth.dbus.object.ObjectServer;
import hearth.manager.SignalTargets;
import hearth.manager.cause.Cause;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import hearth.unit.Specifiers;
import hearth.unit.install.InstallResult;
import hearth.unit.install.PresetRules;
import hearth.unit.tree.UnitTree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The world as calls see it: what goes on with a call after a wait is guarded as its beginning was.
 * A signal's sender or a manager asks the world itself.
 */
public record GuardedWorld(World world, ObjectServer server) implements World {
    @Override
    public void freshen(Runnable then) {
        world.freshen(server.later(then));
    }

    @Override
    public void reload(Consumer<Optional<String>> then) {
        world.reload(server.later(then));
    }

    @Override
    public void lookFor(List<String> paths, Consumer<Optional<String>> then) {
        world.lookFor(paths, server.later(then));
    }

    @Override
    public void install(InstallResult.Plan plan, Consumer<Optional<String>> then) {
        world.install(plan, server.later(then));
    }

    @Override
    public void tailLog(
            String unit,
            int lines,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<LogLine>>> then) {
        world.tailLog(unit, lines, isAwaited, server.later(then));
    }

    @Override
    public MachineFacts facts() {
        return world.facts();
    }

    @Override
    public GeneratorTimes generatorTimes() {
        return world.generatorTimes();
    }

    @Override
    public UnitTree tree() {
        return world.tree();
    }

    @Override
    public Specifiers specifiers() {
        return world.specifiers();
    }

    @Override
    public PresetRules presets() {
        return world.presets();
    }

    @Override
    public void keepStreams(String unit, StandardStreams streams) {
        world.keepStreams(unit, streams);
    }

    @Override
    public void dropStreams(String unit) {
        world.dropStreams(unit);
    }

    @Override
    public LogLevel logLevel() {
        return world.logLevel();
    }

    @Override
    public void setLogLevel(Optional<LogLevel> level) {
        world.setLogLevel(level);
    }

    @Override
    public LogTarget logTarget() {
        return world.logTarget();
    }

    @Override
    public void setLogTarget(LogTarget target) {
        world.setLogTarget(target);
    }

    @Override
    public Optional<DescriptorList> memoryFile(String name, byte[] content) {
        return world.memoryFile(name, content);
    }

    @Override
    public long count(String cgroup, CgroupStatistic statistic) {
        return world.count(cgroup, statistic);
    }

    @Override
    public void processes(
            String cgroup, List<Integer> own, int limit, Consumer<List<UnitProcess>> then) {
        world.processes(cgroup, own, limit, server.later(then));
    }

    @Override
    public PidFd processOf(int descriptor) {
        return world.processOf(descriptor);
    }

    @Override
    public void queueSignal(SignalTargets targets, int signal, int value, Consumer<Queued> then) {
        world.queueSignal(targets, signal, value, server.later(then));
    }

    @Override
    public OptionalInt ownerOf(int pid) {
        return world.ownerOf(pid);
    }

    @Override
    public Cause causeOf(Caller caller) {
        return world.causeOf(caller);
    }

    @Override
    public void record(
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then) {
        world.record(unit, count, isAwaited, server.later(then));
    }
}
