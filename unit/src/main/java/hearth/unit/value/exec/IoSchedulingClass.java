package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * How the kernel orders input and output.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     IOSchedulingClass=</a>
 */
public enum IoSchedulingClass implements WireName {
    NONE("none", 0),
    REALTIME("realtime", 1),
    BEST_EFFORT("best-effort", 2),
    IDLE("idle", 3);

    private final String wireName;
    private final int number;

    IoSchedulingClass(String wireName, int number) {
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
