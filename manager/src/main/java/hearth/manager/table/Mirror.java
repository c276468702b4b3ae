package hearth.manager.table;

import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.unit.NamePatterns;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.mount.MountNeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Units of which the kernel shows that they are there: mounts. All users see the same ones, so a
 * manager has none of them in memory but those that somebody names, and as long as he does; the
 * others are made for the moment in which they are asked for.
 */
public final class Mirror {
    private final UnitTable table;
    private final Changes outbox;

    /** The units in memory, other than those that are always there. */
    private final Set<UnitEntry> inMemory = new LinkedHashSet<>();

    private Mounts mounts = Mounts.NONE;

    /** When the manager began to look at units. */
    private Supplier<Moment> began = () -> Moment.NEVER;

    /**
     * Paths that units need, and so the places above them; nothing where units have come since.
     * Others may mount all day where nobody needs anything.
     */
    private Optional<NavigableSet<String>> neededPaths = Optional.empty();

    Mirror(UnitTable table, Changes outbox) {
        this.table = table;
        this.outbox = outbox;
    }

    /** Returns what the kernel shows. */
    public Mounts mounts() {
        return mounts;
    }

    /** Says from when on the manager has seen anything. */
    public void seenFrom(Supplier<Moment> moment) {
        began = moment;
    }

    /** Takes note of what the kernel shows now; the machines are to be told. */
    public void replace(Mounts other) {
        mounts = other;
    }

    /** Returns the units in memory. */
    public List<UnitEntry> inMemory() {
        return List.copyOf(inMemory);
    }

    // ---- coming and going

    /** What has no file is there if it is shown, and so is what has a bad one. */
    LoadResult found(UnitName name, LoadResult loaded) {
        if (!name.type().isMirrored()) {
            return loaded;
        }
        boolean isShown = mounts.find(name.text()).isPresent();
        return switch (loaded) {
            case LoadResult.Loaded(UnitDefinition definition)
                    when !isShown && definition.fragmentPath().isEmpty() ->
                    new LoadResult.NotFound(name);
            case LoadResult.BadSetting(UnitDefinition definition, var _) when isShown ->
                    new LoadResult.Loaded(definition);
            case LoadResult.Loaded _,
                    LoadResult.BadSetting _,
                    LoadResult.NotFound _,
                    LoadResult.Masked _,
                    LoadResult.Error _ ->
                    loaded;
        };
    }

    /** A unit has come to memory: it is as it is shown, and always was. */
    void show(UnitEntry unit) {
        if (unit.type().isMirrored()) {
            Optional<Mounts.Mount> mount = mounts.find(unit.id());
            unit.became(unit.body().shown(mount));
            mount.filter(_ -> unit.isPicture() && unit.times().stateChange().isNever())
                    .ifPresent(shown ->
                            unit.passed(ActiveState.INACTIVE, ActiveState.ACTIVE, whenSeen(shown)));
        }
    }

    /** All managers see a mount by one look, but to none of them it was there before itself. */
    private Moment whenSeen(Mounts.Mount mount) {
        Moment first = began.get();
        return mount.since().monotonicUsec() < first.monotonicUsec() ? first : mount.since();
    }

    /** Clients see that what is mounted is there, in memory or not. */
    void added(UnitEntry unit) {
        boolean isMirrored = unit.type().isMirrored() && !unit.isPerpetual();
        if (isMirrored) {
            inMemory.add(unit);
            outbox.emit(new Effect.WatchMount(unit.id()));
        }
        if (!isMirrored || mounts.find(unit.id()).isEmpty()) {
            outbox.added(unit);
        }
    }

    void removed(UnitEntry unit) {
        boolean isMirrored = inMemory.remove(unit);
        if (isMirrored) {
            outbox.emit(new Effect.UnwatchMount(unit.id()));
        }
        outbox.removed(unit, !isMirrored || mounts.find(unit.id()).isEmpty());
    }

    // ---- listing

    /** Makes units that are shown and not in memory; nobody keeps them. */
    public Stream<UnitEntry> others(NamePatterns patterns) {
        return mounts.units().stream()
                .filter(name -> patterns.matches(name) && table.find(name).isEmpty())
                .map(name -> table.loose(new UnitName(name)));
    }

