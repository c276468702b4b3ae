package hearth.manager.table;

import hearth.manager.ManagerLimits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who holds a unit in memory: how often each bus name does ({@code Ref}), at most {@link
 * ManagerLimits#REFERENCES_PER_UNIT} of them.
 */
public record References(Map<String, Integer> counts) {
    /** True of almost all units, for ever. */
    public static final References NONE = new References(Map.of());

    public References {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** Returns how often a client holds it. */
    public int of(String client) {
        return counts.getOrDefault(client, 0);
    }

    /** Returns the same, but for a client that holds it so often. */
    public References with(String client, int count) {
        var others = new LinkedHashMap<>(counts);
        if (count == 0) {
            others.remove(client);
        } else {
            others.put(client, count);
        }
        return others.isEmpty() ? NONE : new References(others);
    }
}
