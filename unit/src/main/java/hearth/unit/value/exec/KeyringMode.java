package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * Which session keyring a process gets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     KeyringMode=</a>
 */
public enum KeyringMode implements WireName {
    INHERIT("inherit"),
    PRIVATE("private"),
    SHARED("shared");

    private final String wireName;

    KeyringMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
