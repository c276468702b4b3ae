package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * How a restart looks to other units.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     RestartMode=</a>
 */
public enum RestartMode implements WireName {
    NORMAL("normal"),
    DIRECT("direct");

    private final String wireName;

    RestartMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
