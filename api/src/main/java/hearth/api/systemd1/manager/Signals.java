package hearth.api.systemd1.manager;

import hearth.api.systemd1.unit.Interfaces;
import hearth.api.systemd1.unit.ScopeInterface;
import hearth.api.systemd1.unit.UnitInterface;
import hearth.api.systemd1.view.Clients;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Member;
import hearth.dbus.object.ObjectServer;
import hearth.dbus.object.Property;
import hearth.dbus.object.Property.Emits;
import hearth.manager.Manager;
import hearth.manager.ManagerListener;
import hearth.manager.StartupTimes;
import hearth.manager.Unit;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells clients what changes, at the end of the mailbox's task: so the answer to an order is there
 * before the end of its job, for which its client waits. What a unit shows is told once, however
 * often it changed, and always before the end of its job: whoever waits then knows what came of it.
 */
public final class Signals implements ManagerListener {
    /** For each interface, the properties that tell of changes; tables live as long as this. */
    private static final Map<InterfaceTable<?>, List<String>> CHANGING = new ConcurrentHashMap<>();

    private final Manager manager;
    private final Clients clients;
    private final ObjectServer server;
    private final Set<Unit> changed = new LinkedHashSet<>();

    /** Whose coming is told in this task: as with systemd, that stands for all that they show. */
    private final Set<Unit> added = new HashSet<>();

    private final List<Runnable> pending = new ArrayList<>();
    private int toldFailedUnits;

    public Signals(Manager manager, Clients clients, ObjectServer server) {
        this.manager = manager;
        this.clients = clients;
        this.server = server;
        this.toldFailedUnits = manager.failedUnitCount();
    }

    /** Tells what has changed; the end of a task. */
    public void flush() {
        changed.removeAll(added);
        added.clear();
        List<Unit> units = List.copyOf(changed);
        changed.clear();
        units.forEach(this::tellUnit);
        if (manager.failedUnitCount() != toldFailedUnits) {
            toldFailedUnits = manager.failedUnitCount();
            tellProperties(ObjectPaths.MANAGER, ManagerInterface.TABLE);
        }
        List<Runnable> ready = List.copyOf(pending);
        pending.clear();
        ready.forEach(Runnable::run);
    }

    private void tellUnit(Unit unit) {
        DbusPath path = ObjectPaths.of(unit);
        if (clients.mayHearOf(unit)) {
            Interfaces.ofType(unit.type()).ifPresent(table -> tellProperties(unit, path, table));
            tellProperties(unit, path, UnitInterface.TABLE);
        }
    }

    private void tellProperties(Unit unit, DbusPath path, InterfaceTable<?> table) {
        server.propertiesChanged(path, table.name(), changing(table))
                .ifPresent(signal -> pending.add(() -> clients.tell(signal, unit)));
    }

    private void tellProperties(DbusPath path, InterfaceTable<?> table) {
        if (clients.isAnybodyListening()) {
            server.propertiesChanged(path, table.name(), changing(table))
                    .ifPresent(signal -> pending.add(() -> clients.tell(signal)));
        }
    }

    private static <S> List<String> changing(InterfaceTable<S> table) {
        return CHANGING.computeIfAbsent(
                table,
                key -> table.members().stream().filter(Signals::tells).map(Member::name).toList());
    }

    private static boolean tells(Member<?> member) {
        return member instanceof Property<?> property
                && (property.emits() == Emits.CHANGE || property.emits() == Emits.INVALIDATION);
    }

    @Override
    public void unitAdded(Unit unit) {
        added.add(unit);
        tell("UnitNew", "so", out -> out.string(unit.id()).objectPath(ObjectPaths.of(unit)));
    }

    @Override
    public void unitChanged(Unit unit) {
        changed.add(unit);
    }

    @Override
    public void unitRemoved(Unit unit) {
        changed.remove(unit);
        tell("UnitRemoved", "so", out -> out.string(unit.id()).objectPath(ObjectPaths.of(unit)));
    }

    @Override
    public void jobAdded(Job job) {
        tellOfJob(
                job,
                "JobNew",
                "uos",
                out ->
                        out.uint32(job.id())
                                .objectPath(ObjectPaths.of(job))
                                .string(job.unit().id()));
    }

    @Override
    public void jobChanged(Job job) {
        tellProperties(ObjectPaths.of(job), JobInterface.TABLE);
    }

    @Override
    public void jobRemoved(Job job, JobResult result) {
        if (job.unit() instanceof Unit unit && changed.remove(unit)) {
            tellUnit(unit);
        }
        tellOfJob(
                job,
                "JobRemoved",
                "uoss",
                out ->
                        out.uint32(job.id())
                                .objectPath(ObjectPaths.of(job))
                                .string(job.unit().id())
                                .string(result.wireName()));
        pending.add(() -> clients.forgetJob(job));
    }

    private void tellOfJob(Job job, String member, String types, Consumer<MessageWriter> content) {
        if (clients.mayHearOfJobs()) {
            Message signal = signal(member, types, content);
            pending.add(() -> clients.tell(signal, job));
        }
    }

    @Override
    public void reloading(boolean active) {
        tell("Reloading", "b", out -> out.bool(active));
    }

    @Override
    public void startupFinished(StartupTimes times) {
        long usec = times.finish().monotonicUsec() - times.userspace().monotonicUsec();
        tell(
                "StartupFinished",
                "tttttt",
                out -> out.uint64(0).uint64(0).uint64(0).uint64(0).uint64(usec).uint64(usec));
    }

    /** Returns the signal that links of unit files have changed. */
    public static Message ofChangedUnitFiles() {
        return signal("UnitFilesChanged", "", out -> {});
    }

    /** Asks who controls a scope to end it. */
    public void requestStop(Unit scope) {
        Message signal = Message.signal(ObjectPaths.of(scope), ScopeInterface.NAME, "RequestStop");
        if (!scope.controller().isEmpty()) {
            clients.tell(signal, scope.controller());
        }
    }

    private void tell(String member, String types, Consumer<MessageWriter> content) {
        if (clients.isAnybodyListening()) {
            Message signal = signal(member, types, content);
            pending.add(() -> clients.tell(signal));
        }
    }

    private static Message signal(String member, String types, Consumer<MessageWriter> content) {
        Message signal = Message.signal(ObjectPaths.MANAGER, ManagerInterface.NAME, member);
        return types.isEmpty() ? signal : signal.withBody(Signature.of(types), content);
    }
}
