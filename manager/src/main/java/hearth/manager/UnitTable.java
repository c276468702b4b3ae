package hearth.manager;

import hearth.budget.Account;
import hearth.budget.Allowance;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.scope.ScopeRecord;
import hearth.manager.service.ServiceRecord;
import hearth.unit.Dependency;
import hearth.unit.Diagnostic;
import hearth.unit.LoadResult;
import hearth.unit.Settings;
import hearth.unit.UnitDefinition;
import hearth.unit.UnitName;
import hearth.unit.UnitSources;
import hearth.unit.UnitType;
import hearth.unit.syntax.UnitFile;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The units in memory, by name. A unit comes when somebody names it, with a definition or with the
 * reason why it has none; whom it names comes through a queue. It goes when nobody needs it.
 */
final class UnitTable {
    /** Tokens of a unit lie in a block of their own, so that each finds its way back. */
    private static final int TOKEN_BITS = 32;

    /** The lower half of a block is the machine's, the upper half the unit's own. */
    static final long UNIT_TOKENS = 1L << (TOKEN_BITS - 1);

    /** The slice that all others lie in. */
    private static final String ROOT_SLICE =
            "[Unit]\nDescription=Root Slice\nDocumentation=man:systemd.special(7)\n";

    /** Where the manager itself is. */
    private static final String INIT_SCOPE =
            "[Unit]\nDescription=System and Service Manager\nDocumentation=man:systemd(1)\n";

    private final ManagerConfig config;
    private final Outbox outbox;
    private final Consumer<Unit> onRemoved;
    private final DefaultDependencies defaults;
    private final Map<String, Unit> names = new HashMap<>();
    private final Map<Integer, Unit> byIndex = new LinkedHashMap<>();
    private final Deque<Unit> loadQueue = new ArrayDeque<>();
    private final UnitCollector collector;
    private final Charge charge;
    private final Charge settings;

    /** Transient units that are gone, as long as the source still has their files. */
    private final Set<UnitName> goneTransients = new HashSet<>();

    private UnitPlans plans;
    private UnitSource source;
    private int nextIndex = 1;
    private boolean isFull;
    private boolean isEnding;

    UnitTable(ManagerConfig config, ManagerFiles files, Outbox outbox, Consumer<Unit> onRemoved) {
        this.config = config;
        this.source = files.units();
        this.onRemoved = onRemoved;
        collector = new UnitCollector(this::isHere, this::remove);
        this.outbox = outbox;
        charge = config.account().open(Resource.UNITS);
        settings = config.account().open(Resource.UNIT_SETTINGS);
        plans = new UnitPlans(config, files.defaults());
        defaults = new DefaultDependencies(config, this);
    }

    Collection<Unit> units() {
        return Collections.unmodifiableCollection(byIndex.values());
    }

    int nextIndex() {
        return nextIndex;
    }

    void continueAt(int index) {
        nextIndex = Math.max(nextIndex, index);
    }

    UnitSource source() {
        return source;
    }

    UnitCollector collector() {
        return collector;
    }

    private boolean isHere(Unit unit) {
        return unit.equals(byIndex.get(unit.index()));
    }

    /** Returns a unit in memory. */
    Optional<Unit> find(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** Returns whose token this is. */
    Optional<Unit> ofToken(long token) {
        return Optional.ofNullable(byIndex.get((int) (token >>> TOKEN_BITS)));
    }

    static boolean isUnitToken(long token) {
        return (token & UNIT_TOKENS) != 0;
    }

    private static long firstToken(int index) {
        return ((long) index << TOKEN_BITS) + 1;
    }

    /** Mints a token for a question about a unit that its machine does not ask. */
    static long mint(Unit unit) {
        return ((long) unit.index() << TOKEN_BITS) | UNIT_TOKENS | unit.nextUnitToken++;
    }

    /** Lets units in from now on, however many there are: those by which a manager ends. */
    void makeRoom() {
        isEnding = true;
    }

    /** Returns whether there is no room for another unit. */
    boolean isFull() {
        if (isEnding) {
            return false;
        }
        // One more than is there is charged, so that a unit that comes always has its room.
        return !charge.resize(byIndex.size() + 1L);
    }

    /** Releases what units are charged: their manager is gone. */
    void close() {
        charge.close();
        settings.close();
    }

    // ---- loading

    /** Returns a unit, loaded where it is not in memory; whom it names is still to be loaded. */
    Unit get(UnitName name) {
        Unit present = names.get(name.text());
        if (present != null) {
            return present;
        }
        LoadResult result = load(name);
        UnitName id = idOf(name, result);
        Unit aliased = names.get(id.text());
        if (aliased != null) {
            addName(aliased, name.text());
            return aliased;
        }
        Unit unit = create(id, nextIndex++);
        addName(unit, name.text());
        apply(unit, result);
        return unit;
    }

    /**
     * Brings a unit back that an earlier brain had, under the index that its tokens carry.
     *
     * @param text the file of a transient unit, or null
     */
    Unit revive(UnitName name, int index, @Nullable String text) {
        Unit present = names.get(name.text());
        if (present != null) {
            throw new IllegalArgumentException("a unit of this name is there already");
        }
        if (byIndex.containsKey(index)) {
            throw new IllegalArgumentException("its index is another unit's");
        }
        Unit unit = create(name, index);
        if (text != null) {
            unit.transientSource = Optional.of(new Unit.TransientSource(text));
        }
        apply(unit, reloaded(unit));
        return unit;
    }

    private static UnitName idOf(UnitName name, LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded(UnitDefinition definition) -> definition.id();
            case LoadResult.BadSetting(UnitDefinition definition, Diagnostic reason) ->
                    definition.id();
            case LoadResult.NotFound _, LoadResult.Masked _, LoadResult.Error _ -> name;
        };
    }

