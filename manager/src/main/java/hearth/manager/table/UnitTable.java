package hearth.manager.table;

import hearth.budget.Account;
import hearth.budget.Allowance;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.manager.ManagerConfig;
import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerFiles;
import hearth.manager.ManagerLimits;
import hearth.manager.UnitSource;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Refusal;
import hearth.manager.type.Perpetual;
import hearth.unit.Dependency;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitSources;
import hearth.unit.setting.Settings;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The units in memory, by name. A unit comes when somebody names it, with a definition or with the
 * reason why it has none; whom it names comes through a queue. It goes when nobody needs it.
 */
public final class UnitTable {
    private final ManagerConfig config;
    private final Changes outbox;
    private final Consumer<UnitEntry> onRemoved;
    private final DefaultDependencies defaults;
    private final Map<String, UnitEntry> names = new HashMap<>();
    private final Map<Integer, UnitEntry> byIndex = new LinkedHashMap<>();
    private final Deque<UnitEntry> loadQueue = new ArrayDeque<>();

    /** Units that were loaded, and whose edges to and from targets are still to be ordered. */
    private final Deque<UnitEntry> orderQueue = new ArrayDeque<>();

    private final UnitCollector collector;
    private final BusNameClaims busNames = new BusNameClaims();
    private final Charge charge;
    private final SettingsCharge settings;

    private final Definitions definitions;
    private final Mirror mirror;
    private UnitPlans plans;
    private int nextIndex = 1;
    private boolean isFull;
    private boolean isEnding;

    public UnitTable(
            ManagerConfig config,
            ManagerFiles files,
            Changes outbox,
            Consumer<UnitEntry> onRemoved) {
        this.config = config;
        definitions = new Definitions(files.units());
        this.onRemoved = onRemoved;
        collector = new UnitCollector(this::isHere, this::remove);
        this.outbox = outbox;
        charge = config.account().open(Resource.UNITS);
        settings = new SettingsCharge(config.account());
        plans = new UnitPlans(config, files.defaults());
        mirror = new Mirror(this, outbox);
        defaults = new DefaultDependencies(config, this, mirror);
    }

    /** Returns what keeps units as the kernel shows them. */
    public Mirror mirror() {
        return mirror;
    }

    public Collection<UnitEntry> units() {
        return Collections.unmodifiableCollection(byIndex.values());
    }

    public int nextIndex() {
        return nextIndex;
    }

    public void continueAt(int index) {
        nextIndex = Math.max(nextIndex, index);
    }

    /** Returns where definitions come from. */
    public Definitions definitions() {
        return definitions;
    }

    public UnitCollector collector() {
        return collector;
    }

    private boolean isHere(UnitEntry unit) {
        return unit.equals(byIndex.get(unit.index()));
    }

