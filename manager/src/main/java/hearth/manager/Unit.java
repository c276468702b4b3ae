package hearth.manager;

import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.job.Job;
import hearth.manager.job.JobSlot;
import hearth.manager.job.JobType;
import hearth.manager.job.JobUnit;
import hearth.manager.job.Outcome;
import hearth.manager.type.Body;
import hearth.unit.Dependency;
import hearth.unit.Diagnostic;
import hearth.unit.Settings;
import hearth.unit.UnitDefinition;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.syntax.UnitFile;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One unit in memory. Read by anyone in the manager's mailbox; changed by the manager only.
 *
 * <p>Its edges hold both directions: whatever {@code A} says about {@code B} can be seen from
 * {@code B}.
 */
public final class Unit implements JobUnit {
    private final UnitName name;
    private final int index;
    private Set<String> names;
    private final JobSlot jobs = new JobSlot();
    private Map<String, Integer> references = Map.of();

    /** One for each kind of edge it has, the last kind first. */
    private @Nullable Edges edges;

    LoadState loadState = LoadState.STUB;
    String loadError = "";
    List<Diagnostic> diagnostics = List.of();

    /** What keeps its file from being read. */
    Optional<UnitFile.Fault> fileFault = Optional.empty();

    @Nullable UnitDefinition definition;

    /** What its manager has for units that say nothing. */
    Settings defaults = Settings.NONE;

    UnitPlan plan;
    Body<?, ?> body;
    UnitTimes times = UnitTimes.NEVER;
    ConditionReport conditions = ConditionReport.untested(List.of());
    ConditionReport asserts = ConditionReport.untested(List.of());
    String invocationId = "";
    StartLimit startLimit = StartLimit.EMPTY;
    String controller = "";
    Optional<TransientSource> transientSource = Optional.empty();
    FreezerState freezer = FreezerState.RUNNING;
    boolean isPerpetual;
    boolean isCgroupMade;
    boolean needsReload;

    /** What is charged for its settings; belongs to the table. */
    long settingsBytes;

    /** Whether a call is about to use it, so that it must not be forgotten meanwhile. */
    boolean isPinned;

    int nextUnitToken = 1;
    UnitTask task = UnitTask.NONE;

    Unit(UnitName name, int index, Body<?, ?> body) {
        this.name = name;
        this.index = index;
        this.body = body;
        this.plan = UnitPlan.empty(name);
        this.names = Set.of(name.text());
    }

    /** Whether a unit's cgroup is frozen. */
    public enum FreezerState {
        RUNNING("running"),
        FREEZING("freezing"),
        FROZEN("frozen"),
        THAWING("thawing");

        private final String wireName;

        FreezerState(String wireName) {
            this.wireName = wireName;
        }

        /** Returns systemd's word. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * Where a transient unit comes from.
     *
     * @param text its file
     */
    record TransientSource(String text) {}

    @Override
    public String id() {
        return name.text();
    }

    /** Returns its own name. */
    public UnitName name() {
        return name;
    }

    /** Returns its type. */
    public UnitType type() {
        return name.type();
    }

    /** Returns its own name and its aliases. */
    public Set<String> names() {
        return names.size() == 1 ? names : Collections.unmodifiableSet(names);
    }

    /** Returns {@code Description=}, or its name. */
    public String description() {
        return plan.description();
    }

    /** Returns whether its definition could be had. */
    public LoadState loadState() {
        return loadState;
    }

    /** Returns why its definition could not be had; empty where it could. */
    public String loadError() {
        return loadError;
    }

    /**
     * Returns what is to be said about its files, in their order; where they cannot be used, the
     * reason is the last one of severity {@link Diagnostic.Severity#ERROR}.
     */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Returns its definition, where it has one. */
    public Optional<UnitDefinition> definition() {
        return Optional.ofNullable(definition);
    }

    /** Returns its settings and its manager's defaults; none where it has no definition. */
    public Settings settings() {
        return definition == null ? Settings.NONE : definition.settings().or(defaults);
    }

    /** Returns what its files and links say about others. */
    List<Dependency> dependencies() {
        return definition == null ? List.of() : definition.dependencies();
    }

    /** Returns the path of its file, where it has one. */
    public Optional<String> fragmentPath() {
        return definition == null ? Optional.empty() : definition.fragmentPath();
    }

    /** Returns the paths of its drop-ins, in their order. */
    public List<String> dropInPaths() {
        return definition == null ? List.of() : definition.dropInPaths();
    }

    @Override
    public ActiveState activeState() {
        return body.activeState();
    }

    /** Returns its type's own name of the state. */
    public String subState() {
        return body.subState();
    }

    /** Returns when it passed from one state to another. */
    public UnitTimes times() {
        return times;
    }

    /** Returns its job. */
    public Optional<Job> job() {
        return jobs.job();
    }

    @Override
    public JobSlot jobs() {
        return jobs;
    }

    /** Returns what came of its conditions at the last start. */
    public ConditionReport conditions() {
        return conditions;
    }

    /** Returns what came of its assertions at the last start. */
    public ConditionReport asserts() {
        return asserts;
    }