    /** Makes a unit of this name with a body that has never been anything. */
    Unit create(UnitName id, int index) {
        Unit unit = new Unit(id, index, bodyOf(id, index));
        boolean isRoot = id.text().equals(UnitPlans.ROOT_SLICE);
        if (isRoot || id.text().equals("init.scope")) {
            unit.isPerpetual = true;
        }
        names.put(id.text(), unit);
        byIndex.put(index, unit);
        nextIndex = Math.max(nextIndex, index + 1);
        charge.resize(byIndex.size());
        outbox.added(unit);
        outbox.managerChanged();
        collector.mayCollect(unit);
        return unit;
    }

    private UnitBody bodyOf(UnitName id, int index) {
        long token = firstToken(index);
        return switch (id.type()) {
            case SERVICE ->
                    new UnitBody.Service(
                            plans.serviceOf(id, Settings.NONE), ServiceRecord.dead(token));
            case SCOPE ->
                    new UnitBody.Scope(
                            plans.scopeOf(id, Settings.NONE), ScopeRecord.dead(List.of(), token));
            case SLICE -> new UnitBody.Slice(id.text().equals(UnitPlans.ROOT_SLICE));
            case TARGET -> new UnitBody.Target(false);
            case SOCKET, DEVICE, MOUNT, AUTOMOUNT, SWAP, TIMER, PATH -> new UnitBody.Inert();
        };
    }

    private void addName(Unit unit, String name) {
        unit.addName(name);
        names.put(name, unit);
    }

    /** Gives a unit what loading it has brought; its edges follow from the queue. */
    void apply(Unit unit, LoadResult loaded) {
        LoadResult result = charged(unit, unit.isPerpetual ? perpetual(unit, loaded) : loaded);
        unit.loadError = "";
        unit.fileFault = Optional.empty();
        List<Diagnostic> before = unit.diagnostics;
        unit.diagnostics = diagnosticsOf(result);
        switch (result) {
            case LoadResult.Loaded(UnitDefinition definition) -> {
                unit.loadState = LoadState.LOADED;
                define(unit, definition);
            }
            case LoadResult.BadSetting(UnitDefinition definition, Diagnostic reason) -> {
                unit.loadState = LoadState.BAD_SETTING;
                define(unit, definition);
                unit.loadError = reason.toString();
            }
            case LoadResult.NotFound(UnitName name) -> {
                unit.loadState = LoadState.NOT_FOUND;
                unit.loadError = "Unit " + unit.id() + " not found.";
                undefine(unit);
            }
            case LoadResult.Masked(UnitName name, String path) -> {
                unit.loadState = LoadState.MASKED;
                unit.loadError = "Unit " + unit.id() + " is masked.";
                undefine(unit);
            }
            case LoadResult.Error(
                            UnitName name,
                            String path,
                            Optional<UnitFile.Fault> fault,
                            List<Diagnostic> reasons) -> {
                unit.loadState = LoadState.ERROR;
                unit.fileFault = fault;
                unit.loadError = reasonOf(reasons);
                undefine(unit);
            }
        }
        sayDiagnostics(unit, before);
        loadQueue.add(unit);
        outbox.changed(unit);
    }