    /** Returns a unit in memory. */
    public Optional<UnitEntry> find(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** Returns whose token this is. */
    public Optional<UnitEntry> ofToken(long token) {
        return Optional.ofNullable(byIndex.get(Tokens.index(token)));
    }

    /** Lets units in from now on, however many there are: those by which a manager ends. */
    public void makeRoom() {
        isEnding = true;
        settings.makeRoom();
    }

    /** Returns whether there is no room for another unit. */
    public boolean isFull() {
        if (isEnding) {
            return false;
        }
        // One more than is there is charged, so that a unit that comes always has its room.
        return !charge.resize(byIndex.size() + 1L);
    }

    /** Releases what units are charged: their manager is gone. */
    public void close() {
        charge.close();
        settings.close();
    }

    // ---- loading

    /** Returns a unit, loaded where it is not in memory; whom it names is still to be loaded. */
    public UnitEntry get(UnitName name) {
        UnitEntry present = names.get(name.text());
        if (present != null) {
            return present;
        }
        LoadResult result = definitions.load(name);
        UnitName id = idOf(name, result);
        UnitEntry aliased = names.get(id.text());
        if (aliased != null) {
            addName(aliased, name.text());
            return aliased;
        }
        UnitEntry unit = create(id, nextIndex++);
        addName(unit, name.text());
        apply(unit, result);
        mirror.show(unit);
        return unit;
    }

    /**
     * Brings a unit back that an earlier brain had, under the index that its tokens carry.
     *
     * @param text the file of a transient unit, or null
     */
    public UnitEntry revive(UnitName name, int index, @Nullable String text) {
        UnitEntry present = names.get(name.text());
        if (present != null) {
            throw new IllegalArgumentException("a unit of this name is there already");
        }
        if (byIndex.containsKey(index)) {
            throw new IllegalArgumentException("its index is another unit's");
        }
        UnitEntry unit = create(name, index);
        if (text != null) {
            unit.madeOf(text, "");
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

    /** Returns a unit that nobody can find, with what the kernel and files say of it now. */
    UnitEntry loose(UnitName name) {
        UnitEntry unit = new UnitEntry(name, 0, plans.bodyOf(name, 0), false);
        LoadResult found = mirror.found(name, definitions.load(name));
        if (found instanceof LoadResult.Loaded(UnitDefinition definition)) {
            unit.lookedFor(LoadOutcome.loaded(List.of()));
            unit.defined(definition, plans);
            unit.became(plans.defined(unit));
        }
        mirror.show(unit);
        return unit;
    }

    /** Makes a unit of this name with a body that has never been anything. */
    public UnitEntry create(UnitName id, int index) {
        UnitEntry unit =
                new UnitEntry(
                        id,
                        index,
                        plans.bodyOf(id, Tokens.firstOfMachine(index)),
                        Kinds.perpetual(id).isPresent());
        names.put(id.text(), unit);
        byIndex.put(index, unit);
        nextIndex = Math.max(nextIndex, index + 1);
        charge.resize(byIndex.size());
        mirror.added(unit);
        outbox.managerChanged();
        collector.mayCollect(unit);
        return unit;
    }

    private void addName(UnitEntry unit, String name) {
        unit.addName(name);
        names.put(name, unit);
    }

    /** Gives a unit what loading it has brought; its edges follow from the queue. */
    public void apply(UnitEntry unit, LoadResult loaded) {
        become(unit, loaded);
        outbox.changed(unit);
    }

    /** What of a unit's definition is known to differ or not, without a look at each setting. */
    private record Known(
            LoadState state, UnitSources sources, Settings settings, List<Diagnostic> said) {
        static Known of(UnitEntry unit) {
            return new Known(unit.loadState(), unit.sources(), unit.written(), unit.diagnostics());
        }
    }

    /** Applies what a reload has brought: where that is what was there, nobody need hear of it. */
    private void applyAnew(UnitEntry unit, LoadResult loaded) {
        Known before = Known.of(unit);
        become(unit, loaded);
        if (before.equals(Known.of(unit))) {
            outbox.recorded(unit);
        } else {
            outbox.changed(unit);
        }
    }

    private void become(UnitEntry unit, LoadResult loaded) {
        LoadResult result =
                settings.charged(
                        unit,
                        unit.isPerpetual()
                                ? perpetual(unit, loaded)
                                : mirror.found(unit.name(), loaded));
        List<Diagnostic> before = unit.diagnostics();
        List<Diagnostic> said = Definitions.diagnosticsOf(result);
        busNames.release(unit);
        switch (result) {
            case LoadResult.Loaded(UnitDefinition definition) -> {
                load(unit, definition, said);
            }
            case LoadResult.BadSetting(UnitDefinition definition, Diagnostic reason) -> {
                unit.lookedFor(new LoadOutcome.BadSetting(reason.toString(), said));
                define(unit, definition);
            }
            case LoadResult.NotFound _ -> {
                String error = "Unit " + unit.id() + " not found.";
                unit.lookedFor(new LoadOutcome.NotFound(error, said));
                unit.undefined();
            }
            case LoadResult.Masked _ -> {
                String error = "Unit " + unit.id() + " is masked.";
                unit.lookedFor(new LoadOutcome.Masked(error, said));
                unit.undefined();
            }
            case LoadResult.Error error -> {
                unit.lookedFor(
                        new LoadOutcome.Failed(
                                reasonOf(error.diagnostics()),
                                LoadOutcome.ofFile(error.fault()),
                                said));
                unit.undefined();
            }
        }
        sayDiagnostics(unit, before);
        loadQueue.add(unit);
    }

    /** Defines a unit, unless another one has the name that it wants on the bus. */
    private void load(UnitEntry unit, UnitDefinition definition, List<Diagnostic> said) {
        if (busNames.claim(unit, definition)) {
            unit.lookedFor(LoadOutcome.loaded(said));
            define(unit, definition);
            return;
        }
        unit.lookedFor(new LoadOutcome.Failed("File exists", Refusal.BUS_NAME_TAKEN, said));
        unit.undefined();
        outbox.log(
                unit,
                LogLevel.ERR,
                "",
                "Two services allocated for the same bus name "
                        + BusNameClaims.nameOf(definition)
                        + ", refusing operation.");
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
    private void sayDiagnostics(UnitEntry unit, List<Diagnostic> before) {
        for (Diagnostic diagnostic : unit.diagnostics()) {
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
    private LoadResult perpetual(UnitEntry unit, LoadResult loaded) {
        boolean hasFile =
                loaded instanceof LoadResult.Loaded(UnitDefinition definition)
                        && definition.fragmentPath().isPresent();
        if (hasFile) {
            return loaded;
        }
        String text = Kinds.perpetual(unit.name()).map(Perpetual::text).orElse("");
        return switch (definitions.loadTransient(unit.name(), text)) {
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
                                    UnitDefinition.Origin.FILE,
                                    made.draft()));
            case LoadResult other -> other;
        };
    }

    private void define(UnitEntry unit, UnitDefinition definition) {
        if (unit.isMeantBy(plans) && unit.written().equals(definition.settings())) {
            unit.redefined(definition); // nothing follows from it that does not stand already
        } else {
            unit.defined(definition, plans);
            unit.became(plans.defined(unit));
        }
        for (UnitName alias : definition.names()) {
            if (!names.containsKey(alias.text())) {
                addName(unit, alias.text());
            }
        }
    }

    /**
     * Loads whom loaded units name, until nobody is missing. Only then it is known which targets a
     * unit itself wants to come after.
     */
    public void settleLoading() {
        while (!loadQueue.isEmpty()) {
            Allowance.check();
            UnitEntry unit = loadQueue.remove();
            if (isNamed(unit)) {
                relate(unit);
                orderQueue.add(unit);
                collector.mayCollect(unit);
            }
        }
        while (!orderQueue.isEmpty()) {
            UnitEntry unit = orderQueue.remove();
            if (isNamed(unit)) {
                DefaultDependencies.orderTargets(unit);
            }
        }
    }

    private boolean isNamed(UnitEntry unit) {
        return names.get(unit.id()) == unit;
    }

    private void relate(UnitEntry unit) {
        int count = 0;
        for (Dependency dependency : unit.dependencies()) {
            if (++count > ManagerLimits.DEPENDENCIES_PER_UNIT) {
                outbox.log(unit, LogLevel.WARNING, "", "too many dependencies, ignoring rest");
                break;
            }
            relate(unit, UnitEdge.of(dependency.type()), dependency.target());
        }
        if (unit.loadState() == LoadState.LOADED) {
            defaults.add(unit);
        }
    }

    /** Adds what one unit says about another. */
    public void relate(UnitEntry unit, UnitEdge kind, UnitName target) {
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
        UnitEntry other = get(target);
        if (other == unit) {
            return;
        }
        unit.connect(kind, other);
        collector.refer(unit, other);
    }

    /** Reads all units again from other files; linear in units and edges. */
    public void reload(ManagerFiles files) {
        definitions.replace(files.units());
        plans = plans.with(files.defaults());
        isFull = false;
        collector.forgetReferences();
        loadQueue.clear();
        orderQueue.clear();
        busNames.releaseAll();
        List<UnitEntry> all = List.copyOf(byIndex.values());
        names.clear();
        all.forEach(unit -> names.put(unit.id(), unit));
        for (UnitEntry unit : all) {
            unit.forgotten();
        }
        for (UnitEntry unit : all) {
            Allowance.check();
            applyAnew(unit, reloaded(unit));
        }
        settleLoading();
        collector.mayCollectAll(units());
    }

    /** Gives all units what other defaults define; their files are as before. */
    public void redefine(ManagerDefaults other) {
        plans = new UnitPlans(config, other);
        for (UnitEntry unit : byIndex.values()) {
            Allowance.check();
            if (unit.definition().isPresent()) {
                unit.became(plans.defined(unit));
            }
        }
    }

    /**
     * Uses another source from now on. Units in memory stay as they are, marked where it would
     * define them otherwise; those that had no file are looked for again.
     */
    public void compare(UnitSource present) {
        definitions.replace(present);
        List<UnitEntry> missing =
                byIndex.values().stream()
                        .filter(unit -> unit.loadState() == LoadState.NOT_FOUND)
                        .filter(unit -> !present.sources(unit.name()).equals(UnitSources.NONE))
                        .toList();
        missing.forEach(unit -> apply(unit, reloaded(unit)));
        settleLoading();
        for (UnitEntry unit : byIndex.values()) {
            boolean isChanged =
                    !unit.isTransient()
                            && !unit.isPerpetual()
                            && Definitions.differ(present.sources(unit.name()), unit.sources());
            if (unit.differs(isChanged)) {
                outbox.changed(unit);
            }
        }
    }

    /** Reads one unit again. */
    public void reloadOne(UnitEntry unit) {
        apply(unit, reloaded(unit));
        settleLoading();
    }

    private LoadResult reloaded(UnitEntry unit) {
        return unit.transientText()
                .map(made -> definitions.loadTransient(unit.name(), made))
                .orElseGet(() -> definitions.loadAgain(unit.name(), unit.definition()));
    }

    // ---- forgetting

    private void remove(UnitEntry unit) {
        byIndex.remove(unit.index());
        charge.resize(byIndex.size());
        settings.release(unit);
        busNames.release(unit);
        unit.names().forEach(name -> names.remove(name, unit));
        collector.forget(unit);
        unit.disconnect();
        mirror.removed(unit);
        onRemoved.accept(unit);
        if (unit.isTransient()) {
            definitions.gone(unit.name());
            outbox.emit(new Effect.RemoveTransient(unit.id()));
        }
    }
}
