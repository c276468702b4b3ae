package hearth.manager.graph;

/**
 * Whether a unit's definition could be had.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), LoadState</a>
 */
public enum LoadState {
    STUB("stub"),
    LOADED("loaded"),
    NOT_FOUND("not-found"),
    BAD_SETTING("bad-setting"),
    ERROR("error"),
    MASKED("masked");

    private final String wireName;

    LoadState(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
