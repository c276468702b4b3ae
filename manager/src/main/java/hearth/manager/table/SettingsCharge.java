package hearth.manager.table;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.unit.Diagnostic;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitSources;
import java.util.List;
import java.util.Optional;

/** What the settings of all units of a manager are charged. */
final class SettingsCharge {
    /**
     * What an edge takes that a unit writes: its name, and an entry in a hash table at each end.
     */
    private static final long EDGE_BYTES = 192;

    private final Charge charge;
    private boolean isEnding;

    SettingsCharge(Account account) {
        charge = account.open(Resource.UNIT_SETTINGS);
    }

    /** Charges nothing from now on: units by which a manager ends always come. */
    void makeRoom() {
        isEnding = true;
    }

    /** Releases what a unit's settings are charged. */
    void release(UnitEntry unit) {
        charge.resize(charge.amount() - unit.settingsBytes());
    }

    /** Releases all: the manager is gone. */
    void close() {
        charge.close();
    }

    /**
     * Charges what a unit's settings take, and the edges that they make; one whose user has no room
     * for them cannot be loaded.
     */
    LoadResult charged(UnitEntry unit, LoadResult result) {
        Optional<UnitDefinition> made = definitionOf(result);
        UnitSources sources = made.map(UnitDefinition::sources).orElse(UnitSources.NONE);
        long bytes =
                sources.heapBytes()
                        + EDGE_BYTES * made.map(it -> it.dependencies().size()).orElse(0);
        release(unit);
        unit.charged(0);
        if (isEnding || charge.resize(charge.amount() + bytes)) {
            unit.charged(isEnding ? 0 : bytes);
            return result;
        }
        String path = sources.files().isEmpty() ? "" : sources.files().getFirst().path();
        return new LoadResult.Error(
                unit.name(),
                path,
                Optional.empty(),
                List.of(
                        new Diagnostic(
                                path,
                                0,
                                0,
                                Diagnostic.Severity.ERROR,
                                Account.refusal(Resource.UNIT_SETTINGS))));
    }

    private static Optional<UnitDefinition> definitionOf(LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded(UnitDefinition made) -> Optional.of(made);
            case LoadResult.BadSetting(UnitDefinition made, Diagnostic _) -> Optional.of(made);
            case LoadResult.NotFound _, LoadResult.Masked _, LoadResult.Error _ -> Optional.empty();
        };
    }
}
