package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * When a runtime directory stays after its unit.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     RuntimeDirectoryPreserve=</a>
 */
public enum DirectoryPreserve implements WireName {
    NO("no"),
    YES("yes"),
    RESTART("restart");

    private final String wireName;

    DirectoryPreserve(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
