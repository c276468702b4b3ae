package hearth.daemon.descriptor;

import hearth.linux.ErrnoException;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketOption;

/**
 * Finds out whether descriptors wait in a connection that nobody reads. Its close is the last of
 * theirs, and may take as long as their owner likes; without any it takes no time.
 */
final class Refusal {
    /** Bytes of a look. */
    private static final int LOOK_BYTES = 64 << 10;

    /** Looks at what one connection has: more than it holds, unless root has said otherwise. */
    private static final int LOOKS_MAX = 8;

    private final Sockets sockets;

    Refusal(Sockets sockets) {
        this.sockets = sockets;
    }

    /** Lets nothing more come into a connection, and returns whether it can be closed at once. */
    boolean canBeClosed(int fd) {
        try {
            sockets.shutdown(fd, Sockets.Direction.READING);
            sockets.setOption(fd, SocketOption.OUT_OF_BAND_INLINE, 1); // or it would not be seen
            return isEmpty(fd) || bringsNoDescriptors(fd);
        } catch (ErrnoException _) { // it is another kind of socket
            return false;
        }
    }

    private boolean isEmpty(int fd) throws ErrnoException {
        return sockets.peekStream(fd, new byte[1], 0).bytes() <= 0;
    }

    private boolean bringsNoDescriptors(int fd) throws ErrnoException {
        sockets.setOption(fd, SocketOption.PEEK_OFFSET, 0);
        var seen = new byte[LOOK_BYTES];
        for (int i = 0; i < LOOKS_MAX; i++) {
            Sockets.Peeked look = sockets.peekStream(fd, seen, 0);
            if (look.bringsDescriptors()) {
                return false;
            }
            if (look.bytes() <= 0) {
                return true;
            }
        }
        return false;
    }
}
