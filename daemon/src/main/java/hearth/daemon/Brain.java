package hearth.daemon;

import hearth.budget.Budgets;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.fault.FaultLog;
import hearth.daemon.host.CgroupAttributes;
import hearth.daemon.log.LogFiles;
import hearth.daemon.log.LogPipes;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.Machine;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.reactor.Reactor;
import hearth.daemon.tree.SystemDirectories;
import hearth.linux.Linux;
import hearth.linux.ReceiveBuffer;
import hearth.manager.host.TimeSource;
import hearth.unit.SharedUnits;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all parts of the brain share.
 *
 * @param linux the kernel
 * @param reactor where everything is waited for
 * @param pool where mailboxes have their turns
 * @param files one worker that may wait for a disk
 * @param buffers room that belongs to the reactor's thread
 * @param cgroups the cgroup tree
 * @param machine the machine's names
 * @param totals what the machine has, for settings in percent
 * @param names the name service
 * @param systemDirectories root's unit directories; for the {@code files} worker
 * @param units what users' managers have in common
 * @param logFiles where logs go
 * @param stateDirectory where the next brain finds what this one knows
 * @param time the clocks
 * @param random for ids
 * @param budgets what users may cost
 * @param foreign where descriptors that users pass end
 * @param faults where defects are said
 * @param complaints where the brain says what its administrator should know
 */
public record Brain(
        Linux linux,
        Reactor reactor,
        Executor pool,
        Executor files,
        Buffers buffers,
        Cgroups cgroups,
        Machine machine,
        CgroupAttributes.Totals totals,
        NameLookups names,
        SystemDirectories systemDirectories,
        SharedUnits units,
        LogFiles logFiles,
        Path stateDirectory,
        TimeSource time,
        RandomGenerator random,
        Budgets budgets,
        ForeignDescriptors foreign,
        FaultLog faults,
        Complaints complaints) {

    /** Returns a collection for the log pipes of one user's services. */
    public LogPipes newLogPipes() {
        return new LogPipes(linux, reactor, buffers.pipe());
    }

    /**
     * Room for what the reactor reads.
     *
     * @param orders for links
     * @param bus for D-Bus connections
     * @param notifications for sd_notify's messages
     * @param pipe for log pipes
     */
    @SuppressWarnings("ArrayRecordComponent") // room to be written over: nobody compares it
    public record Buffers(
            ReceiveBuffer orders, ReceiveBuffer bus, ReceiveBuffer notifications, byte[] pipe) {}

    /** Where the brain says what its administrator should know. */
    @FunctionalInterface
    public interface Complaints {
        /** Says it: what failed, on what, why; lower case, no full stop. Any thread. */
        void say(String message);
    }
}