    // ---- who needs mounts

    /** Adds the mounts on which the paths of a unit's settings lie. */
    void addNeeds(UnitEntry unit) {
        neededPaths = Optional.empty();
        for (Need need : needs(unit)) {
            for (UnitName mount : above(need.path())) {
                if (!mount.equals(unit.name()) && isThere(mount)) {
                    need(unit, mount, need.edge());
                }
            }
        }
    }

    /**
     * A path on whose mounts a unit depends.
     *
     * @param edge how it depends on those that have files
     */
    private record Need(String path, UnitEdge edge) {}

    private List<Need> needs(UnitEntry unit) {
        List<Need> needs = new ArrayList<>();
        MountNeeds.of(unit.name(), unit.settings(), table.definitions().directories())
                .forEach(path -> needs.add(new Need(path, UnitEdge.REQUIRES)));
        MountNeeds.wanted(unit.settings())
                .forEach(path -> needs.add(new Need(path, UnitEdge.WANTS)));
        return needs;
    }

    private void need(UnitEntry unit, UnitName name, UnitEdge edge) {
        if (table.find(name.text()).isEmpty() && table.isFull()) {
            return; // said where it is about a unit that somebody has named
        }
        UnitEntry mount = table.get(name);
        if (mount.loadRefusal().isPresent()) {
            return;
        }
        table.relate(unit, UnitEdge.AFTER, name);
        if (mount.fragmentPath().isPresent()) {
            table.relate(unit, edge, name);
        }
    }

    private boolean isThere(UnitName mount) {
        return table.find(mount.text()).isPresent()
                || mounts.find(mount.text()).isPresent()
                || table.definitions().hasFiles(mount);
    }

    /** Returns the mounts of a path and of those above it, as far as they can be units. */
    private static List<UnitName> above(String path) {
        return placesAbove(path).stream()
                .map(MountNeeds::unitOf)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Returns a path and those above it, but for what is too long for the name of a unit. */
    private static List<String> placesAbove(String path) {
        List<String> places = new ArrayList<>();
        places.add("/");
        int end = 0;
        while (end < path.length() && end <= UnitName.MAX_LENGTH) {
            int next = path.indexOf('/', end + 1);
            end = next < 0 ? path.length() : next;
            if (end <= UnitName.MAX_LENGTH) {
                places.add(path.substring(0, end));
            }
        }
        return places;
    }

    /** Something was mounted that was not before: units that need it come after it from now on. */
    public void relate(List<String> added) {
        Map<String, UnitName> byPlace = new HashMap<>();
        for (String name : added) {
            mounts.find(name).ifPresent(mount -> byPlace.put(mount.where(), new UnitName(name)));
        }
        NavigableSet<String> needed = neededPaths.orElseGet(this::findNeededPaths);
        neededPaths = Optional.of(needed);
        if (byPlace.keySet().stream().noneMatch(place -> isNeeded(place, needed))) {
            return;
        }
        for (UnitEntry unit : List.copyOf(table.units())) {
            if (unit.definition().isEmpty()) {
                continue;
            }
            for (Need need : needs(unit)) {
                for (String place : placesAbove(need.path())) {
                    UnitName mount = byPlace.get(place);
                    if (mount != null && !mount.equals(unit.name())) {
                        need(unit, mount, need.edge());
                    }
                }
            }
        }
    }

    /** Whether one of the paths is this place, or lies below. */
    private static boolean isNeeded(String place, NavigableSet<String> paths) {
        if (place.equals("/") || paths.contains(place)) {
            return !paths.isEmpty();
        }
        String inside = place + "/";
        String next = paths.ceiling(inside);
        return next != null && next.startsWith(inside);
    }

    private NavigableSet<String> findNeededPaths() {
        NavigableSet<String> paths = new TreeSet<>();
        for (UnitEntry unit : table.units()) {
            if (unit.definition().isPresent()) {
                needs(unit).forEach(need -> paths.add(need.path()));
            }
        }
        return paths;
    }
}
