package hearth.unit.value.resource;

import hearth.unit.value.WireName;

/**
 * Whether a user-space OOM killer should choose others first.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">systemd.resource-control(5),
 *     ManagedOOMPreference=</a>
 */
public enum ManagedOomPreference implements WireName {
    NONE("none"),
    AVOID("avoid"),
    OMIT("omit");

    private final String wireName;

    ManagedOomPreference(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
