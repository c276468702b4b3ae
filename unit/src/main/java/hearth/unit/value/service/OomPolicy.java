package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * What the kernel killing one process for memory means for the unit.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     OOMPolicy=</a>
 */
public enum OomPolicy implements WireName {
    CONTINUE("continue"),
    STOP("stop"),
    KILL("kill");

    private final String wireName;

    OomPolicy(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
