package hearth.cli.command.top;

import hearth.cli.client.Properties;
import hearth.cli.client.UnitRow;
import java.util.OptionalLong;

/**
 * What a manager says of a unit at one moment. A figure that it does not know is not there: it is
 * no zero.
 *
 * @param unit which, and its state
 * @param cpuNanos processor time that it has used since it was started
 * @param memoryBytes what it has now
 * @param tasks how many it has now
 * @param restarts how often a service was started again by itself
 * @param run when what runs was started, which tells one run of a service from the next; 0 where
 *     the unit's type has no such time
 */
record Reading(
        UnitKey unit,
        String activeState,
        String subState,
        OptionalLong cpuNanos,
        OptionalLong memoryBytes,
        OptionalLong tasks,
        OptionalLong restarts,
        long run) {

    /** Returns what properties of a unit's type say. */
    static Reading of(String user, UnitRow row, Properties properties) {
        return new Reading(
                new UnitKey(user, row.name()),
                row.activeState(),
                row.subState(),
                known(properties, "CPUUsageNSec"),
                known(properties, "MemoryCurrent"),
                known(properties, "TasksCurrent"),
                known(properties, "NRestarts"),
                properties.number("ExecMainStartTimestampMonotonic"));
    }

    private static OptionalLong known(Properties properties, String name) {
        return properties.values().containsKey(name) && properties.number(name) != Properties.UNSET
                ? OptionalLong.of(properties.number(name))
                : OptionalLong.empty();
    }
}
