package hearth.manager.table;

import hearth.manager.CleanedResource;
import hearth.manager.ConditionReport;
import hearth.manager.Unit;
import hearth.manager.UnitMarker;
import hearth.manager.UnitTimes;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobSlot;
import hearth.manager.job.JobType;
import hearth.manager.job.JobUnit;
import hearth.manager.job.Outcome;
import hearth.manager.type.Body;
import hearth.unit.Dependency;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitSources;
import hearth.unit.setting.Settings;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One unit in memory; confined to its manager's mailbox. Each method that changes it says what has
 * happened.
 *
 * <p>Its edges hold both directions: whatever {@code A} says about {@code B} can be seen from
 * {@code B}.
 */
public final class UnitEntry implements Unit {
    private final UnitName name;
    private final int index;
    private final boolean isPerpetual;
    private final JobSlot jobs = new JobSlot();
    private Set<String> names;
    private References references = References.NONE;

    /** One for each kind of edge it has, the last kind first. */
    private @Nullable Edges edges;

    private LoadOutcome loaded = LoadOutcome.Stub.OF_ALL;
    private @Nullable UnitDefinition definition;

    /** What its manager has for units that say nothing. */
    private Settings defaults = Settings.NONE;

    private @Nullable UnitPlans meantBy;

    private UnitPlan plan;
    private Body<?, ?> body;
    private UnitTimes times = UnitTimes.NEVER;
    private ConditionOutcome conditionOutcome = ConditionOutcome.NEVER;
    private String invocationId = "";
    private StartLimit startLimit = StartLimit.EMPTY;
    private FreezerState freezer = FreezerState.RUNNING;
    private String controller = "";
    private Set<UnitMarker> markers = Set.of();

    /** Its file, where a call has defined it. */
    private @Nullable String transientText;

    private boolean isCgroupMade;
    private boolean needsReload;

    /** Whether a call is about to use it, so that it must not be forgotten meanwhile. */
    private boolean isPinned;

    /** What is charged for its settings; belongs to the table. */
    private long settingsBytes;

    private int nextToken = 1;

    UnitEntry(UnitName name, int index, Body<?, ?> body, boolean isPerpetual) {
        this.name = name;
        this.index = index;
        this.body = body;
        this.isPerpetual = isPerpetual;
        this.plan = UnitPlan.empty(name);
        this.names = Set.of(name.text());
    }

    // ---- what it is

    @Override
    public String id() {
        return name.text();
    }

    @Override
    public UnitName name() {
        return name;
    }

    @Override
    public UnitType type() {
        return name.type();
    }

    @Override
    public Set<String> names() {
        return names.size() == 1 ? names : Collections.unmodifiableSet(names);
    }

    /** Returns its number, which the tokens of questions about it carry. */
    public int index() {
        return index;
    }

    @Override
    public String description() {
        String written = plan.description();
        return body.connection()
                .map(connection -> connection.describe(written, id()))
                .orElse(written);
    }

    @Override
    public LoadState loadState() {
        return loaded.state();
    }

    @Override
    public String loadError() {
        return loaded.error();
    }

    @Override
    public List<Diagnostic> diagnostics() {
        return loaded.diagnostics();
    }

    @Override
    public Optional<UnitDefinition> definition() {
        return Optional.ofNullable(definition);
    }

    @Override
    public Settings settings() {
        return definition == null ? Settings.NONE : definition.settings().or(defaults);
    }

    @Override
    public Optional<String> fragmentPath() {
        return definition == null ? Optional.empty() : definition.fragmentPath();
    }

    @Override
    public List<String> dropInPaths() {
        return definition == null ? List.of() : definition.dropInPaths();
    }

    /** Returns what its files and links say about others. */
    List<Dependency> dependencies() {
        return definition == null ? List.of() : definition.dependencies();
    }

    /** Returns the files that it is made of. */
    UnitSources sources() {
        return definition == null ? UnitSources.NONE : definition.sources();
    }

    /** Returns what its {@code [Unit]} section means, and where its processes belong. */
    public UnitPlan plan() {
        return plan;
    }

    /** Returns its kind, definition and record. */
    public Body<?, ?> body() {
        return body;
    }

    @Override
    public ActiveState activeState() {
        return body.activeState();
    }

    @Override
    public String subState() {
        return body.subState();
    }

    /** Returns whether it only shows what the kernel has, and would be made again where it went. */
    public boolean isPicture() {
        return body.isPicture();
    }

    @Override
    public <R> Optional<R> record(Class<R> type) {
        return body.record(type);
    }

