package hearth.unit.value.resource;

import hearth.unit.value.WireName;

/**
 * Whether a user-space OOM killer may act.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">systemd.resource-control(5),
 *     ManagedOOMSwap=</a>
 */
public enum ManagedOomMode implements WireName {
    AUTO("auto"),
    KILL("kill");

    private final String wireName;

    ManagedOomMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