    /**
     * Charges what a unit's settings take; one whose user has no room for them cannot be loaded.
     */
    private LoadResult charged(Unit unit, LoadResult result) {
        UnitSources sources =
                switch (result) {
                    case LoadResult.Loaded(UnitDefinition made) -> made.sources();
                    case LoadResult.BadSetting(UnitDefinition made, Diagnostic _) -> made.sources();
                    case LoadResult.NotFound _, LoadResult.Masked _, LoadResult.Error _ ->
                            UnitSources.NONE;
                };
        settings.resize(settings.amount() - unit.settingsBytes);
        unit.settingsBytes = 0;
        if (isEnding || settings.resize(settings.amount() + sources.heapBytes())) {
            unit.settingsBytes = isEnding ? 0 : sources.heapBytes();
            return result;
        }
        String path = sources.files().isEmpty() ? "" : sources.files().getFirst().path();
        return new LoadResult.Error(
                unit.name(),
                path,
                Optional.empty(),
                List.of(
                        new Diagnostic(
                                path,
                                0,
                                0,
                                Diagnostic.Severity.ERROR,
                                Account.refusal(Resource.UNIT_SETTINGS))));
    }

    private static List<Diagnostic> diagnosticsOf(LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded(UnitDefinition definition) -> definition.diagnostics();
            case LoadResult.BadSetting(UnitDefinition definition, Diagnostic reason) ->
                    Stream.concat(definition.diagnostics().stream(), Stream.of(reason)).toList();
            case LoadResult.Error error -> error.diagnostics();
            case LoadResult.NotFound _, LoadResult.Masked _ -> List.of();
        };
    }

    /** Lines before the one that ended the reading may have their own warnings. */
    private static String reasonOf(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR)
                .findFirst()
                .map(Diagnostic::toString)
                .orElse("");
    }

    /** What is only to be noted is not said again where it was said before the reload. */
    private void sayDiagnostics(Unit unit, List<Diagnostic> before) {
        for (Diagnostic diagnostic : unit.diagnostics) {
            if (diagnostic.severity() == Diagnostic.Severity.NOTICE
                    && before.contains(diagnostic)) {
                continue;
            }
            LogLevel level =
                    switch (diagnostic.severity()) {
                        case NOTICE -> LogLevel.NOTICE;
                        case WARNING -> LogLevel.WARNING;
                        case ERROR -> LogLevel.ERR;
                    };
            outbox.log(unit, level, "", diagnostic.toString());
        }
    }

    /** Units that are always there need no file; one that somebody wrote counts. */
    private LoadResult perpetual(Unit unit, LoadResult loaded) {
        boolean hasFile =
                loaded instanceof LoadResult.Loaded(UnitDefinition definition)
                        && definition.fragmentPath().isPresent();
        if (hasFile) {
            return loaded;
        }
        String text = unit.type() == UnitType.SLICE ? ROOT_SLICE : INIT_SCOPE;
        return switch (source.loadTransient(unit.name(), text)) {
            case LoadResult.Loaded(UnitDefinition made) ->
                    new LoadResult.Loaded(
                            new UnitDefinition(
                                    made.id(),
                                    made.names(),
                                    made.settings(),
                                    Optional.empty(),
                                    made.dropInPaths(),
                                    made.dependencies(),
                                    made.diagnostics(),
                                    made.sources(),
                                    UnitDefinition.Origin.FILE));
            case LoadResult other -> other;
        };
    }

    private void undefine(Unit unit) {
        unit.definition = null;
        UnitPlan plan = UnitPlan.empty(unit.name());
        boolean isAlive = !unit.activeState().isInactiveOrFailed();
        // What still runs keeps its definition in memory until it has ended.
        unit.plan = isAlive ? unit.plan : plan;
    }

    private void define(Unit unit, UnitDefinition definition) {
        unit.definition = definition;
        unit.plan = plans.planOf(definition);
        unit.defaults = plans.defaultsOf(unit.name().type());
        unit.body = plans.bodyOf(unit.name(), unit.settings(), unit.body);
        for (UnitName alias : definition.names()) {
            if (!names.containsKey(alias.text())) {
                addName(unit, alias.text());
            }
        }
    }

    /** Loads whom loaded units name, until nobody is missing. */
    void settleLoading() {
        while (!loadQueue.isEmpty()) {
            Allowance.check();
            Unit unit = loadQueue.remove();
            if (names.get(unit.id()) != unit) {
                continue;
            }
            int count = 0;
            for (Dependency dependency : unit.dependencies()) {
                if (++count > ManagerLimits.DEPENDENCIES_PER_UNIT) {
                    outbox.log(unit, LogLevel.WARNING, "", "too many dependencies, ignoring rest");
                    break;
                }
                relate(unit, UnitEdge.of(dependency.type()), dependency.target());
            }
            if (unit.loadState == LoadState.LOADED) {
                defaults.add(unit);
            }
            collector.mayCollect(unit);
        }
    }

    /** Adds what one unit says about another. */
    void relate(Unit unit, UnitEdge kind, UnitName target) {
        if (!names.containsKey(target.text()) && isFull()) {
            if (!isFull) {
                isFull = true;
                outbox.log(
                        LogLevel.ERR,
                        "",
                        Account.refusal(Resource.UNITS)
                                + "; dependencies on further ones are ignored.");
            }
            return;
        }
        Unit other = get(target);
        if (other == unit) {
            return;
        }
        unit.connect(kind, other);
        collector.refer(unit, other);
    }

    /** Reads all units again from other files; linear in units and edges. */
    void reload(ManagerFiles files) {
        replaceSource(files.units());
        plans = new UnitPlans(config, files.defaults());
        isFull = false;
        collector.forgetReferences();
        loadQueue.clear();
        List<Unit> all = List.copyOf(byIndex.values());
        names.clear();
        all.forEach(unit -> names.put(unit.id(), unit));
        for (Unit unit : all) {
            unit.forgetEdges();
            unit.forgetAliases();
            unit.needsReload = false;
            unit.startLimit = StartLimit.EMPTY; // as systemd: what was read anew may be tried anew
        }
        for (Unit unit : all) {
            Allowance.check();
            apply(unit, reloaded(unit));
        }
        settleLoading();
        collector.mayCollectAll(units());
    }

    /**
     * Uses another source from now on. Units in memory stay as they are, marked where it would
     * define them otherwise; those that had no file are looked for again.
     */
    void compare(UnitSource present) {
        replaceSource(present);
        List<Unit> missing =
                byIndex.values().stream()
                        .filter(unit -> unit.loadState == LoadState.NOT_FOUND)
                        .filter(unit -> !present.sources(unit.name()).equals(UnitSources.NONE))
                        .toList();
        missing.forEach(unit -> apply(unit, reloaded(unit)));
        settleLoading();
        for (Unit unit : byIndex.values()) {
            boolean isChanged =
                    !unit.isTransient()
                            && !unit.isPerpetual
                            && differ(present.sources(unit.name()), sourcesOf(unit));
            if (isChanged != unit.needsReload) {
                unit.needsReload = isChanged;
                outbox.changed(unit);
            }
        }
    }

    /** A drop-in that the manager itself made has no time yet: it is the same at any time. */
    private static boolean differ(UnitSources present, UnitSources known) {
        if (present.files().size() != known.files().size()) {
            return true;
        }
        for (int i = 0; i < known.files().size(); i++) {
            UnitSources.Source before = known.files().get(i);
            UnitSources.Source now = present.files().get(i);
            boolean isSame =
                    before.path().equals(now.path())
                            && (before.mtimeUsec() == 0 || before.mtimeUsec() == now.mtimeUsec());
            if (!isSame) {
                return true;
            }
        }
        return false;
    }

    private static UnitSources sourcesOf(Unit unit) {
        return unit.definition == null ? UnitSources.NONE : unit.definition.sources();
    }

    /** Uses another source from now on; units in memory stay as they are. */
    void replaceSource(UnitSource newSource) {
        source = newSource;
        goneTransients.removeIf(name -> !hasTransientFile(name));
    }

    /** Loads a unit; one that was transient is gone even where the source still has its file. */
    private LoadResult load(UnitName name) {
        return goneTransients.contains(name) && hasTransientFile(name)
                ? new LoadResult.NotFound(name)
                : source.load(name);
    }

    private boolean hasTransientFile(UnitName name) {
        return source.load(name) instanceof LoadResult.Loaded(UnitDefinition definition)
                && definition.origin() == UnitDefinition.Origin.TRANSIENT;
    }

    /** Reads one unit again. */
    void reloadOne(Unit unit) {
        apply(unit, reloaded(unit));
        settleLoading();
    }

    private LoadResult reloaded(Unit unit) {
        return unit.transientSource
                .map(made -> source.loadTransient(unit.name(), made.text()))
                .orElseGet(() -> load(unit.name()));
    }

    // ---- forgetting

    private void remove(Unit unit) {
        byIndex.remove(unit.index());
        charge.resize(byIndex.size());
        settings.resize(settings.amount() - unit.settingsBytes);
        unit.names().forEach(name -> names.remove(name, unit));
        collector.forget(unit);
        unit.disconnect();
        outbox.removed(unit);
        onRemoved.accept(unit);
        if (unit.isTransient()) {
            goneTransients.add(unit.name());
            outbox.emit(new Effect.RemoveTransient(unit.id()));
        }
    }
}
