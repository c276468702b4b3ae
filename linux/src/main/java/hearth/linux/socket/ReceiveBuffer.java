package hearth.linux.socket;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one {@code Sockets.receive} brought: bytes, descriptors, the sender. Reusable; one thread at
 * a time.
 *
 * <p>Descriptors belong to whoever calls {@link #takeDescriptors()}; those not taken are closed by
 * the next receive.
 */
public final class ReceiveBuffer {
    /** The most descriptors that the kernel passes with one message (SCM_MAX_FD). */
    public static final int DESCRIPTOR_LIMIT = 253;

    private static final int[] NONE = {};

    private final byte[] data;
    private int size;
    private int[] fds = NONE;
    private Optional<Credentials> credentials = Optional.empty();
    private final boolean isStamped;
    private long sentUsec;
    private boolean bringsDescriptors;

    /** Creates a buffer for messages of at most {@code capacityBytes}. */
    public ReceiveBuffer(int capacityBytes) {
        this(capacityBytes, false);
    }

    private ReceiveBuffer(int capacityBytes, boolean isStamped) {
        data = new byte[capacityBytes];
        this.isStamped = isStamped;
    }

    /** Returns a buffer for a socket with {@link SocketOption#TIMESTAMP}. */
    public static ReceiveBuffer stamped(int capacityBytes) {
        return new ReceiveBuffer(capacityBytes, true);
    }

    /** Returns whether messages carry when they were sent. */
    public boolean isStamped() {
        return isStamped;
    }

    /** Returns when it was sent, in microseconds since 1970; 0 where the kernel didn't say. */
    public long sentUsec() {
        return sentUsec;
    }

    /** Says when it was sent; for implementations of {@code Sockets} only. */
    public void setSentUsec(long usec) {
        sentUsec = usec;
    }

    /** Returns the bytes: valid up to {@link #size()}, until the next receive. */
    public byte[] data() {
        return data;
    }

    /** Returns how many bytes came. */
    public int size() {
        return size;
    }

    /** Returns whether descriptors come with what was looked at, which are not here. */
    public boolean bringsDescriptors() {
        return bringsDescriptors;
    }

    /** Says whether descriptors come with it; for implementations of {@code Sockets} only. */
    public void setBringsDescriptors(boolean brings) {
        bringsDescriptors = brings;
    }

    /** Returns how many descriptors came and were not taken. */
    public int descriptorCount() {
        return fds.length;
    }

    /** Returns the descriptors that came, which from now on belong to the caller. */
    public int[] takeDescriptors() {
        int[] taken = fds;
        fds = NONE;
        return taken;
    }

    /**
     * Returns the sender; there only where {@link SocketOption#PASS_CREDENTIALS} was on before it
     * sent.
     */
    public Optional<Credentials> credentials() {
        return credentials;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(data, size);
    }

    /** Replaces the content; for implementations of {@code Sockets} only. */
    public void set(int size, int[] fds, Optional<Credentials> credentials) {
        sentUsec = 0;
        bringsDescriptors = false;
        this.size = size;
        this.fds = fds;
        this.credentials = credentials;
    }
}
