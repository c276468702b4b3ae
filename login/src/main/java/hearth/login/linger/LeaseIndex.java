package hearth.login.linger;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Leases by what is asked of all of them, so that nobody has to look at each. */
final class LeaseIndex {
    private record Place(String fileName, String id) {}

    private final NavigableMap<Long, Set<Place>> byEnd = new TreeMap<>();

    /** The names that have a lease of an id: more than one only where a record was made by hand. */
    private final Map<String, NavigableSet<String>> byId = new HashMap<>();

    private int granted;

    void add(String fileName, LingerLease lease) {
        byId.computeIfAbsent(lease.id(), _ -> new TreeSet<>()).add(fileName);
        if (lease.end() instanceof LeaseEnd.At(long usec)) {
            byEnd.computeIfAbsent(usec, _ -> new LinkedHashSet<>())
                    .add(new Place(fileName, lease.id()));
        }
        if (lease.origin() == LeaseOrigin.GRANTED) {
            granted++;
        }
    }

    void remove(String fileName, LingerLease lease) {
        removeFrom(byId, lease.id(), fileName);
        if (lease.end() instanceof LeaseEnd.At(long usec)) {
            removeFrom(byEnd, usec, new Place(fileName, lease.id()));
        }
        if (lease.origin() == LeaseOrigin.GRANTED) {
            granted--;
        }
    }

    private static <K, V> void removeFrom(Map<K, ? extends Set<V>> sets, K key, V value) {
        Set<V> set = sets.get(key);
        if (set != null && set.remove(value) && set.isEmpty()) {
            sets.remove(key);
        }
    }

    /** Returns the names that have a lease of this id. */
    NavigableSet<String> names(String id) {
        return byId.getOrDefault(id, Collections.emptyNavigableSet());
    }

    /** Returns the first end by the wall clock; empty for none. */
    OptionalLong firstEnd() {
        return byEnd.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byEnd.firstKey());
    }

    /** Returns ids of the leases that are over by the wall clock, by name. */
    SortedMap<String, Set<String>> over(long realtimeUsec) {
        var over = new TreeMap<String, Set<String>>();
        for (Set<Place> places : byEnd.headMap(realtimeUsec, true).values()) {
            for (Place place : places) {
                over.computeIfAbsent(place.fileName(), _ -> new LinkedHashSet<>()).add(place.id());
            }
        }
        return over;
    }

    /** Returns how many were asked for. */
    int granted() {
        return granted;
    }
}
