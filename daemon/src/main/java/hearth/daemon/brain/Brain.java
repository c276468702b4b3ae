package hearth.daemon.brain;

import hearth.budget.Budgets;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.fault.FaultLog;
import hearth.daemon.fault.Quarantine;
import hearth.daemon.log.LogWriter;
import hearth.daemon.log.UnitLog;
import hearth.daemon.machine.CgroupAttributes;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.ClockChanges;
import hearth.daemon.machine.Machine;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.mailbox.Lanes;
import hearth.daemon.mount.MountNamespaces;
import hearth.daemon.reactor.Reactor;
import hearth.daemon.tree.SystemDirectories;
import hearth.daemon.world.CommandLines;
import hearth.linux.Linux;
import hearth.linux.socket.ReceiveBuffer;
import hearth.manager.host.TimeSource;
import hearth.unit.load.SharedUnits;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all parts of the brain share.
 *
 * @param linux the kernel
 * @param reactor where everything is waited for
 * @param lanes where mailboxes have their turns
 * @param files one worker that may wait for a disk, for users in turns
 * @param rootFiles one worker that may wait for the disk on which root's own files are: who
 *     lingers, and the configuration
 * @param buffers room that belongs to the reactor's thread
 * @param cgroups the cgroup tree
 * @param commandLines what processes were started with
 * @param machine the machine's names
 * @param totals what the machine has, for settings in percent
 * @param names the name service
 * @param systemDirectories root's unit directories; for the {@code files} worker
 * @param units what users' managers have in common
 * @param logs writes all logs
 * @param logReaders read them
 * @param stateDirectory where the next brain finds what this one knows
 * @param time the clocks
 * @param clocks tells when the wall clock or the time zone changes
 * @param mounts what users see mounted
 * @param random for ids
 * @param budgets what users may cost
 * @param foreign where descriptors that users pass end
 * @param quarantine who waits outside
 * @param faults where defects are said
 * @param complaints where the brain says what its administrator should know
 */
public record Brain(
        Linux linux,
        Reactor reactor,
        Lanes lanes,
        FairExecutor files,
        FairExecutor rootFiles,
        Buffers buffers,
        Cgroups cgroups,
        CommandLines commandLines,
        Machine machine,
        CgroupAttributes.Totals totals,
        NameLookups names,
        SystemDirectories systemDirectories,
        SharedUnits units,
        LogWriter logs,
        UnitLog.LogReaders logReaders,
        Path stateDirectory,
        TimeSource time,
        ClockChanges clocks,
        MountNamespaces mounts,
        RandomGenerator random,
        Budgets budgets,
        ForeignDescriptors foreign,
        Quarantine quarantine,
        FaultLog faults,
        Complaints complaints) {

    /**
     * Returns a manager's log.
     *
     * @param manager what its log is called by: a user's number, or {@code system}
     * @param mailbox the manager's
     */
    public UnitLog logOf(String manager, Executor mailbox) {
        return new UnitLog(manager, logs, logReaders, mailbox);
    }

    /**
     * Room for what the reactor reads.
     *
     * @param orders for links
     * @param bus for D-Bus connections
     * @param notifications for sd_notify's messages
     */
    public record Buffers(ReceiveBuffer orders, ReceiveBuffer bus, ReceiveBuffer notifications) {}

    /** Where the brain says what its administrator should know. */
    @FunctionalInterface
    public interface Complaints {
        /** Says it: what failed, on what, why; lower case, no full stop. Any thread. */
        void say(String message);
    }
}
