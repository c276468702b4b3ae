package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * How a unit is ended that took too long.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     TimeoutStartFailureMode=</a>
 */
public enum TimeoutFailureMode implements WireName {
    TERMINATE("terminate"),
    ABORT("abort"),
    KILL("kill");

    private final String wireName;

    TimeoutFailureMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