    /** Returns the id of its last start: 32 hexadecimal digits, empty before the first. */
    public String invocationId() {
        return invocationId;
    }

    /**
     * Returns what its machine remembers, if that is of this class.
     *
     * @param type such as that of a service's record
     */
    public <R> Optional<R> record(Class<R> type) {
        return body.record(type);
    }

    /** Returns the name of the slice it lies in; nothing for the root slice and targets. */
    public Optional<String> slice() {
        for (Unit slice : edges(UnitEdge.SLICE)) {
            return Optional.of(slice.id());
        }
        return Optional.empty();
    }

    /** Returns the cgroup of its processes; empty where its type has none, or it is not up. */
    public String cgroup() {
        return isCgroupMade ? plan.cgroup() : "";
    }

    /** Returns who is told to stop it ({@code Controller=}); empty for none. */
    public String controller() {
        return controller;
    }

    /** Returns the bus names that hold it in memory. */
    public Set<String> references() {
        return Collections.unmodifiableSet(references.keySet());
    }

    /** Returns whether its cgroup is frozen. */
    public FreezerState freezerState() {
        return freezer;
    }

    /** Returns whether it was made by a call. */
    public boolean isTransient() {
        return transientSource.isPresent();
    }

    /** Returns whether it is there as long as its manager is. */
    public boolean isPerpetual() {
        return isPerpetual;
    }

    /** Returns whether its files have changed since they were read. */
    public boolean needsDaemonReload() {
        return needsReload;
    }

    /** Returns whether somebody may start it. */
    public boolean canStart() {
        return loadState == LoadState.LOADED
                && !type().beginsWithProcesses()
                && !plan.refusesManualStart()
                && isApplicable(JobType.START);
    }

    /** Returns whether somebody may stop it. */
    public boolean canStop() {
        return !plan.refusesManualStop() && isApplicable(JobType.STOP);
    }

    /** Returns whether it can reload its configuration. */
    public boolean canReload() {
        return body.canReload();
    }

    /** Returns whether somebody may isolate it. */
    public boolean canIsolate() {
        return canStart() && plan.allowsIsolate();
    }

    @Override
    public boolean isApplicable(JobType type) {
        return switch (type) {
            case VERIFY_ACTIVE, NOP -> true;
            case START -> !isPerpetual;
            case STOP -> !isPerpetual;
            case RESTART, TRY_RESTART -> !isPerpetual;
            case RELOAD, TRY_RELOAD -> canReload();
            case RELOAD_OR_START -> canReload() && !isPerpetual;
        };
    }

    @Override
    public Optional<Outcome.Refused<Job>> loadRefusal() {
        return Messages.loadRefusal(this);
    }

    @Override
    public boolean isIgnoredOnIsolate() {
        return plan.isIgnoredOnIsolate();
    }

    @Override
    public Collection<Unit> edges(UnitEdge edge) {
        Edges present = find(edge);
        return present == null ? List.of() : present.units();
    }

    @Override
    public boolean hasEdge(UnitEdge edge, JobUnit other) {
        return other instanceof Unit unit && edges(edge).contains(unit);
    }

    private @Nullable Edges find(UnitEdge kind) {
        Edges some = edges;
        while (some != null && some.kind != kind) {
            some = some.next;
        }
        return some;
    }

    private Edges findOrAdd(UnitEdge kind) {
        Edges present = find(kind);
        if (present != null) {
            return present;
        }
        edges = new Edges(kind, edges);
        return edges;
    }

    int index() {
        return index;
    }

    void addName(String alias) {
        if (names.contains(alias)) {
            return;
        }
        if (names.size() == 1) { // few units have more: a hash table for each would be a waste
            names = new LinkedHashSet<>(names);
        }
        names.add(alias);
    }

    /** Adds an edge and its inverse; an edge to itself is none. */
    void connect(UnitEdge edge, Unit other) {
        if (other == this) {
            return;
        }
        findOrAdd(edge).add(other);
        if (edge.inverse() != edge) {
            other.findOrAdd(edge.inverse()).add(this);
        }
    }

    /** Takes away all edges, at both ends. */
    void disconnect() {
        for (Edges some = edges; some != null; some = some.next) {
            for (Unit other : some.units()) {
                other.findOrAdd(some.kind.inverse()).remove(this);
            }
        }
        edges = null;
    }

    /** Forgets all edges at this end: for a reload, which forgets those of all units. */
    void forgetEdges() {
        edges = null;
    }

    void forgetAliases() {
        names = Set.of(id());
    }

    /** Returns how often each bus name holds it. */
    Map<String, Integer> referenceCounts() {
        return Collections.unmodifiableMap(references);
    }

    /** Sets how often a bus name holds it; returns how often it did. */
    int setReferenceCount(String client, int count) {
        if (references.isEmpty()) { // true of almost all, for ever
            references = count == 0 ? Map.of() : new LinkedHashMap<>(Map.of(client, count));
            return 0;
        }
        Integer before =
                count == 0
                        ? references.remove(client)
                        : references.put(client, Integer.valueOf(count));
        if (references.isEmpty()) {
            references = Map.of();
        }
        return before == null ? 0 : before;
    }

    @Override
    public String toString() {
        return id();
    }
}
