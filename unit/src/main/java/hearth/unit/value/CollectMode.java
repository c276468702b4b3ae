package hearth.unit.value;

/**
 * When a unit is forgotten.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     CollectMode=</a>
 */
public enum CollectMode implements WireName {
    INACTIVE("inactive"),
    INACTIVE_OR_FAILED("inactive-or-failed");

    private final String wireName;

    CollectMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
