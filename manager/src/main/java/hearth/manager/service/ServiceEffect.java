package hearth.manager.service;

import hearth.manager.host.LogLevel;
import hearth.manager.kill.KillPlan;

/** What a service's machine wants; its manager knows cgroup and environment. */
public sealed interface ServiceEffect {

    /** Run one of the service's commands. */
    record Run(long token, ExecKey command, boolean isControl) implements ServiceEffect {}

    /** Signal processes; answered with their number. */
    record Kill(long token, KillPlan.Order order) implements ServiceEffect {}

    /** Set a timer. */
    record SetTimer(long token, long atMonotonicUsec) implements ServiceEffect {}

    /** Forget a timer. */
    record CancelTimer(long token) implements ServiceEffect {}

    /** Read {@code PIDFile=}, now and when it changes. */
    record ReadPidFile(long token) implements ServiceEffect {}

    /** Find the main process by its cgroup. */
    record GuessMainPid(long token) implements ServiceEffect {}

    /** Tell of the end of a process that the host did not start. */
    record Watch(long token, int pid) implements ServiceEffect {}

    /** Put it in the log. */
    record Say(LogLevel level, String messageId, String message) implements ServiceEffect {}

    /** Tell it {@link ServiceEvent.Quiet} once no job is left. */
    record AwaitQuiet() implements ServiceEffect {}

    /** It has ended for now: settle that, then tell it {@link ServiceEvent.AwaitRestart}. */
    record ScheduleRestart() implements ServiceEffect {}

    /** {@code RestartSec=} is over: queue a restart. */
    record RequestRestart() implements ServiceEffect {}

    /** It has ended: let go of what was made for it. */
    record Release(boolean willRestart) implements ServiceEffect {}
}
