package hearth.manager.type.service;

import hearth.manager.host.ExecRole;
import hearth.manager.kill.KillPlan;
import hearth.unit.UnitName;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.ServiceType;
import java.util.List;
import java.util.Map;

/**
 * What a service's machine needs to know of its settings.
 *
 * @param unit its name, for messages
 * @param commands by directive; a directive without commands is absent
 * @param heedsWatchdog whether it is ended where it gives no sign of life in time
 * @param storedDescriptorsMax how many descriptors it may store with its manager
 * @param pidFile absolute path, empty for none
 * @param busName empty for none
 * @param sockets units beside the one of its name whose descriptors it gets
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5)</a>
 */
public record ServiceDefinition(
        String unit,
        ServiceType type,
        ExitType exitType,
        Map<ExecRole, List<ExecCommand>> commands,
        RestartRule restart,
        ExitStatusSet successStatus,
        Timeouts timeouts,
        TimeSpan watchdog,
        boolean heedsWatchdog,
        NotifyAccess notifyAccess,
        int storedDescriptorsMax,
        boolean remainsAfterExit,
        boolean guessesMainPid,
        String pidFile,
        String busName,
        int reloadSignal,
        OomPolicy oomPolicy,
        KillPlan kill,
        List<UnitName> sockets) {

    public ServiceDefinition {
        commands = Map.copyOf(commands);
        sockets = List.copyOf(sockets);
    }

    /** Returns the commands of a directive. */
    public List<ExecCommand> commandsOf(ExecRole role) {
        return commands.getOrDefault(role, List.of());
    }

    /** Returns whether it can reload its configuration. */
    public boolean canReload() {
        return type == ServiceType.NOTIFY_RELOAD || commands.containsKey(ExecRole.RELOAD);
    }

    /** Returns whether a start waits for {@code READY=1}. */
    public boolean isNotifying() {
        return type == ServiceType.NOTIFY || type == ServiceType.NOTIFY_RELOAD;
    }

    /** Returns the watchdog's limit: what the service asked for, else what is written. */
    public TimeSpan watchdogLimit(ServiceRecord record) {
        return record.watchdog().limitUsec() >= 0
                ? new TimeSpan(record.watchdog().limitUsec())
                : watchdog;
    }
}
