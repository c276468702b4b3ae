package hearth.manager.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is mounted, by the units' names, as the kernel shows it at one time. Immutable, and shared
 * by all managers who see the same mounts: what has not changed is the same object as before.
 */
public final class Mounts {
    /** Nothing is known. */
    public static final Mounts NONE = new Mounts(Map.of());

    private final Map<String, Mount> byUnit;

    /** Stands for this one in the next, which so keeps none of those before it. */
    private final Object identity = new Object();

    private final Object before;
    private final List<String> addedToBefore;

    /**
     * A mount; where several lie upon each other, the uppermost.
     *
     * @param where its place
     * @param what its source, such as a device
     * @param type that of the file system
     * @param options those of the mount and of the file system, with commas between
     * @param since when it was seen first
     */
    public record Mount(String where, String what, String type, String options, Moment since) {

        /** Returns whether another one has the same to say. */
        public boolean isSame(Mount other) {
            return where.equals(other.where)
                    && what.equals(other.what)
                    && type.equals(other.type)
                    && options.equals(other.options);
        }

        /** Returns it as it was seen first at another time. */
        public Mount since(Moment other) {
            return new Mount(where, what, type, options, other);
        }
    }

    /**
     * Makes it of mounts by the names of their units, such as {@code home.mount}.
     *
     * @param byUnit in the order in which they are listed
     */
    public Mounts(Map<String, Mount> byUnit) {
        this(byUnit, new Object(), List.of());
    }

    private Mounts(Map<String, Mount> byUnit, Object before, List<String> addedToBefore) {
        this.byUnit = Collections.unmodifiableMap(new LinkedHashMap<>(byUnit));
        this.before = before;
        this.addedToBefore = addedToBefore;
    }

    /** Returns what is mounted after this; this one where that is the same. */
    public Mounts followedBy(Map<String, Mount> next) {
        return byUnit.equals(next) ? this : new Mounts(next, identity, added(next.keySet()));
    }

    private List<String> added(Set<String> next) {
        return next.stream().filter(unit -> !byUnit.containsKey(unit)).toList();
    }

    /** Returns what a unit stands for, if it is mounted. */
    public Optional<Mount> find(String unit) {
        return Optional.ofNullable(byUnit.get(unit));
    }

    /** Returns the names of the units of all mounts, in order. */
    public Set<String> units() {
        return byUnit.keySet();
    }

    /**
     * Returns the names of the units that were not mounted before; known where this one follows it,
     * since each manager asks.
     */
    public List<String> since(Mounts other) {
        return before.equals(other.identity) ? addedToBefore : other.added(byUnit.keySet());
    }

    /** Returns the names of the units of which something is otherwise than before. */
    public List<String> changedSince(Mounts before) {
        List<String> changed = new ArrayList<>();
        byUnit.forEach((unit, mount) -> {
            if (!mount.equals(before.byUnit.get(unit))) {
                changed.add(unit);
            }
        });
        before.byUnit.keySet().stream()
                .filter(unit -> !byUnit.containsKey(unit))
                .forEach(changed::add);
        return changed;
    }
}
