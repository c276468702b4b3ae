package hearth.login.linger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who lingers, and why: a user stays as long as one lease says so. Leases are a name's, as files
 * are; they keep whoever has that name once the name service has said who that is.
 */
public final class LingerLeases {
    /**
     * A lease with whose it is.
     *
     * @param fileName the user's name, escaped
     * @param uid empty for a user who was never known
     */
    public record Holding(String fileName, OptionalLong uid, LingerLease lease) {}

    /** The leases of one name, the oldest first. */
    private static final class Held {
        private final Map<String, LingerLease> leases = new LinkedHashMap<>();
        private OptionalLong uid = OptionalLong.empty();
        private boolean isKnown;
    }

    private final Map<String, Held> byFile = new TreeMap<>();

    /** The names by which the name service knows each user: mostly one. */
    private final Map<Long, Set<String>> names = new HashMap<>();

    private final LeaseIndex index = new LeaseIndex();

    /** Makes it without leases. */
    public LingerLeases() {}

    /** Whether a lease keeps this user here. */
    public boolean keeps(long uid) {
        return names.getOrDefault(uid, Set.of()).stream().anyMatch(this::hasAny);
    }

    /** Whether there is a lease for this name, known or not. */
    public boolean hasAny(String fileName) {
        Held held = byFile.get(fileName);
        return held != null && !held.leases.isEmpty();
    }

    /** Returns the leases of a user who is known, the oldest first. */
    public List<LingerLease> of(long uid) {
        return names.getOrDefault(uid, Set.of()).stream()
                .flatMap(name -> of(name).stream())
                .toList();
    }

    /** Returns the leases for a name, the oldest first. */
    public List<LingerLease> of(String fileName) {
        Held held = byFile.get(fileName);
        return held == null ? List.of() : List.copyOf(held.leases.values());
    }

    /** Returns all leases, by name. */
    public Collection<Holding> all() {
        var all = new ArrayList<Holding>();
        byFile.forEach((name, held) ->
                held.leases.values().forEach(lease -> all.add(new Holding(name, held.uid, lease))));
        return all;
    }

    /** Returns the names for which there are leases. */
    public List<String> fileNames() {
        return byFile.keySet().stream().filter(this::hasAny).toList();
    }

    /** Returns the lease of this id. */
    public Optional<Holding> find(String id) {
        for (String fileName : index.names(id)) {
            Held held = held(fileName);
            LingerLease lease = held.leases.get(id);
            if (lease != null) {
                return Optional.of(new Holding(fileName, held.uid, lease));
            }
        }
        return Optional.empty();
    }

    /** Returns when the first lease ends by the wall clock; empty for none. */
    public OptionalLong firstEndUsec() {
        return index.firstEnd();
    }

    /** Returns the ids of the leases that are over by the wall clock, by name. */
    public SortedMap<String, Set<String>> over(long realtimeUsec) {
        return index.over(realtimeUsec);
    }

    /** Returns how many leases were asked for. */
    public int grantedCount() {
        return index.granted();
    }

    /** Returns whose a name is, or was; empty where nobody was ever known by it. */
    public OptionalLong uid(String fileName) {
        Held held = byFile.get(fileName);
        return held == null ? OptionalLong.empty() : held.uid;
    }

    /** Whether the name service has said whose a name is. */
    public boolean isKnown(String fileName) {
        Held held = byFile.get(fileName);
        return held != null && held.isKnown;
    }

    /** Notes whose a name was when its leases were written down. */
    public void recorded(String fileName, long uid) {
        held(fileName).uid = OptionalLong.of(uid);
    }

    /** Notes whose a name is, by the name service's word. */
    public void known(String fileName, long uid) {
        Held held = held(fileName);
        loseName(fileName, held);
        held.uid = OptionalLong.of(uid);
        held.isKnown = true;
        names.computeIfAbsent(uid, _ -> new TreeSet<>()).add(fileName);
    }

    /** Takes a lease, in the place of one of the same id; returns whether there was none. */
    public boolean begin(String fileName, LingerLease lease) {
        LingerLease before = held(fileName).leases.put(lease.id(), lease);
        if (before != null) {
            index.remove(fileName, before);
        }
        index.add(fileName, lease);
        return before == null;
    }

    /** Ends a lease, if it is there. */
    public Optional<LingerLease> end(String fileName, String id) {
        Held held = byFile.get(fileName);
        LingerLease lease = held == null ? null : held.leases.remove(id);
        if (lease != null) {
            index.remove(fileName, lease);
        }
        return Optional.ofNullable(lease);
    }

    /** Forgets whose a name is, if there are no leases for it. */
    public void forgetIfNone(String fileName) {
        Held held = byFile.get(fileName);
        if (held != null && held.leases.isEmpty()) {
            byFile.remove(fileName);
            loseName(fileName, held);
        }
    }

    private void loseName(String fileName, Held held) {
        if (held.isKnown) {
            long uid = held.uid.orElseThrow();
            Set<String> ofUser = names.getOrDefault(uid, Set.of());
            ofUser.remove(fileName);
            if (ofUser.isEmpty()) {
                names.remove(uid);
            }
        }
    }

    private Held held(String fileName) {
        return byFile.computeIfAbsent(fileName, _ -> new Held());
    }
}
