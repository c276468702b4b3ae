package hearth.manager.turn;

import static java.util.stream.Collectors.joining;

import hearth.manager.graph.UnitEdge;
import hearth.manager.host.LogLevel;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.Execution;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.setting.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The environments of processes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     ENVIRONMENT VARIABLES IN SPAWNED PROCESSES</a>
 */
public final class Environments {
    private Environments() {}

    /** Returns what a process has from its manager and its unit. */
    public static Map<String, String> inherited(Core core, Settings settings) {
        Map<String, String> environment = new LinkedHashMap<>(core.environment().all());
        for (String assignment : settings.get(ExecSettings.ENVIRONMENT)) {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        return environment;
    }

    /** Returns what a process has from this very start. */
    public static Map<String, String> spoken(Core core, UnitEntry unit, Execution execution) {
        Map<String, String> spoken = new LinkedHashMap<>();
        spoken.put("INVOCATION_ID", unit.invocationId());
        if (core.config().isUserScope()) {
            spoken.put("MANAGERPID", Integer.toString(core.config().managerPid()));
        }
        spoken.putAll(execution.spoken());
        if (execution.isTold()) {
            spoken.putAll(ofTrigger(core, unit));
        }
        return spoken;
    }

    /**
     * Returns what a start is told of the unit that triggered it by {@code OnFailure=} or {@code
     * OnSuccess=}. Where several may have done so it is told of none, which the log says.
     */
    private static Map<String, String> ofTrigger(Core core, UnitEntry unit) {
        Set<UnitEntry> triggers = new LinkedHashSet<>(unit.edges(UnitEdge.ON_FAILURE_OF));
        triggers.addAll(unit.edges(UnitEdge.ON_SUCCESS_OF));
        Map<String, String> told = new LinkedHashMap<>();
        if (triggers.size() > 1) {
            core.outbox()
                    .log(
                            unit,
                            LogLevel.WARNING,
                            "",
                            unit.id()
                                    + ": multiple trigger source candidates for exit status propagation ("
                                    + triggers.stream()
                                            .limit(2)
                                            .map(UnitEntry::id)
                                            .collect(joining(", "))
                                    + "), skipping.");
            return told;
        }
        for (UnitEntry trigger : triggers) {
            Map<String, String> outcome = trigger.body().outcome();
            if (!outcome.isEmpty()) {
                outcome.forEach((name, value) -> told.put("MONITOR_" + name, value));
                if (!trigger.invocationId().isEmpty()) {
                    told.put("MONITOR_INVOCATION_ID", trigger.invocationId());
                }
                told.put("MONITOR_UNIT", trigger.id());
            }
        }
        return told;
    }
}
