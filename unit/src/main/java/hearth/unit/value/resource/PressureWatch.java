package hearth.unit.value.resource;

import hearth.unit.value.WireName;

/**
 * Whether memory pressure is passed on to a unit.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">systemd.resource-control(5),
 *     MemoryPressureWatch=</a>
 */
public enum PressureWatch implements WireName {
    AUTO("auto"),
    ON("on"),
    OFF("off"),
    SKIP("skip");

    private final String wireName;

    PressureWatch(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
