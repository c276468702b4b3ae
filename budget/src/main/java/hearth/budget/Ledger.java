package hearth.budget;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What is charged to one user. Belongs to {@link Budgets}, under its lock. */
final class Ledger {
    private final Map<Resource, Long> used = new EnumMap<>(Resource.class); // none is 0
    private final Set<Resource> told = EnumSet.noneOf(Resource.class);
    private long heapBytes;

    long used(Resource resource) {
        return used.getOrDefault(resource, 0L);
    }

    /** Returns what all of it weighs in the heap. */
    long heapBytes() {
        return heapBytes;
    }

    void change(Resource resource, long amount) {
        long now = used(resource) + amount;
        if (now < 0) {
            throw new IllegalStateException("more " + resource + " released than was charged");
        }
        if (now == 0) {
            used.remove(resource);
        } else {
            used.put(resource, now);
        }
        heapBytes += amount * resource.heapBytes();
        if (now <= resource.most() / 2) {
            told.remove(resource);
        }
    }

    /** Returns whether the user is still to be told that there is no more of it. */
    boolean tellOnce(Resource resource) {
        return told.add(resource);
    }

    boolean isUnused() {
        return used.isEmpty();
    }
}
