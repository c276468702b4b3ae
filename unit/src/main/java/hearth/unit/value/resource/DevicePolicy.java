package hearth.unit.value.resource;

import hearth.unit.value.WireName;

/**
 * Which devices a unit may use.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">systemd.resource-control(5),
 *     DevicePolicy=</a>
 */
public enum DevicePolicy implements WireName {
    AUTO("auto"),
    CLOSED("closed"),
    STRICT("strict");

    private final String wireName;

    DevicePolicy(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
