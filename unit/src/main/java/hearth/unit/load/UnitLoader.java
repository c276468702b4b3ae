package hearth.unit.load;

import hearth.unit.Dependency;
import hearth.unit.Dependency.Origin;
import hearth.unit.DependencyType;
import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.catalogue.Vocabulary;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Found;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitTree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Loads units: finds the fragment and its drop-ins in a tree, reads them and checks the whole. Has
 * no state but what it was made with; loading costs what the unit's own files cost, whatever else
 * is in the tree.
 */
public final class UnitLoader {
    /** The most dependencies of one unit: each is an edge in the manager's graph. */
    public static final int MAX_DEPENDENCIES = 16_384;

    private static final Map<DependencyType, Setting<List<UnitName>>> SETTINGS = settings();

    private final Specifiers specifiers;
    private final SharedUnits shared;

    /** Makes a loader for one manager's units. */
    public UnitLoader(Specifiers specifiers) {
        this(specifiers, SharedUnits.NONE);
    }

    /**
     * Makes a loader for one manager's units.
     *
     * @param shared what it has in common with other managers, all of users or all of the system
     */
    public UnitLoader(Specifiers specifiers, SharedUnits shared) {
        this.specifiers = specifiers;
        this.shared = shared;
    }

    private static Map<DependencyType, Setting<List<UnitName>>> settings() {
        Map<DependencyType, Setting<List<UnitName>>> settings = new EnumMap<>(DependencyType.class);
        settings.put(DependencyType.REQUIRES, UnitSettings.REQUIRES);
        settings.put(DependencyType.REQUISITE, UnitSettings.REQUISITE);
        settings.put(DependencyType.WANTS, UnitSettings.WANTS);
        settings.put(DependencyType.BINDS_TO, UnitSettings.BINDS_TO);
        settings.put(DependencyType.PART_OF, UnitSettings.PART_OF);
        settings.put(DependencyType.UPHOLDS, UnitSettings.UPHOLDS);
        settings.put(DependencyType.CONFLICTS, UnitSettings.CONFLICTS);
        settings.put(DependencyType.BEFORE, UnitSettings.BEFORE);
        settings.put(DependencyType.AFTER, UnitSettings.AFTER);
        settings.put(DependencyType.ON_FAILURE, UnitSettings.ON_FAILURE);
        settings.put(DependencyType.ON_SUCCESS, UnitSettings.ON_SUCCESS);
        settings.put(DependencyType.PROPAGATES_RELOAD_TO, UnitSettings.PROPAGATES_RELOAD_TO);
        settings.put(DependencyType.RELOAD_PROPAGATED_FROM, UnitSettings.RELOAD_PROPAGATED_FROM);
        settings.put(DependencyType.PROPAGATES_STOP_TO, UnitSettings.PROPAGATES_STOP_TO);
        settings.put(DependencyType.STOP_PROPAGATED_FROM, UnitSettings.STOP_PROPAGATED_FROM);
        settings.put(DependencyType.JOINS_NAMESPACE_OF, UnitSettings.JOINS_NAMESPACE_OF);
        return settings;
    }

    /** Returns what the specifiers stand for. */
    public Specifiers specifiers() {
        return specifiers;
    }

    /** Returns the unit of this name, or why there is none. */
    public LoadResult load(UnitName name, UnitTree tree) {
        return load(name, tree, Optional.empty());
    }

    /**
     * Returns the unit of this name, or why there is none.
     *
     * @param before what was loaded by this loader; its settings are not read again where nothing
     *     that they come from has changed
     */
    public LoadResult load(UnitName name, UnitTree tree, Optional<UnitDefinition> before) {
        if (name.isTemplate()) {
            return error(name, "", "a template is not a unit; name an instance of it");
        }
        return switch (tree.find(name)) {
            case Found.Fragment(UnitName id, _, _, Place place)
                    when id.type() == UnitType.SCOPE && place.role() != Place.Role.TRANSIENT ->
                    new LoadResult.NotFound(id); // scopes are made by calls only
            case Found.Fragment(UnitName id, String path, Entry.File file, Place place) ->
                    assemble(
                            draft(
                                    id,
                                    tree,
                                    new Source(
                                            path,
                                            Optional.of(place),
                                            Optional.of(file),
                                            originOf(place.role()))),
                            before);
            case Found.Masked(UnitName id, String path) -> new LoadResult.Masked(id, path);
            case Found.Broken(UnitName id, String path, String reason) -> error(id, path, reason);
            case Found.Nothing(UnitName id) ->
                    id.type().needsFragment()
                            ? new LoadResult.NotFound(id)
                            : assemble(draft(id, tree, Source.NONE), before);
        };
    }

    /**
     * Returns a unit that a call defines, with the drop-ins and links that the tree has for it.
     *
     * @param text its file, as {@link TransientText} writes it
     * @param path where the caller will put that file
     */
    public LoadResult loadTransient(UnitName name, String text, String path, UnitTree tree) {
        Entry.File file = new Entry.File(UnitFile.parse(text), 0);
        return assemble(
                draft(
                        name,
                        tree,
                        new Source(
                                path,
                                Optional.empty(),
                                Optional.of(file),
                                UnitDefinition.Origin.TRANSIENT)),
                Optional.empty());
    }

