package hearth.unit.install;

import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.install.InstallResult.Plan;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Plans what enable, disable and their like would change, over a tree that it does not touch.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1), Unit File
 *     Commands</a>
 */
public final class Installer {
    /** The most units that one call enables with those of their {@code Also=}. */
    static final int MAX_UNITS = 4096;

    private final UnitTree tree;
    private final Specifiers specifiers;
    private final Options options;
    private final Installation installation;

    /**
     * How a call wants it.
     *
     * @param isRuntime whether the change is to be gone after the next boot
     * @param isForced whether links that lead elsewhere are replaced
     */
    public record Options(boolean isRuntime, boolean isForced) {
        /** Kept, and nothing replaced. */
        public static final Options PERSISTENT = new Options(false, false);
    }

    /** Makes an installer for one manager's tree. */
    public Installer(UnitTree tree, Specifiers specifiers, Options options) {
        this.tree = tree;
        this.specifiers = specifiers;
        this.options = options;
        installation = new Installation(tree, specifiers);
    }

    private PlanDraft draft() {
        return new PlanDraft(directories(configRole()), options.isForced());
    }

    /** Returns what makes the units start with what they are installed into. */
    public InstallResult enable(List<UnitName> names) {
        return enable(names, Enabling.Occasion.ASKED);
    }

    private InstallResult enable(List<UnitName> names, Enabling.Occasion occasion) {
        return new Enabling(installation, configDirectory(), occasion, draft()).enable(names);
    }

    /** Returns what takes away all links that make the units start, and their aliases. */
    public InstallResult disable(List<UnitName> names) {
        PlanDraft work = draft();
        Optional<Refused> refused = unlinkAll(names, work);
        return refused.isPresent() ? refused.get() : work.result();
    }

    private Optional<Refused> unlinkAll(List<UnitName> names, PlanDraft work) {
        SequencedSet<String> doomed = new LinkedHashSet<>();
        Set<UnitName> done = new HashSet<>();
        Deque<UnitName> pending = new ArrayDeque<>(names);
        Set<UnitName> asked = Set.copyOf(names);
        boolean hasLinks = false; // once there are some, there are, as more is doomed
        while (!pending.isEmpty() && done.size() < MAX_UNITS) {
            UnitName name = pending.removeFirst();
            if (!done.add(name)) {
                continue;
            }
            switch (installation.info(name)) {
                case Installation.Known(InstallInfo info) -> {
                    work.sawInstallInfo(!info.isEmpty());
                    doomed.add(info.name().text()); // an alias goes with what it leads to
                    pending.addAll(installation.also(info));
                }
                case Installation.Missing missing -> {
                    doomed.add(name.text());
                    hasLinks = hasLinks || !asked.contains(name) || !links(doomed).isEmpty();
                    if (!hasLinks) {
                        return Optional.of(missing.refused());
                    }
                }
                case Installation.Severed(UnitName _, String path) -> {
                    work.note(new Note.Dangling(path));
                    doomed.add(name.text());
                }
                case Installation.Masked(String path) -> work.note(new Note.Masked(path));
                case Installation.Malformed malformed -> {
                    return Optional.of(malformed.refused());
                }
                case Installation.Alias _ -> doomed.add(name.text());
                case Installation.Unreadable _ -> doomed.add(name.text());
            }
        }
        links(doomed).forEach(work::unlink);
        return Optional.empty();
    }

