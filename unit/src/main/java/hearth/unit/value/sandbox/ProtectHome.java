package hearth.unit.value.sandbox;

import hearth.unit.value.WireName;

/**
 * How home directories look.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     ProtectHome=</a>
 */
public enum ProtectHome implements WireName {
    NO("no"),
    YES("yes"),
    READ_ONLY("read-only"),
    TMPFS("tmpfs");

    private final String wireName;

    ProtectHome(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
