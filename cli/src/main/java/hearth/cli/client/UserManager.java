package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import hearth.cli.connection.Conversation;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A user's manager at the other end of its private socket.
 *
 * <p>Each method throws {@link CallRefused} where the manager refuses, and {@link IOException}
 * where the conversation breaks.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/org.freedesktop.systemd1.html">org.freedesktop.systemd1(5)</a>
 */
public final class UserManager implements AutoCloseable {
    /** The interface of managers. */
    public static final String MANAGER = "org.freedesktop.systemd1.Manager";

    private final Conversation conversation;
    private final RemoteObject manager;

    /** Talks to the manager at the other end of a conversation, which it owns from now on. */
    public UserManager(Conversation conversation) {
        this(conversation, "");
    }

    /**
     * Talks to a manager that has a name on a bus.
     *
     * @param name the bus name; empty where the other end is the manager itself
     */
    public UserManager(Conversation conversation, String name) {
        this.conversation = conversation;
        manager = new RemoteObject(conversation, name, DbusPath.of("/org/freedesktop/systemd1"));
    }

    /** Returns the manager's object, for what has no method here. */
    public RemoteObject object() {
        return manager;
    }

    /** Reads the manager's own properties. */
    public Properties properties() throws CallRefused, IOException {
        return manager.properties(MANAGER);
    }

    /** Lists all units in memory. */
    public List<UnitRow> units() throws CallRefused, IOException {
        try (Message answer = manager.call(MANAGER, "ListUnits")) {
            return rows(answer.reader());
        }
    }

