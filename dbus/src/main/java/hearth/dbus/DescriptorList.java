package hearth.dbus;

/**
 * The descriptors of a message, owned by it: they are closed with it unless they are taken out.
 *
 * <p>Confined to the thread that has the message.
 */
public final class DescriptorList implements AutoCloseable {
    /** No descriptors. */
    public static final DescriptorList NONE = new DescriptorList(fd -> {}, new int[0]);

    /**
     * Where somebody's descriptors end: for our own ones {@code linux.descriptors()::closeQuietly}.
     */
    @FunctionalInterface
    public interface Closer {
        /** Closes a descriptor. */
        void close(int fd);

        /**
         * Returns whether as many may come now as one message carries; where they may, {@link
         * #came} is told next.
         */
        default boolean mayCome() {
            return true;
        }

        /** Tells how many have come. */
        default void came(int count) {
            // nobody counts them
        }

        /** Tells that one which has come is somebody else's to close from now on. */
        default void taken() {
            // nobody counts them
        }
    }

    private final Closer closer;
    private final int[] fds;

    private DescriptorList(Closer closer, int[] fds) {
        this.closer = closer;
        this.fds = fds;
    }

    /** Returns a list that owns these descriptors from now on. */
    public static DescriptorList owning(Closer closer, int... fds) {
        return fds.length == 0 ? NONE : new DescriptorList(closer, fds.clone());
    }

    /** Returns how many descriptors came with the message. */
    public int size() {
        return fds.length;
    }

    /**
     * Returns a descriptor, which stays the list's.
     *
     * @throws IllegalStateException where it was taken or closed
     */
    public int get(int index) {
        if (fds[index] < 0) {
            throw new IllegalStateException("descriptor " + index + " is no longer here");
        }
        return fds[index];
    }

    /**
     * Returns a descriptor, which from now on is the caller's to close.
     *
     * @throws IllegalStateException where it was taken or closed
     */
    public int take(int index) {
        int fd = get(index);
        fds[index] = -1;
        closer.taken();
        return fd;
    }

    /** Closes what was not taken. */
    @Override
    public void close() {
        for (int i = 0; i < fds.length; i++) {
            if (fds[i] >= 0) {
                closer.close(fds[i]);
                fds[i] = -1;
            }
        }
    }
}
