package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * What has to be gone for a service to be over.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     ExitType=</a>
 */
public enum ExitType implements WireName {
    MAIN("main"),
    CGROUP("cgroup");

    private final String wireName;

    ExitType(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
