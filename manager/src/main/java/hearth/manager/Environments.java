package hearth.manager;

import static java.util.stream.Collectors.joining;

import hearth.manager.graph.UnitEdge;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.LogLevel;
import hearth.manager.service.ExecStatus;
import hearth.manager.service.ServicePhase;
import hearth.manager.service.ServiceRecord;
import hearth.unit.ExecSettings;
import hearth.unit.Settings;
import hearth.unit.value.Signals;
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
final class Environments {
    private Environments() {}

    /** Returns what a process has from its manager and its unit. */
    static Map<String, String> inherited(Core core, Settings settings) {
        Map<String, String> environment = new LinkedHashMap<>(core.environment.all());
        for (String assignment : settings.get(ExecSettings.ENVIRONMENT)) {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        return environment;
    }

    /** Returns what a process has from this very start. */
    static Map<String, String> spoken(
            Core core, Unit unit, ServiceRecord record, boolean isControl) {
        Map<String, String> spoken = new LinkedHashMap<>();
        spoken.put("INVOCATION_ID", unit.invocationId());
        if (core.config.isUserScope()) {
            spoken.put("MANAGERPID", Integer.toString(core.config.managerPid()));
        }
        if (unit.body instanceof UnitBody.Service service) {
            long watchdog = service.definition().watchdogLimit(record).usec();
            if (watchdog > 0 && watchdog != Long.MAX_VALUE && !isControl) {
                spoken.put("WATCHDOG_USEC", Long.toString(watchdog));
            }
        }
        if (isControl && record.main().pid() > 0) {
            spoken.put("MAINPID", Integer.toString(record.main().pid()));
        }
        boolean tellsResult =
                record.phase() instanceof ServicePhase.Controlling(ExecRole role, int index)
                        && (role == ExecRole.STOP || role == ExecRole.STOP_POST);
        if (tellsResult) {
            tellResult(record, "", spoken);
        }
        return spoken;
    }

    /**
     * Returns what a start is told of the service that triggered it by {@code OnFailure=} or {@code
     * OnSuccess=}. Where several may have done so it is told of none, which the log says.
     */
    static Map<String, String> ofTrigger(Core core, Unit unit) {
        Set<Unit> triggers = new LinkedHashSet<>(unit.edges(UnitEdge.ON_FAILURE_OF));
        triggers.addAll(unit.edges(UnitEdge.ON_SUCCESS_OF));
        Map<String, String> told = new LinkedHashMap<>();
        if (triggers.size() > 1) {
            core.outbox.log(
                    unit,
                    LogLevel.WARNING,
                    "",
                    unit.id()
                            + ": multiple trigger source candidates for exit status propagation ("
                            + triggers.stream().limit(2).map(Unit::id).collect(joining(", "))
                            + "), skipping.");
            return told;
        }
        for (Unit trigger : triggers) {
            trigger.service()
                    .ifPresent(record -> {
                        tellResult(record, "MONITOR_", told);
                        if (!trigger.invocationId().isEmpty()) {
                            told.put("MONITOR_INVOCATION_ID", trigger.invocationId());
                        }
                        told.put("MONITOR_UNIT", trigger.id());
                    });
        }
        return told;
    }

    private static void tellResult(
            ServiceRecord record, String prefix, Map<String, String> environment) {
        environment.put(prefix + "SERVICE_RESULT", record.result().wireName());
        ExecStatus main = record.mainStatus();
        for (ExitCode code : ExitCode.values()) {
            if (code.number() == main.code()) {
                environment.put(prefix + "EXIT_CODE", code.wireName());
                environment.put(
                        prefix + "EXIT_STATUS",
                        code == ExitCode.EXITED
                                ? Integer.toString(main.status())
                                : Signals.nameOf(main.status())
                                        .map(name -> name.substring("SIG".length()))
                                        .orElse(Integer.toString(main.status())));
            }
        }
    }
}
