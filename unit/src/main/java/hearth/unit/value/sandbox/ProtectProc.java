package hearth.unit.value.sandbox;

import hearth.unit.value.WireName;

/**
 * Which processes of others are seen.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     ProtectProc=</a>
 */
public enum ProtectProc implements WireName {
    DEFAULT("default"),
    NOACCESS("noaccess"),
    INVISIBLE("invisible"),
    PTRACEABLE("ptraceable");

    private final String wireName;

    ProtectProc(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
