package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * How the kernel shares processor time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     CPUSchedulingPolicy=</a>
 */
public enum CpuSchedulingPolicy implements WireName {
    OTHER("other", 0),
    FIFO("fifo", 1),
    RR("rr", 2),
    BATCH("batch", 3),
    IDLE("idle", 5);

    private final String wireName;
    private final int number;

    CpuSchedulingPolicy(String wireName, int number) {
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

    /** Returns the lowest priority that the kernel takes with it. */
    public int lowestPriority() {
        return this == FIFO || this == RR ? 1 : 0;
    }
}
