package hearth.daemon.stream;

import hearth.linux.Descriptors;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;

/**
 * Looks at what a pipe holds and leaves it there, by way of a pipe of its own. Belongs to the
 * thread that writes logs.
 */
public final class PipeHead {
    /** Bytes looked at: what a pipe holds by default. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final byte[] PROBE = {0};

    private final Descriptors descriptors;
    private final Descriptors.Pipe copy;
    private int capacity;
    private final byte[] bytes = new byte[BYTES_MAX];

    /**
     * Makes one.
     *
     * @param capacity of the pipe into which what was seen is moved: what doesn't fit there isn't
     *     looked at
     */
    public PipeHead(Linux linux, int capacity) throws ErrnoException {
        descriptors = linux.descriptors();
        copy = descriptors.pipe();
        grow(Math.min(capacity, BYTES_MAX));
    }

    /**
     * Whoever has many pipes may not enlarge one ({@code pipe-user-pages-soft}): it serves, too.
     */
    private void grow(int wanted) throws ErrnoException {
        try {
            capacity = descriptors.setPipeCapacity(copy.readFd(), wanted);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            capacity = descriptors.pipeCapacity(copy.readFd());
        }
    }

    /** Returns what the last {@link #look} saw. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Looks at the oldest bytes of a pipe.
     *
     * @return how many, 0 where nobody writes into it any more and it is empty, or {@link
     *     Linux#WOULD_BLOCK}
     */
    public int look(int pipe) throws ErrnoException {
        int count = descriptors.tee(pipe, copy.writeFd(), BYTES_MAX);
        if (count > 0) {
            read(count);
        }
        return count;
    }

    /** Reads what the copy holds, which is so much. */
    private void read(int count) throws ErrnoException {
        for (int done = 0; done < count; ) {
            int read = descriptors.read(copy.readFd(), bytes, done, count - done);
            if (read <= 0) {
                throw new IllegalStateException("a copy of a pipe has lost its bytes");
            }
            done += read;
        }
    }

    /**
     * Returns whether a pipe takes nothing more, so that its writer waits: a pipe has room for a
     * number of pieces, however small they are. So the copy is made as large, and tried; where it
     * cannot be, what fills the copy counts as full.
     */
    public boolean isFull(int pipe) throws ErrnoException {
        int wanted = Math.min(descriptors.pipeCapacity(pipe), capacity);
        boolean isSmaller = wanted < capacity;
        if (isSmaller) {
            descriptors.setPipeCapacity(copy.readFd(), wanted);
        }
        try {
            int count = descriptors.tee(pipe, copy.writeFd(), BYTES_MAX);
            if (count <= 0) {
                return false;
            }
            boolean isFull =
                    descriptors.write(copy.writeFd(), PROBE, 0, PROBE.length) == Linux.WOULD_BLOCK;
            read(count);
            if (!isFull) {
                descriptors.read(copy.readFd(), new byte[1], 0, 1);
            }
            return isFull;
        } finally {
            if (isSmaller) {
                grow(capacity);
            }
        }
    }

    /** Closes the pipe of its own. */
    public void close() {
        descriptors.closeQuietly(copy.readFd());
        descriptors.closeQuietly(copy.writeFd());
    }
}
