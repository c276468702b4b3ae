package hearth.unit.load;

import java.util.Optional;

/**
 * Units that are the same for all users, since their files are root's and say nothing that depends
 * on a user: read once, and in memory once. Asked from any thread.
 */
public interface SharedUnits {
    /** Shares nothing. */
    SharedUnits NONE =
            new SharedUnits() {
                @Override
                public Optional<LoadResult> find(UnitDraft draft) {
                    return Optional.empty();
                }

                @Override
                public void keep(UnitDraft draft, LoadResult result) {
                    // nobody will ask
                }
            };

    /** Returns what came of an equal draft. */
    Optional<LoadResult> find(UnitDraft draft);

    /** Remembers what came of a draft. */
    void keep(UnitDraft draft, LoadResult result);
}
