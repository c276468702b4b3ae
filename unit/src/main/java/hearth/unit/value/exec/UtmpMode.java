package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * What kind of record utmp gets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     UtmpMode=</a>
 */
public enum UtmpMode implements WireName {
    INIT("init"),
    LOGIN("login"),
    USER("user");

    private final String wireName;

    UtmpMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