    /** Returns the links of the configuration that have, or lead to, one of these names. */
    private List<String> links(SequencedSet<String> names) {
        List<String> paths = new ArrayList<>();
        for (UnitDirectory directory : directories(configRole())) {
            Set<String> doomed = doomed(names, directory);
            directory.entries().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> collect(directory, entry, doomed, paths));
        }
        return paths;
    }

    /** An alias that goes takes along what leads to it; so does a template its instances. */
    private static Set<String> doomed(SequencedSet<String> names, UnitDirectory directory) {
        Map<String, List<String>> goAlong = new HashMap<>();
        directory
                .entries()
                .forEach((name, entry) -> {
                    if (entry instanceof Entry.Link(String target, Entry destination)
                            && !target.equals("/dev/null")) {
                        String last = target.substring(target.lastIndexOf('/') + 1);
                        goAlong.computeIfAbsent(last, key -> new ArrayList<>()).add(name);
                        UnitName.parse(name)
                                .flatMap(UnitName::template)
                                .ifPresent(template ->
                                        goAlong.computeIfAbsent(
                                                        template.text(), key -> new ArrayList<>())
                                                .add(name));
                    }
                });
        Set<String> doomed = new HashSet<>(names);
        Deque<String> pending = new ArrayDeque<>(names);
        while (!pending.isEmpty()) {
            for (String name : goAlong.getOrDefault(pending.removeFirst(), List.of())) {
                if (doomed.add(name)) {
                    pending.add(name);
                }
            }
        }
        return doomed;
    }

    private static void collect(
            UnitDirectory directory,
            Map.Entry<String, Entry> entry,
            Set<String> doomed,
            List<String> paths) {
        String path = directory.pathOf(entry.getKey());
        if (entry.getValue() instanceof Entry.Directory(Map<String, Entry> links)
                && UnitDirectory.LINK_DIRECTORIES.stream().anyMatch(path::endsWith)) {
            links.forEach((name, link) -> {
                if (isLinkTo(name, link, doomed)) {
                    paths.add(path + "/" + name);
                }
            });
        } else if (isLinkTo(entry.getKey(), entry.getValue(), doomed)) {
            paths.add(path);
        }
    }

    private static boolean isLinkTo(String name, Entry entry, Set<String> doomed) {
        if (!(entry instanceof Entry.Link(String target, Entry destination))
                || target.equals("/dev/null")) {
            return false;
        }
        String last = target.substring(target.lastIndexOf('/') + 1);
        return doomed.contains(name)
                || doomed.contains(last)
                || UnitName.parse(name)
                        .flatMap(UnitName::template)
                        .filter(template -> doomed.contains(template.text()))
                        .isPresent();
    }

    /** Returns what disables and then enables the units. */
    public InstallResult reenable(List<UnitName> names) {
        PlanDraft work = draft();
        Optional<Refused> refused = unlinkAll(names, work);
        if (refused.isPresent()) {
            return refused.get();
        }
        Installer after = new Installer(without(work.unlinked()), specifiers, options);
        return inTurn(work.result(), after.enable(names));
    }

    /** Returns the tree as it is without some links. */
    private UnitTree without(Set<String> paths) {
        List<UnitDirectory> directories = new ArrayList<>();
        for (UnitDirectory directory : tree.directories()) {
            if (directory.place().role() != configRole()) {
                directories.add(directory);
                continue;
            }
            Map<String, Entry> entries = new HashMap<>();
            directory
                    .entries()
                    .forEach((name, entry) -> {
                        String path = directory.pathOf(name);
                        if (entry instanceof Entry.Directory(Map<String, Entry> links)) {
                            Map<String, Entry> left = new HashMap<>(links);
                            left.keySet().removeIf(link -> paths.contains(path + "/" + link));
                            entries.put(name, new Entry.Directory(left));
                        } else if (!paths.contains(path)) {
                            entries.put(name, entry);
                        }
                    });
            directories.add(UnitDirectory.of(directory.place(), entries));
        }
        return new UnitTree(directories);
    }

    /** Returns what makes it impossible to start the units. */
    public InstallResult mask(List<UnitName> names) {
        PlanDraft work = draft();
        names.forEach(name -> work.link(configDirectory() + "/" + name, "/dev/null"));
        return work.result();
    }

    /** Returns what undoes {@link #mask}. */
    public InstallResult unmask(List<UnitName> names) {
        PlanDraft work = draft();
        for (UnitDirectory directory : directories(configRole())) {
            for (UnitName name : names) {
                directory
                        .entry(name.text())
                        .filter(Installer::isMask)
                        .ifPresent(mask -> work.unlink(directory.pathOf(name.text())));
            }
        }
        return work.result();
    }

    private static boolean isMask(Entry entry) {
        return entry instanceof Entry.NullDevice
                || (entry instanceof Entry.Link(String target, Entry destination)
                        && (target.equals("/dev/null") || destination instanceof Entry.NullDevice));
    }

    /**
     * Returns what makes links in the configuration lead to the units' files.
     *
     * @param link the name of a unit's link, such as {@code default.target.wants/hello.service}
     */
    public InstallResult linkAs(List<UnitName> names, Function<UnitName, String> link) {
        PlanDraft work = draft();
        for (UnitName name : names) {
            switch (installation.info(name)) {
                case Installation.Known(InstallInfo info) ->
                        work.link(configDirectory() + "/" + link.apply(name), info.path());
                case Installation.Unusable unusable -> work.refuse(unusable.refused());
            }
        }
        return work.result();
    }

    /** Returns what makes unit files outside the search path known. */
    public InstallResult link(List<String> paths) {
        PlanDraft work = draft();
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (!path.startsWith("/") || !UnitName.isValid(name)) {
                return new Refused(Reason.INVALID, "\"" + path + "\" is not a valid unit name");
            }
            String directory = path.substring(0, path.lastIndexOf('/'));
            boolean isInTree =
                    tree.directories().stream()
                            .anyMatch(known -> known.place().path().equals(directory));
            if (!isInTree) {
                work.link(configDirectory() + "/" + name, path);
            }
        }
        return work.result();
    }

    /** Returns what brings the units to what the rules want; aliases go with their units. */
    public InstallResult preset(List<UnitName> names, PresetRules rules) {
        return preset(names, rules, (draft, unusable) -> draft.refuse(unusable.refused()));
    }

    /** Returns what brings all units to what the rules want; what is no unit is passed over. */
    public InstallResult presetAll(List<UnitName> names, PresetRules rules) {
        return preset(
                names,
                rules,
                (draft, unusable) -> {
                    switch (unusable) {
                        case Installation.Malformed malformed -> draft.refuse(malformed.refused());
                        case Installation.Masked(String path) -> draft.note(new Note.Masked(path));
                        case Installation.Severed(UnitName _, String path) ->
                                draft.note(new Note.Dangling(path));
                        case Installation.Missing _,
                                Installation.Alias _,
                                Installation.Unreadable _ -> {}
                    }
                });
    }

    private InstallResult preset(
            List<UnitName> names,
            PresetRules rules,
            BiConsumer<PlanDraft, Installation.Unusable> unusable) {
        PlanDraft notes = draft();
        List<UnitName> known = new ArrayList<>();
        for (UnitName name : names) {
            switch (installation.info(name)) {
                case Installation.Known(InstallInfo info) -> {
                    if (info.name().equals(name)) {
                        known.add(name);
                    }
                }
                case Installation.Unusable one -> unusable.accept(notes, one);
            }
        }
        return inTurn(notes.result(), presetKnown(known, rules));
    }

    private InstallResult presetKnown(List<UnitName> names, PresetRules rules) {
        List<UnitName> wanted = new ArrayList<>();
        List<UnitName> unwanted = new ArrayList<>();
        for (UnitName name : names) {
            switch (rules.verdict(name)) {
                case ENABLE -> {
                    List<String> instances = name.isTemplate() ? rules.instances(name) : List.of();
                    if (instances.isEmpty()) {
                        wanted.add(name);
                    }
                    instances.forEach(
                            instance -> name.withInstance(instance).ifPresent(wanted::add));
                }
                case DISABLE -> unwanted.add(name);
                case IGNORE -> {}
            }
        }
        return inTurn(disable(unwanted), enable(wanted, Enabling.Occasion.PRESET));
    }

    private static InstallResult inTurn(InstallResult first, InstallResult second) {
        return switch (first) {
            case Refused refused -> refused;
            case Plan plan ->
                    switch (second) {
                        case Refused refused -> refused;
                        case Plan next -> plan.then(next);
                    };
        };
    }

    /** Returns what takes back all that was changed about units that packages install. */
    public InstallResult revert(List<UnitName> names) {
        PlanDraft work = draft();
        for (UnitName name : names) {
            boolean isShipped =
                    directories(Place.Role.VENDOR).stream()
                            .anyMatch(directory -> directory.entry(name.text()).isPresent());
            for (Place.Role role :
                    List.of(
                            Place.Role.CONTROL,
                            Place.Role.RUNTIME_CONTROL,
                            Place.Role.TRANSIENT,
                            Place.Role.CONFIG,
                            Place.Role.RUNTIME_CONFIG)) {
                directories(role).forEach(directory -> revert(name, isShipped, directory, work));
            }
        }
        return work.result();
    }

    private static void revert(
            UnitName name, boolean isShipped, UnitDirectory directory, PlanDraft work) {
        directory
                .entry(name.text())
                .filter(entry -> isShipped || isMask(entry))
                .ifPresent(entry -> work.unlink(directory.pathOf(name.text())));
        String dropIns = name + ".d";
        if (directory.entry(dropIns).orElse(new Entry.Missing())
                instanceof Entry.Directory(Map<String, Entry> entries)) {
            entries.keySet().stream()
                    .sorted()
                    .forEach(file -> work.unlink(directory.pathOf(dropIns) + "/" + file));
            work.unlink(directory.pathOf(dropIns));
        }
    }

    private Place.Role configRole() {
        return options.isRuntime() ? Place.Role.RUNTIME_CONFIG : Place.Role.CONFIG;
    }

    private List<UnitDirectory> directories(Place.Role role) {
        return tree.directories().stream()
                .filter(directory -> directory.place().role() == role)
                .toList();
    }

    /** The directory that links are made in; in the tree even where it is empty. */
    private String configDirectory() {
        return directories(configRole()).stream()
                .map(directory -> directory.place().path())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no directory for " + configRole()));
    }

    /** Returns whether a unit is enabled; nothing where there is no such unit file. */
    public Optional<UnitFileState> state(UnitName name) {
        return installation.state(name);
    }

    /** Returns why nothing can be made of a unit's file; nothing where there is a good one. */
    public Optional<Refused> refusal(UnitName name) {
        return switch (installation.info(name)) {
            case Installation.Known _ -> Optional.empty();
            case Installation.Unusable unusable -> Optional.of(unusable.refused());
        };
    }

    /** Returns whether a unit's file has a fault that ends its reading. */
    public boolean isMalformed(UnitName name) {
        return installation.info(name) instanceof Installation.Malformed;
    }

    /** Returns whether a name is an alias of a unit that is not there. */
    public boolean isSevered(UnitName name) {
        return installation.isSevered(name);
    }
}
