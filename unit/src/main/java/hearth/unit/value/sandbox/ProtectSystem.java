package hearth.unit.value.sandbox;

import hearth.unit.value.WireName;

/**
 * How much of the system is read-only.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     ProtectSystem=</a>
 */
public enum ProtectSystem implements WireName {
    NO("no"),
    YES("yes"),
    FULL("full"),
    STRICT("strict");

    private final String wireName;

    ProtectSystem(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
