package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * From which nodes memory is taken.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     NUMAPolicy=</a>
 */
public enum NumaPolicy implements WireName {
    DEFAULT("default", 0),
    PREFERRED("preferred", 1),
    BIND("bind", 2),
    INTERLEAVE("interleave", 3),
    LOCAL("local", 4);

    private final String wireName;
    private final int number;

    NumaPolicy(String wireName, int number) {
        this.wireName = wireName;
        this.number = number;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Returns the kernel's number, which is also the bus's. */
    public int number() {
        return number;
    }
}
