package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * Whose notifications count.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     NotifyAccess=</a>
 */
public enum NotifyAccess implements WireName {
    NONE("none"),
    EXEC("exec"),
    MAIN("main"),
    ALL("all");

    private final String wireName;

    NotifyAccess(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
