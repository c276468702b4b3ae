package hearth.manager.type;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Connection;
import hearth.manager.host.Moment;
import hearth.manager.host.PassedSocket;
import hearth.unit.UnitName;
import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a unit is beside being a unit: its kind, with a definition and a record of that kind;
 * immutable.
 */
public record Body<D, R>(Kind<D, R> kind, D definition, R record) {

    /** What an event has made of a body. */
    public record Turned(Body<?, ?> body, List<UnitEffect> effects, List<ActiveState> passed) {}

    /** Returns the body of a unit that was never anything. */
    public static <D, R> Body<D, R> atRest(
            Kind<D, R> kind, UnitName name, long firstToken, ManagerDefaults defaults) {
        return new Body<>(
                kind, kind.define(name, Settings.NONE, defaults), kind.atRest(name, firstToken));
    }

    /** Returns this body with what other settings define, and the record that it had. */
    public Body<D, R> defined(UnitName name, Settings settings, ManagerDefaults defaults) {
        return new Body<>(kind, kind.define(name, settings, defaults), record);
    }

    /** Returns this body with processes to begin with. */
    public Body<D, R> given(List<Integer> pids) {
        return new Body<>(kind, definition, kind.given(record, pids));
    }

    /** Returns what an event makes of it; the same body where its record stays as it is. */
    public Turned next(UnitEvent event, Moment now) {
        Step<R> step = kind.next(definition, record, event, now);
        Body<D, R> after =
                step.record().equals(record) ? this : new Body<>(kind, definition, step.record());
        return new Turned(after, step.effects(), step.passed());
    }

    /** Returns the state that all types have in common. */
    public ActiveState activeState() {
        return kind.activeState(definition, record);
    }

    /** Returns the type's own name of the state. */
    public String subState() {
        return kind.subState(definition, record);
    }

    /** Returns its record, if it is one of this class. */
    public <T> Optional<T> record(Class<T> type) {
        return type.isInstance(record) ? Optional.of(type.cast(record)) : Optional.empty();
    }

    /** Returns whether it can be started. */
    public boolean isSupported() {
        return kind.isSupported();
    }

    /** Returns what it depends on where it has default dependencies. */
    public List<Implied> defaultDependencies(ManagerScope scope) {
        return kind.defaultDependencies(definition, scope);
    }

    /** Returns what it depends on in any case. */
    public List<Implied> ownDependencies() {
        return kind.ownDependencies(definition);
    }

    /** Returns whether it can reload its configuration. */
    public boolean canReload() {
        return kind.canReload(definition);
    }

    /** Returns whether it waits to be started. */
    public boolean awaitsRestart() {
        return kind.awaitsRestart(record);
    }

    /** Returns whether its last reload went well. */
    public boolean hasReloadedWell() {
        return kind.hasReloadedWell(record);
    }

    /** Returns its main process; 0 for none. */
    public int mainPid() {
        return kind.mainPid(record);
    }

    /** Returns its control process; 0 for none. */
    public int controlPid() {
        return kind.controlPid(record);
    }

    /** Returns the processes that it believes it has. */
    public List<Believed> processes() {
        return kind.processes(record);
    }

    /** Returns what its present command is run with; nothing where its line is gone. */
    public Optional<Execution> execution(UnitEffect.Run run) {
        return kind.execution(definition, record, run);
    }

    /** Returns what those are told who are started because it has ended. */
    public Map<String, String> outcome() {
        return kind.outcome(record);
    }

    /** Returns what it needs of those that it triggers. */
    public Kind.Need needOfTriggered() {
        return kind.needOfTriggered(definition);
    }

    /** Returns the one unit that it starts; nothing where it starts whatever it triggers. */
    public Optional<UnitName> starts() {
        return kind.starts(definition);
    }

    /** Returns what those get, as open descriptors, whom it triggers. */
    public List<PassedSocket> passes() {
        return kind.passes(definition, record);
    }

    /** Returns the connection that it serves. */
    public Optional<Connection> connection() {
        return kind.connection(record);
    }

    /** Returns how the log speaks of its starts and stops. */
    public JobWords words() {
        return kind.words(definition);
    }

    /** Writes its record. */
    public void write(SnapshotText text) {
        kind.write(record, text);
    }

    /** Returns this body with the record that a text says. */
    public Body<D, R> read(SnapshotText text) {
        return new Body<>(kind, definition, kind.read(text, record));
    }
}