    /**
     * Returns what a unit would now be made of; another answer than the one that it was loaded with
     * means that it needs a reload.
     */
    public UnitSources sources(UnitName name, UnitTree tree) {
        return switch (tree.find(name)) {
            case Found.Fragment(UnitName id, String path, Entry.File file, Place place) ->
                    sources(path, Optional.of(file), tree.dropIns(tree.namesOf(id)));
            case Found.Nothing(UnitName id) ->
                    id.type().needsFragment()
                            ? UnitSources.NONE
                            : sources("", Optional.empty(), tree.dropIns(tree.namesOf(id)));
            case Found.Masked masked -> UnitSources.NONE;
            case Found.Broken broken -> UnitSources.NONE;
        };
    }

    /**
     * Returns what a unit's files say of its installation, whatever else is wrong with them;
     * templates have files, too.
     */
    public Settings readInstall(UnitName name, String path, Entry.File file, UnitTree tree) {
        UnitReader reader = new UnitReader(Vocabulary.ofInstall(), name, specifiers, path);
        reader.readFragment(file.content());
        readAll(tree.ownDropIns(name), reader);
        return reader.settings();
    }

    /**
     * Returns where a unit's files have a directive, in the order in which they are read; for
     * {@code Wants}, {@code Requires} and {@code Upholds} the links behind them.
     *
     * @param directive its name, in whichever section
     */
    public static List<WrittenLine> written(UnitName name, UnitTree tree, String directive) {
        List<WrittenLine> lines = new ArrayList<>();
        UnitName id = name;
        if (tree.find(name) instanceof Found.Fragment(var own, var path, var file, Place _)) {
            id = own;
            addLines(path, file.content(), directive, lines);
        }
        SequencedSet<UnitName> names = tree.namesOf(id);
        for (UnitTree.DropIn dropIn : tree.dropIns(names)) {
            if (destination(dropIn.entry()) instanceof Entry.File file) {
                addLines(dropIn.path(), file.content(), directive, lines);
            }
        }
        switch (directive) {
            case "Wants", "Requires", "Upholds" -> {
                String suffix = "." + directive.toLowerCase(Locale.ROOT);
                for (UnitTree.DropIn link : tree.links(names, suffix)) {
                    String file = link.path().substring(link.path().lastIndexOf('/') + 1);
                    UnitName by = id;
                    UnitName.parse(file)
                            .flatMap(other -> other.asNamedBy(by))
                            .ifPresent(other ->
                                    lines.add(new WrittenLine(link.path(), 0, other.text())));
                }
            }
            default -> {
                // no directory of links says it
            }
        }
        return lines;
    }

    private static void addLines(
            String path, UnitFile file, String directive, List<WrittenLine> lines) {
        for (UnitFile.Directive written : file.directives()) {
            if (written.name().equals(directive)) {
                lines.add(new WrittenLine(path, written.line(), written.value()));
            }
        }
    }

    private static UnitDefinition.Origin originOf(Place.Role role) {
        return switch (role) {
            case TRANSIENT -> UnitDefinition.Origin.TRANSIENT;
            case GENERATOR, GENERATOR_EARLY, GENERATOR_LATE -> UnitDefinition.Origin.GENERATED;
            case CONTROL,
                    RUNTIME_CONTROL,
                    CONFIG,
                    ADMINISTRATOR,
                    RUNTIME_CONFIG,
                    ADMINISTRATOR_RUNTIME,
                    VENDOR,
                    BUILT_IN ->
                    UnitDefinition.Origin.FILE;
        };
    }

    private static LoadResult error(UnitName name, String path, String reason) {
        return new LoadResult.Error(
                name,
                path,
                Optional.empty(),
                List.of(new Diagnostic(path, 0, 0, Severity.ERROR, reason)));
    }

    /** Where a unit's fragment comes from; the path is empty where there is none. */
    private record Source(
            String path,
            Optional<Place> place,
            Optional<Entry.File> fragment,
            UnitDefinition.Origin origin) {
        static final Source NONE =
                new Source("", Optional.empty(), Optional.empty(), UnitDefinition.Origin.FILE);
    }

    private static UnitDraft draft(UnitName id, UnitTree tree, Source source) {
        SequencedSet<UnitName> names = tree.namesOf(id);
        return new UnitDraft(
                id,
                List.copyOf(names),
                source.path(),
                source.place(),
                source.fragment(),
                source.origin(),
                tree.dropIns(names),
                tree.links(names, ".wants"),
                tree.links(names, ".requires"),
                tree.links(names, ".upholds"));
    }

    private LoadResult assemble(UnitDraft draft, Optional<UnitDefinition> before) {
        if (!draft.isOfRoot()) {
            Optional<UnitDefinition> same =
                    before.filter(known -> known.draft().filter(draft::equals).isPresent());
            if (same.isPresent()) {
                return new LoadResult.Loaded(same.get().of(draft));
            }
            return read(draft, new UnitReader(draft.id(), specifiers, draft.path()));
        }
        return shared.find(draft)
                .orElseGet(() -> {
                    UnitReader reader = new UnitReader(draft.id(), specifiers, draft.path());
                    LoadResult result = read(draft, reader);
                    if (!reader.isPersonal()) {
                        shared.keep(draft, result);
                    }
                    return result;
                });
    }

