package hearth.manager.type.service;

import hearth.manager.host.Connection;
import hearth.manager.host.Deadline;
import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.manager.type.ExecKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service machine remembers; immutable.
 *
 * @param phase where it is
 * @param phaseSince when the phase began
 * @param upSince when it was first up since its start
 * @param main the main process
 * @param mainIndex which one of {@code ExecStart=} the main process is
 * @param control the control process
 * @param result why it ended, or is ending
 * @param reloadResult what became of the last reload
 * @param report what the service said
 * @param restarts about restarts
 * @param deadline the phase's own timer
 * @param watchdog about the watchdog
 * @param runtimeExtraUsec the random part of its longest time
 * @param mainStatus the main process's times and end
 * @param commandStatus those of each command that was run
 * @param storedDescriptors how many descriptors are kept for it
 * @param isCgroupPopulated whether processes may be in its cgroup
 * @param isBusNameOwned whether {@code BusName=} has an owner
 * @param question token of an open question (PID file, main PID); 0 none
 * @param early what was said by processes that may be those which are being spawned
 * @param connection that it serves, where it is an instance of a socket's service
 * @param nextToken the next token it will use
 */
public record ServiceRecord(
        ServicePhase phase,
        Moment phaseSince,
        Moment upSince,
        ServiceProcess main,
        int mainIndex,
        ServiceProcess control,
        ServiceResult result,
        ServiceResult reloadResult,
        NotifyReport report,
        RestartMemory restarts,
        Deadline deadline,
        WatchdogMemory watchdog,
        long runtimeExtraUsec,
        ExecStatus mainStatus,
        Map<ExecKey, ExecStatus> commandStatus,
        int storedDescriptors,
        boolean isCgroupPopulated,
        boolean isBusNameOwned,
        long question,
        List<Event.Notified> early,
        Optional<Connection> connection,
        long nextToken) {
    public ServiceRecord {
        commandStatus = Map.copyOf(commandStatus);
        early = List.copyOf(early);
    }

    /** Returns the record of a service that was never started. */
    public static ServiceRecord dead(long firstToken) {
        return new ServiceRecord(
                new ServicePhase.Dead(),
                Moment.NEVER,
                Moment.NEVER,
                ServiceProcess.none(),
                0,
                ServiceProcess.none(),
                ServiceResult.SUCCESS,
                ServiceResult.SUCCESS,
                NotifyReport.NONE,
                RestartMemory.NONE,
                Deadline.NONE,
                WatchdogMemory.NONE,
                0,
                ExecStatus.NEVER,
                Map.of(),
                0,
                false,
                false,
                0,
                List.of(),
                Optional.empty(),
                firstToken);
    }

    /** Returns how a command last ran. */
    public ExecStatus statusOf(ExecKey key) {
        return commandStatus.getOrDefault(key, ExecStatus.NEVER);
    }
}
