package hearth.daemon.stream;

import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Sockets;

/**
 * Looks at what a stream has and leaves it there. Belongs to the thread that writes logs.
 *
 * <p>What stands in front of it may have been taken in before: the beginning of a line, whose
 * {@link Rests rest} is to come.
 */
public final class StreamHead {
    private final Sockets sockets;
    private final Rests rests;
    private final byte[] bytes;
    private int restBytes;

    /**
     * What was seen.
     *
     * @param bytes how many, a rest included; 0 where nobody writes any more and nothing is left,
     *     or {@link Linux#WOULD_BLOCK}
     * @param isLast whether nothing follows that could belong to the same line
     * @param bringsDescriptors whether descriptors come with it, so that nothing may be taken
     */
    public record Seen(int bytes, boolean isLast, boolean bringsDescriptors) {}

    /**
     * Makes one.
     *
     * @param bytesMax how much is looked at: more than a line may have
     */
    public StreamHead(Linux linux, Rests rests, int bytesMax) {
        sockets = linux.sockets();
        this.rests = rests;
        bytes = new byte[bytesMax];
    }

    /** Returns what the last {@link #look} saw. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns how many of those bytes were a rest, and are no longer in the stream. */
    public int restBytes() {
        return restBytes;
    }

    /**
     * Looks at the oldest bytes of a stream.
     *
     * @param inode of the stream
     * @param isHungUp whether nobody writes into it any more
     */
    public Seen look(int fd, long inode, boolean isHungUp) throws ErrnoException {
        restBytes = rests.read(inode, bytes);
        Sockets.Peeked peeked = sockets.peekStream(fd, bytes, restBytes);
        if (peeked.bytes() == Linux.WOULD_BLOCK) {
            return new Seen(Linux.WOULD_BLOCK, false, false);
        }
        boolean hasEnded = peeked.bytes() == 0;
        boolean isAll = restBytes + peeked.bytes() < bytes.length;
        return new Seen(
                restBytes + peeked.bytes(),
                peeked.bringsDescriptors() || hasEnded || (isHungUp && isAll),
                peeked.bringsDescriptors());
    }
}