    /**
     * Lists units in memory, and those that are named, which are loaded for it.
     *
     * @param patterns names, and patterns of names; empty for all
     */
    public List<UnitRow> units(List<String> patterns) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        MANAGER,
                        "ListUnitsByPatterns",
                        "asas",
                        body -> {
                            body.strings(List.of());
                            body.strings(patterns);
                        })) {
            return rows(answer.reader());
        }
    }

    /** Lists these units, in their order; what cannot be a unit is left out. */
    public List<UnitRow> unitsByNames(List<String> names) throws CallRefused, IOException {
        try (Message answer =
                manager.call(MANAGER, "ListUnitsByNames", "as", body -> body.strings(names))) {
            return rows(answer.reader());
        }
    }

    private static List<UnitRow> rows(MessageReader reader) {
        var rows = new ArrayList<UnitRow>();
        reader.openArray();
        while (reader.hasNext()) {
            reader.openStruct();
            rows.add(
                    new UnitRow(
                            reader.string(),
                            reader.string(),
                            reader.string(),
                            reader.string(),
                            reader.string()));
            reader.closeStruct();
        }
        return rows;
    }

    /** Reads all properties of a unit, which is loaded for it; see its {@code LoadState}. */
    public Properties unit(String name) throws CallRefused, IOException {
        return manager.at(load(name)).properties("");
    }

    /** Lists the processes of a unit. */
    public List<UnitProcess> processes(String name) throws CallRefused, IOException {
        return processes(manager, name);
    }

    /** Lists the processes of a unit of any manager. */
    public static List<UnitProcess> processes(RemoteObject manager, String name)
            throws CallRefused, IOException {
        try (Message answer =
                manager.call(MANAGER, "GetUnitProcesses", "s", body -> body.string(name))) {
            var processes = new ArrayList<UnitProcess>();
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                processes.add(new UnitProcess(reader.string(), reader.uint32(), reader.string()));
                reader.closeStruct();
            }
            return processes;
        }
    }

    /** Asks for a job, which may wait for others; see {@link #awaitJobs}. */
    public DbusPath queue(JobVerb verb, String unit) throws CallRefused, IOException {
        return pathFrom(
                verb.member(),
                "ss",
                body -> {
                    body.string(unit);
                    body.string(verb.mode());
                });
    }

    /** Makes a unit that lives until it ends, and starts it. */
    public DbusPath startTransient(TransientUnit unit) throws CallRefused, IOException {
        return pathFrom("StartTransientUnit", "ssa(sv)a(sa(sv))", unit::write);
    }

    /** Lets all that is asked and waited for from now on take so long, and no longer. */
    public void limit(Duration duration) {
        conversation.limit(duration);
    }

    /** Asks to be told when jobs end; to be called before the jobs are asked for. */
    public void subscribe() throws CallRefused, IOException {
        if (!manager.destination().isEmpty()) {
            // A bus passes on only what somebody has asked it for.
            manager.bus("AddMatch", "type='signal',sender='" + manager.destination() + "'").close();
        }
        manager.call(MANAGER, "Subscribe").close();
    }

    /**
     * Waits until all these jobs have ended.
     *
     * @return their results by path: {@code done}, {@code failed}, {@code timeout}, {@code
     *     dependency}, {@code canceled}, {@code skipped}, ...
     */
    public Map<DbusPath, String> awaitJobs(Collection<DbusPath> jobs) throws IOException {
        Set<DbusPath> waiting = new LinkedHashSet<>(jobs);
        Map<DbusPath, String> results = new LinkedHashMap<>();
        while (!waiting.isEmpty()) {
            try (Message signal = conversation.nextSignal()) {
                if (signal.isSignal(MANAGER, "JobRemoved")) {
                    MessageReader reader = signal.reader();
                    reader.uint32();
                    DbusPath job = reader.objectPath();
                    reader.string();
                    if (waiting.remove(job)) {
                        results.put(job, reader.string());
                    }
                }
            }
        }
        return results;
    }

    /**
     * Sends a signal to processes of a unit.
     *
     * @param whom {@code main}, {@code control} or {@code all}
     */
    public void kill(String unit, String whom, int signal) throws CallRefused, IOException {
        manager.call(
                        MANAGER,
                        "KillUnit",
                        "ssi",
                        body -> {
                            body.string(unit);
                            body.string(whom);
                            body.int32(signal);
                        })
                .close();
    }

    /** Forgets that units have failed. */
    public void resetFailed() throws CallRefused, IOException {
        manager.call(MANAGER, "ResetFailed").close();
    }

    /** Forgets that a unit has failed. */
    public void resetFailed(String unit) throws CallRefused, IOException {
        manager.call(MANAGER, "ResetFailedUnit", "s", body -> body.string(unit)).close();
    }

    /**
     * Waits until a unit that is being started has ended, or has not come to run.
     *
     * @param unit its name; subscribed to before it was asked for
     * @return its properties as far as they have been told of, the last ones
     */
    public Properties awaitEnd(String unit) throws IOException {
        DbusPath path = DbusPath.of("/org/freedesktop/systemd1/unit/" + DbusPath.escape(unit));
        Map<String, Value> told = new LinkedHashMap<>();
        while (true) {
            try (Message signal = conversation.nextSignal()) {
                MessageReader reader = signal.reader();
                if (signal.isSignal(MANAGER, "UnitRemoved") && reader.string().equals(unit)) {
                    return new Properties(told);
                }
                if (!signal.isSignal("org.freedesktop.DBus.Properties", "PropertiesChanged")
                        || !signal.path().equals(Optional.of(path))) {
                    continue;
                }
                reader.string();
                told.putAll(Properties.read(reader).values());
            }
            var properties = new Properties(told);
            switch (properties.text("ActiveState")) {
                case "inactive", "failed" -> {
                    return properties;
                }
                default -> {} // goes on
            }
        }
    }

    /** Reads unit files again. */
    public void reload() throws CallRefused, IOException {
        manager.call(MANAGER, "Reload").close();
    }

    /**
     * What enabling came to.
     *
     * @param carriesInstallInfo whether the files say anything in {@code [Install]}
     */
    public record Enabled(boolean carriesInstallInfo, List<LinkChange> changes) {
        /** Copies the list. */
        public Enabled {
            changes = List.copyOf(changes);
        }
    }

    /** Makes the links that the units' {@code [Install]} asks for, in place of others. */
    public Enabled enable(List<String> units) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        MANAGER,
                        "EnableUnitFiles",
                        "asbb",
                        body -> {
                            body.strings(units);
                            body.bool(false);
                            body.bool(true);
                        })) {
            MessageReader reader = answer.reader();
            boolean carriesInstallInfo = reader.bool();
            return new Enabled(carriesInstallInfo, changes(reader));
        }
    }

    /** Removes all links to the units. */
    public List<LinkChange> disable(List<String> units) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        MANAGER,
                        "DisableUnitFiles",
                        "asb",
                        body -> {
                            body.strings(units);
                            body.bool(false);
                        })) {
            return changes(answer.reader());
        }
    }

    /** Ends the conversation. */
    @Override
    public void close() {
        conversation.close();
    }

    /** Returns the conversation, for the daemon's other objects at the same end. */
    Conversation conversation() {
        return conversation;
    }

    private DbusPath load(String name) throws CallRefused, IOException {
        return pathFrom("LoadUnit", "s", body -> body.string(name));
    }

    private DbusPath pathFrom(String member, String signature, Consumer<MessageWriter> arguments)
            throws CallRefused, IOException {
        try (Message answer = manager.call(MANAGER, member, signature, arguments)) {
            return answer.reader().objectPath();
        }
    }

    /** Reads what was done to links. */
    public static List<LinkChange> changes(MessageReader reader) {
        var changes = new ArrayList<LinkChange>();
        reader.openArray();
        while (reader.hasNext()) {
            reader.openStruct();
            changes.add(new LinkChange(reader.string(), reader.string(), reader.string()));
            reader.closeStruct();
        }
        return changes;
    }
}