    @Override
    public UnitTimes times() {
        return times;
    }

    @Override
    public Optional<Job> job() {
        return jobs.job();
    }

    @Override
    public JobSlot jobs() {
        return jobs;
    }

    @Override
    public ConditionReport conditions() {
        return conditionOutcome.conditions();
    }

    @Override
    public ConditionReport asserts() {
        return conditionOutcome.asserts();
    }

    @Override
    public String invocationId() {
        return invocationId;
    }

    @Override
    public Optional<String> slice() {
        return edges(UnitEdge.SLICE).stream().map(UnitEntry::id).findFirst();
    }

    @Override
    public String cgroup() {
        return isCgroupMade ? plan.cgroup() : "";
    }

    /** Returns whether there is a cgroup for its processes. */
    public boolean isCgroupMade() {
        return isCgroupMade;
    }

    @Override
    public String controller() {
        return controller;
    }

    @Override
    public Set<String> references() {
        return references.counts().keySet();
    }

    @Override
    public FreezerState freezerState() {
        return freezer;
    }

    @Override
    public boolean isTransient() {
        return transientText != null;
    }

    /** Returns its file, where a call has defined it. */
    public Optional<String> transientText() {
        return Optional.ofNullable(transientText);
    }

    @Override
    public boolean isPerpetual() {
        return isPerpetual;
    }

    @Override
    public Set<UnitMarker> markers() {
        return markers;
    }

    @Override
    public Set<CleanedResource> leftResources() {
        return CleanedResource.leftBy(type(), settings());
    }

    @Override
    public boolean needsDaemonReload() {
        return needsReload;
    }

    // ---- what may be asked of it

    @Override
    public boolean canStart() {
        return loadState() == LoadState.LOADED
                && !type().beginsWithProcesses()
                && !plan.refusesManualStart()
                && body.isSupported();
    }

    @Override
    public boolean canStop() {
        return !plan.refusesManualStop() && !isPerpetual && body.isSupported();
    }

    @Override
    public boolean canReload() {
        return body.canReload();
    }

    @Override
    public boolean canIsolate() {
        return canStart() && plan.allowsIsolate();
    }

    @Override
    public boolean isApplicable(JobType type) {
        return switch (type) {
            case VERIFY_ACTIVE, NOP, START -> true;
            case STOP, RESTART, TRY_RESTART -> !isPerpetual;
            case RELOAD, TRY_RELOAD -> canReload();
            case RELOAD_OR_START -> canReload() && !isPerpetual;
        };
    }

    @Override
    public Optional<Outcome.Refused<Job>> loadRefusal() {
        return loaded.refusal(id());
    }

    @Override
    public boolean isIgnoredOnIsolate() {
        return plan.isIgnoredOnIsolate();
    }

    // ---- loading

    /** It was looked for. */
    void lookedFor(LoadOutcome outcome) {
        loaded = outcome;
    }

    /** It has a definition. */
    void defined(UnitDefinition made, UnitPlans plans) {
        definition = made;
        plan = plans.planOf(made);
        defaults = plans.defaultsOf(name.type());
        meantBy = plans;
    }

    /** It has a definition with the same settings. */
    void redefined(UnitDefinition made) {
        definition = made;
    }

    /** Returns whether these made what its definition means. */
    boolean isMeantBy(UnitPlans plans) {
        return definition != null && meantBy == plans;
    }

    /** Returns what its files say, without the manager's defaults. */
    Settings written() {
        return definition == null ? Settings.NONE : definition.settings();
    }

    /** It has none any more; what still runs keeps what it meant until it has ended. */
    void undefined() {
        definition = null;
        if (activeState().isInactiveOrFailed()) {
            plan = UnitPlan.empty(name);
        }
    }

    /** A call has defined it. */
    public void madeOf(String text, String who) {
        transientText = text;
        controller = who;
    }

    /** Its files have changed, or not, since they were read; returns whether that is news. */
    boolean differs(boolean isChanged) {
        boolean isNews = needsReload != isChanged;
        needsReload = isChanged;
        return isNews;
    }

    long settingsBytes() {
        return settingsBytes;
    }

    void charged(long bytes) {
        settingsBytes = bytes;
    }

    // ---- running

    /** Its machine, or a new definition, has made something else of it. */
    public void became(Body<?, ?> other) {
        body = other;
    }

