package hearth.daemon.tree;

import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.SharedUnits;
import hearth.unit.load.UnitDraft;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What users' managers have in common, kept as long as root's files stay as they are. */
public final class KeptUnits implements SharedUnits {
    /**
     * Units kept: a full distribution has a few hundred for users; instances of templates count.
     */
    private static final int UNITS_MAX = 4_096;

    private final ConcurrentHashMap<UnitName, Kept> units = new ConcurrentHashMap<>();

    private record Kept(UnitDraft draft, LoadResult result) {}

    @Override
    public Optional<LoadResult> find(UnitDraft draft) {
        Kept kept = units.get(draft.id());
        return kept != null && kept.draft().equals(draft)
                ? Optional.of(kept.result())
                : Optional.empty();
    }

    @Override
    public void keep(UnitDraft draft, LoadResult result) {
        if (units.size() < UNITS_MAX || units.containsKey(draft.id())) {
            units.put(draft.id(), new Kept(draft, result));
        }
    }
}
