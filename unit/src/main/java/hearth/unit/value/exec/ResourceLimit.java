package hearth.unit.value.exec;

/**
 * A limit of setrlimit(2), in the units of the kernel.
 *
 * @param soft what counts now, {@link #INFINITY} for no limit
 * @param hard how far a process may raise it, {@link #INFINITY} for no limit
 */
public record ResourceLimit(long soft, long hard) {
    /** No limit: all bits set, as the kernel and the bus have it. */
    public static final long INFINITY = -1;
}
