package hearth.manager.type;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Connection;
import hearth.manager.host.Moment;
import hearth.manager.host.PassedSocket;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of units as its manager sees it: pure functions, and no state of its own.
 *
 * <p>What holds of a type whoever runs its units is said by {@link UnitType}; what is common to all
 * types (jobs, dependencies, conditions, start limits, cgroups) is the manager's.
 *
 * @param <D> the definition: what the machine needs to know of a unit's settings; immutable
 * @param <R> the record: what the machine remembers; immutable, with {@code equals}
 */
public interface Kind<D, R> {

    /** Returns the type whose units these are. */
    UnitType type();

    // ---- from settings

    /**
     * Returns what the machine needs to know of a unit's settings.
     *
     * @param settings the unit's own and, under them, its manager's defaults
     * @param defaults what holds for times that the settings do not say
     */
    D define(UnitName name, Settings settings, ManagerDefaults defaults);

    /** Returns what a unit is called that has no {@code Description=}. */
    default String description(UnitName name) {
        return name.text();
    }

    /** Returns what a unit of this kind depends on where it has default dependencies. */
    default List<Implied> defaultDependencies(D definition, ManagerScope scope) {
        return List.of();
    }

    /** Returns what a unit of this kind depends on whether it has default dependencies or not. */
    default List<Implied> ownDependencies(D definition) {
        return List.of();
    }

    /** Returns the units of this kind that are there without anybody naming them. */
    default List<Perpetual> perpetual() {
        return List.of();
    }

    // ---- the machine

    /**
     * Returns the record of a unit that was never started.
     *
     * @param firstToken the first of those that its machine may use
     */
    R atRest(UnitName name, long firstToken);

    /** Returns the record of a unit that is to begin with processes which are there already. */
    default R given(R record, List<Integer> pids) {
        return record;
    }

    /** Returns what an event makes of a unit; an event that means nothing to it changes nothing. */
    Step<R> next(D definition, R record, UnitEvent event, Moment now);

    /** Returns the state that all types have in common. */
    ActiveState activeState(D definition, R record);

    /** Returns the type's own name of the state. */
    String subState(D definition, R record);

    // ---- what a record says

    /** Returns whether units of this kind can be started; others are loaded and shown only. */
    default boolean isSupported() {
        return true;
    }

    /** Returns whether a unit can reload its configuration. */
    default boolean canReload(D definition) {
        return false;
    }

    /** Returns whether a unit that is on its way up waits to be started, so that it can be now. */
    default boolean awaitsRestart(R record) {
        return false;
    }

    /** Returns whether the last reload went well. */
    default boolean hasReloadedWell(R record) {
        return true;
    }

    /** Returns the main process; 0 for none. */
    default int mainPid(R record) {
        return 0;
    }

    /** Returns the control process; 0 for none. */
    default int controlPid(R record) {
        return 0;
    }

    /** Returns the processes that a unit believes it has, for when nobody else knows of them. */
    default List<Believed> processes(R record) {
        return List.of();
    }

    /**
     * Returns what the machine's present command is run with; nothing where its line is gone from
     * the file.
     *
     * @param record as it is after the step that wants it
     */
    default Optional<Execution> execution(D definition, R record, UnitEffect.Run run) {
        throw new IllegalStateException(type() + " units have no commands: " + run);
    }

    /** Returns what those are told, as variables, who are started because a unit has ended. */
    default Map<String, String> outcome(R record) {
        return Map.of();
    }

    /** What a unit that triggers others needs of them to be started. */
    enum Need {
        NOTHING,
        /** That they are loaded. */
        LOADED,
        /** That they are loaded and down: what it opens is theirs. */
        DOWN
    }

    /** Returns what a unit of this kind needs of those that it triggers. */
    default Need needOfTriggered(D definition) {
        return Need.LOADED;
    }

    /** Returns the one unit that it starts; nothing where it starts whatever it triggers. */
    default Optional<UnitName> starts(D definition) {
        return Optional.empty();
    }

    /** Returns what those get, as open descriptors, whom it triggers. */
    default List<PassedSocket> passes(D definition, R record) {
        return List.of();
    }

    /** Returns the connection that it serves. */
    default Optional<Connection> connection(R record) {
        return Optional.empty();
    }

    /** Returns how the log speaks of its starts and stops. */
    JobWords words(D definition);

    // ---- what outlives the brain

    /** Writes a record. */
    void write(R record, SnapshotText text);

    /**
     * Reads a record; what is missing is as it was before the unit was started.
     *
     * @throws IllegalArgumentException for what makes no sense at all
     */
    R read(SnapshotText text, R atRest);
}