    /** It has gone from one state to another. */
    public void passed(ActiveState before, ActiveState after, Moment now) {
        if (before != after) {
            times = times.changed(before, after, now);
        }
        if (after.isInactiveOrFailed()) {
            markers = Set.of();
        } else if (before != after && after == ActiveState.RELOADING) {
            markers = UnitMarker.NEEDS_RELOAD.outOf(markers);
        }
    }

    /** A client has noted this about it, in place of what was noted before. */
    public void marked(Set<UnitMarker> noted) {
        markers = Set.copyOf(noted);
    }

    /** A start of its own has begun. */
    public void began(String invocation) {
        invocationId = invocation;
    }

    /** Its cgroup was asked for. */
    public void cgroupMade() {
        isCgroupMade = true;
    }

    /** Its cgroup was let go. */
    public void cgroupReleased() {
        isCgroupMade = false;
    }

    /** Its cgroup was frozen or thawed, or is about to be. */
    public void froze(FreezerState state) {
        freezer = state;
    }

    /** Returns whether one more start now would be too many. */
    public boolean isStartLimitHit(Moment now) {
        return startLimit.isHit(plan.startLimit(), now.monotonicUsec());
    }

    /** A start counts. */
    public void startCounted(Moment now) {
        startLimit = startLimit.started(plan.startLimit(), now.monotonicUsec());
    }

    /** Its starts are forgotten; returns whether there were any. */
    public boolean startsForgotten() {
        boolean isNews = !startLimit.equals(StartLimit.EMPTY);
        startLimit = StartLimit.EMPTY;
        return isNews;
    }

    // ---- questions about it that its machine does not ask

    /** Mints a token for a question about it. */
    public long token() {
        return Tokens.ofUnit(index, nextToken++);
    }

    /** Returns whether its conditions held, and whether that is being asked. */
    public ConditionOutcome conditionOutcome() {
        return conditionOutcome;
    }

    /** It is asked whether its conditions hold; 0: nobody wants to know any more. */
    public void conditionsAsked(long token) {
        conditionOutcome = conditionOutcome.asked(token);
    }

    /** It is known whether its conditions hold. */
    public void tested(ConditionReport conditions, ConditionReport asserts) {
        conditionOutcome = new ConditionOutcome(0, conditions, asserts);
    }

    // ---- edges and names

    @Override
    public Collection<UnitEntry> edges(UnitEdge edge) {
        Edges present = Edges.find(edges, edge);
        return present == null ? List.of() : present.units();
    }

    @Override
    public boolean hasEdge(UnitEdge edge, JobUnit other) {
        return other instanceof UnitEntry unit && edges(edge).contains(unit);
    }

    private Edges findOrAdd(UnitEdge kind) {
        Edges present = Edges.find(edges, kind);
        if (present != null) {
            return present;
        }
        edges = new Edges(kind, edges);
        return edges;
    }

    /** Adds an edge and its inverse; an edge to itself is none. */
    void connect(UnitEdge edge, UnitEntry other) {
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
            for (UnitEntry other : some.units()) {
                other.findOrAdd(some.kind.inverse()).remove(this);
            }
        }
        edges = null;
    }

    /** All files are about to be read again: what they say of names and others is forgotten. */
    void forgotten() {
        edges = null;
        names = Set.of(id());
        needsReload = false;
        startLimit = StartLimit.EMPTY; // as systemd: what was read anew may be tried anew
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

    // ---- who holds it

    /** Returns how often each bus name holds it. */
    public References referenceCounts() {
        return references;
    }

    /** Others hold it now, or as often. */
    public void held(References others) {
        references = others;
    }

    /** A call is about to use it, or has. */
    void pinned(boolean isHeld) {
        isPinned = isHeld;
    }

    boolean isPinned() {
        return isPinned;
    }

    // ---- what outlives the brain

    /** Returns what is written down. */
    public KeptUnit kept() {
        return new KeptUnit(
                invocationId,
                times,
                conditions(),
                asserts(),
                isCgroupMade,
                controller,
                freezer,
                markers,
                // A start that waits for the answer about its conditions begins again.
                (conditionOutcome.isOpen() ? startLimit.beforeLast() : startLimit).startsUsec(),
                nextToken);
    }

    /** An earlier brain has written it down. */
    public void recalled(KeptUnit kept) {
        invocationId = kept.invocationId();
        times = kept.times();
        tested(kept.conditions(), kept.asserts());
        isCgroupMade = kept.isCgroupMade();
        controller = kept.controller();
        freezer = kept.freezer();
        markers = kept.markers();
        startLimit = new StartLimit(kept.startsUsec());
        nextToken = kept.nextToken();
    }

    @Override
    public String toString() {
        return id();
    }
}