    private static LoadResult read(UnitDraft draft, UnitReader reader) {
        draft.fragment().ifPresent(file -> reader.readFragment(file.content()));
        Optional<Diagnostic> refusal = reader.refusal();
        Optional<UnitFile.Fault> fault = draft.fragment().flatMap(file -> file.content().fault());
        if (refusal.isEmpty() && fault.isPresent()) {
            return new LoadResult.Error(draft.id(), draft.path(), fault, reader.diagnostics());
        }
        List<String> dropInPaths =
                refusal.isPresent() ? List.of() : readAll(draft.dropIns(), reader);
        if (refusal.isEmpty()) {
            reader.speakOf(draft.path());
            UnitRules.apply(reader);
            refusal = reader.refusal();
        }
        Optional<Diagnostic> refused = refusal;
        List<Dependency> dependencies = dependencies(draft, reader);
        UnitDefinition unit =
                new UnitDefinition(
                        draft.id(),
                        Set.copyOf(draft.names()),
                        reader.settings(),
                        Optional.of(draft.path()).filter(path -> !path.isEmpty()),
                        dropInPaths,
                        dependencies,
                        reader.diagnostics(),
                        sources(draft.path(), draft.fragment(), draft.dropIns()),
                        draft.origin(),
                        // What is refused is read again, to be refused again.
                        Optional.of(draft)
                                .filter(it -> refused.isEmpty() && !it.isOfRoot() && it.isSmall()));
        return refusal.isPresent()
                ? new LoadResult.BadSetting(unit, refusal.get())
                : new LoadResult.Loaded(unit);
    }

    private static List<String> readAll(List<UnitTree.DropIn> dropIns, UnitReader reader) {
        List<String> paths = new ArrayList<>();
        for (UnitTree.DropIn dropIn : dropIns) {
            Entry entry = destination(dropIn.entry());
            if (entry instanceof Entry.File file) {
                reader.readDropIn(file.content(), dropIn.path());
                paths.add(dropIn.path());
            } else if (entry instanceof Entry.Unreadable(String reason, long mtime)) {
                reader.say(dropIn.path(), Severity.WARNING, reason + ", ignored");
            }
        }
        return paths;
    }

    private static Entry destination(Entry entry) {
        return entry instanceof Entry.Link(String target, Entry destination) ? destination : entry;
    }

    private static UnitSources sources(
            String path, Optional<Entry.File> fragment, List<UnitTree.DropIn> dropIns) {
        List<UnitSources.Source> files = new ArrayList<>();
        long heapBytes = 0;
        if (fragment.isPresent()) {
            files.add(new UnitSources.Source(path, fragment.get().mtimeUsec()));
            heapBytes += fragment.get().content().heapBytes();
        }
        for (UnitTree.DropIn dropIn : dropIns) {
            if (destination(dropIn.entry()) instanceof Entry.File file) {
                files.add(new UnitSources.Source(dropIn.path(), file.mtimeUsec()));
                heapBytes += file.content().heapBytes();
            }
        }
        return new UnitSources(files, heapBytes);
    }

    private static List<Dependency> dependencies(UnitDraft draft, UnitReader reader) {
        SequencedSet<Dependency> all = new LinkedHashSet<>();
        Settings settings = reader.settings();
        SETTINGS.forEach((type, setting) ->
                settings.get(setting)
                        .forEach(name -> all.add(new Dependency(type, name, Origin.FILE))));
        addLinks(draft.id(), draft.wants(), DependencyType.WANTS, all);
        addLinks(draft.id(), draft.requires(), DependencyType.REQUIRES, all);
        addLinks(draft.id(), draft.upholds(), DependencyType.UPHOLDS, all);
        Set<UnitName> own = Set.copyOf(draft.names());
        all.removeIf(dependency -> own.contains(dependency.target()));
        if (all.size() > MAX_DEPENDENCIES) {
            reader.say(
                    draft.path(),
                    Severity.WARNING,
                    "more than " + MAX_DEPENDENCIES + " dependencies, the rest is ignored");
        }
        return all.stream().limit(MAX_DEPENDENCIES).toList();
    }

    /** A link counts by its name; one to the null device takes back what another directory has. */
    private static void addLinks(
            UnitName id,
            List<UnitTree.DropIn> links,
            DependencyType type,
            SequencedSet<Dependency> all) {
        for (UnitTree.DropIn link : links) {
            String file = link.path().substring(link.path().lastIndexOf('/') + 1);
            boolean isMasked = destination(link.entry()) instanceof Entry.NullDevice;
            UnitName.parse(file)
                    .filter(name -> !isMasked)
                    .flatMap(name -> name.asNamedBy(id))
                    .ifPresent(name -> all.add(new Dependency(type, name, Origin.LINK)));
        }
    }
}
