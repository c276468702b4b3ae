package hearth.manager.type.mount;

import hearth.manager.kill.KillPlan;
import hearth.unit.mount.MountOptions;
import hearth.unit.time.TimeSpan;

/**
 * What a mount's machine needs to know of its settings.
 *
 * @param where the place
 * @param what the source; empty where no file says how to mount it
 * @param type that of the file system; empty where mount(8) finds it out
 * @param isSloppy whether options that the file system does not know are passed over
 * @param isReadWriteOnly whether it is not mounted read-only where it cannot be written
 * @param isLazilyUnmounted whether it goes though it is still used
 * @param isForciblyUnmounted whether it goes though its server does not answer
 * @param directoryMode of the mount point, where that is made
 * @param timeout how long mount(8) and umount(8) may take
 */
public record MountDefinition(
        String unit,
        String where,
        String what,
        String type,
        MountOptions options,
        boolean isSloppy,
        boolean isReadWriteOnly,
        boolean isLazilyUnmounted,
        boolean isForciblyUnmounted,
        int directoryMode,
        TimeSpan timeout,
        KillPlan kill) {

    /** Returns whether a file says how to mount it. */
    boolean isWritten() {
        return !what.isEmpty();
    }
}
