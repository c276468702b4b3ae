package hearth.manager.type.mount;

import hearth.manager.graph.ActiveState;
import hearth.unit.value.WireName;

/** Where a mount is; the diagram is {@link MountMachine}'s. */
public enum MountPhase implements WireName {
    DEAD("dead", ActiveState.INACTIVE),
    /** mount(8) runs. */
    MOUNTING("mounting", ActiveState.ACTIVATING),
    /** The mount is there, and mount(8) still runs. */
    MOUNTING_DONE("mounting-done", ActiveState.ACTIVATING),
    MOUNTED("mounted", ActiveState.ACTIVE),
    REMOUNTING("remounting", ActiveState.RELOADING),
    REMOUNTING_SIGTERM("remounting-sigterm", ActiveState.RELOADING),
    REMOUNTING_SIGKILL("remounting-sigkill", ActiveState.RELOADING),
    /** umount(8) runs. */
    UNMOUNTING("unmounting", ActiveState.DEACTIVATING),
    UNMOUNTING_SIGTERM("unmounting-sigterm", ActiveState.DEACTIVATING),
    UNMOUNTING_SIGKILL("unmounting-sigkill", ActiveState.DEACTIVATING),
    FAILED("failed", ActiveState.FAILED);

    private final String wireName;
    private final ActiveState activeState;

    MountPhase(String wireName, ActiveState activeState) {
        this.wireName = wireName;
        this.activeState = activeState;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    ActiveState activeState() {
        return activeState;
    }

    /** Returns whether a process runs that is to change the mount. */
    boolean hasProcess() {
        return switch (this) {
            case DEAD, MOUNTED, FAILED -> false;
            case MOUNTING,
                    MOUNTING_DONE,
                    REMOUNTING,
                    REMOUNTING_SIGTERM,
                    REMOUNTING_SIGKILL,
                    UNMOUNTING,
                    UNMOUNTING_SIGTERM,
                    UNMOUNTING_SIGKILL ->
                    true;
        };
    }
}
