package hearth.api.systemd1.world;

/** What the kernel counts for a cgroup. */
public enum CgroupStatistic {
    /** The cgroup's inode number. */
    ID,
    /** {@code memory.current}, bytes. */
    MEMORY_CURRENT,
    /** {@code memory.peak}, bytes. */
    MEMORY_PEAK,
    /** {@code memory.swap.current}, bytes. */
    MEMORY_SWAP_CURRENT,
    /** {@code memory.swap.peak}, bytes. */
    MEMORY_SWAP_PEAK,
    /** {@code memory.zswap.current}, bytes. */
    MEMORY_Z_SWAP_CURRENT,
    /** {@code cpu.stat}'s {@code usage_usec}, in nanoseconds. */
    CPU_USAGE_NSEC,
    /** {@code pids.current}. */
    TASKS_CURRENT,
    /** {@code io.stat}'s {@code rbytes}, over all devices. */
    IO_READ_BYTES,
    /** {@code io.stat}'s {@code rios}. */
    IO_READ_OPERATIONS,
    /** {@code io.stat}'s {@code wbytes}. */
    IO_WRITE_BYTES,
    /** {@code io.stat}'s {@code wios}. */
    IO_WRITE_OPERATIONS;

    /** The value of what nobody counts; on the bus it is shown as not set. */
    public static final long UNKNOWN = -1;
}
