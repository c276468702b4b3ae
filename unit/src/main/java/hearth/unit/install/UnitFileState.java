package hearth.unit.install;

import hearth.unit.value.WireName;

/**
 * Whether a unit file is enabled.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1),
 *     is-enabled</a>
 */
public enum UnitFileState implements WireName {
    ENABLED("enabled"),
    ENABLED_RUNTIME("enabled-runtime"),
    LINKED("linked"),
    LINKED_RUNTIME("linked-runtime"),
    ALIAS("alias"),
    MASKED("masked"),
    MASKED_RUNTIME("masked-runtime"),
    STATIC("static"),
    DISABLED("disabled"),
    INDIRECT("indirect"),
    GENERATED("generated"),
    TRANSIENT("transient"),
    BAD("bad");

    private final String wireName;

    UnitFileState(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
