package hearth.manager.type.mount;

import hearth.manager.host.Deadline;
import hearth.manager.host.ExecRole;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.manager.type.ExecStatus;
import java.util.Map;
import java.util.Optional;

/**
 * What a mount's machine remembers; immutable.
 *
 * @param phase where it is
 * @param phaseSince when the phase began
 * @param mount what the kernel shows at its place
 * @param result why it ended, or why its last change failed
 * @param reloadResult what came of the last remount
 * @param process token of the process that changes it; 0 none
 * @param pid that process; 0 where nobody has heard of it yet
 * @param role what that process does
 * @param unmounts how often umount(8) was run again since the mount was still there
 * @param status how each command last ran
 * @param deadline its timer
 * @param question token of the open question after the processes that were signalled; 0 none
 * @param nextToken the next token it will use
 */
public record MountRecord(
        MountPhase phase,
        Moment phaseSince,
        Optional<Mounts.Mount> mount,
        MountResult result,
        MountResult reloadResult,
        long process,
        int pid,
        ExecRole role,
        int unmounts,
        Map<ExecRole, ExecStatus> status,
        Deadline deadline,
        long question,
        long nextToken) {
    public MountRecord {
        status = Map.copyOf(status);
    }

    /** Returns the record of a mount in a phase without a process. */
    static MountRecord in(MountPhase phase, long firstToken) {
        return new MountRecord(
                phase,
                Moment.NEVER,
                Optional.empty(),
                MountResult.SUCCESS,
                MountResult.SUCCESS,
                0,
                0,
                ExecRole.MOUNT,
                0,
                Map.of(),
                Deadline.NONE,
                0,
                firstToken);
    }

    /** Returns how a command last ran. */
    public ExecStatus statusOf(ExecRole of) {
        return status.getOrDefault(of, ExecStatus.NEVER);
    }

    /** Returns whether it shows what the kernel has, and nothing of its own. */
    boolean isPicture() {
        return phase == MountPhase.MOUNTED
                && result == MountResult.SUCCESS
                && reloadResult == MountResult.SUCCESS
                && status.isEmpty();
    }

    /** Returns this record with what the kernel shows, before anybody has heard of the unit. */
    MountRecord shown(Optional<Mounts.Mount> shown) {
        return new MountRecord(
                shown.isPresent() && phase == MountPhase.DEAD ? MountPhase.MOUNTED : phase,
                phaseSince,
                shown,
                result,
                reloadResult,
                process,
                pid,
                role,
                unmounts,
                status,
                deadline,
                question,
                nextToken);
    }
}
