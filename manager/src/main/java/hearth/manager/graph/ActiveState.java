package hearth.manager.graph;

/**
 * What units of all types have in common.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), ActiveState</a>
 */
public enum ActiveState {
    ACTIVE("active"),
    RELOADING("reloading"),
    INACTIVE("inactive"),
    FAILED("failed"),
    ACTIVATING("activating"),
    DEACTIVATING("deactivating"),
    MAINTENANCE("maintenance");

    private final String wireName;

    ActiveState(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }

    /** Returns whether the unit is up. */
    public boolean isActiveOrReloading() {
        return this == ACTIVE || this == RELOADING;
    }

    /** Returns whether the unit is up or on its way there. */
    public boolean isActiveOrActivating() {
        return this == ACTIVE || this == RELOADING || this == ACTIVATING;
    }

    /** Returns whether the unit is down. */
    public boolean isInactiveOrFailed() {
        return this == INACTIVE || this == FAILED;
    }

    /** Returns whether the unit is down or on its way there. */
    public boolean isInactiveOrDeactivating() {
        return this == INACTIVE || this == FAILED || this == DEACTIVATING;
    }
}
