package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * Which processes of a unit are signalled when it stops.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.kill.5.html">systemd.kill(5),
 *     KillMode=</a>
 */
public enum KillMode implements WireName {
    CONTROL_GROUP("control-group"),
    PROCESS("process"),
    MIXED("mixed"),
    NONE("none");

    private final String wireName;

    KillMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
