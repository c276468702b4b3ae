package hearth.manager.type.path;

import hearth.unit.UnitName;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.PathWatch;
import java.util.List;

/**
 * What a path unit's machine needs to know of its settings.
 *
 * @param unit the one that it starts
 * @param watches in the order of their lines
 * @param makesDirectories whether what it watches is made at its start
 * @param directoryMode of what is made
 * @param limitInterval in which span it may start its unit {@code limitBurst} times
 */
public record PathDefinition(
        UnitName name,
        UnitName unit,
        List<PathWatch> watches,
        boolean makesDirectories,
        int directoryMode,
        TimeSpan limitInterval,
        int limitBurst) {
    public PathDefinition {
        watches = List.copyOf(watches);
    }
}
