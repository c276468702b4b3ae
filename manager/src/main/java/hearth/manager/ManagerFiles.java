package hearth.manager;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a manager is told at its start, and anew at each reload.
 *
 * @param units where definitions come from
 * @param defaults what holds for units that say nothing
 * @param environment what its services inherit, in the order in which it is shown; what clients
 *     change lies above it
 */
public record ManagerFiles(
        UnitSource units, ManagerDefaults defaults, Map<String, String> environment) {
    public ManagerFiles {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Returns the same with other defaults. */
    public ManagerFiles with(ManagerDefaults other) {
        return new ManagerFiles(units, other, environment);
    }

    /** Returns those of a manager whose configuration says nothing. */
    public static ManagerFiles of(UnitSource units, Map<String, String> environment) {
        return new ManagerFiles(units, ManagerDefaults.STANDARD, environment);
    }
}
