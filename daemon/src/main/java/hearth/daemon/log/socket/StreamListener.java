package hearth.daemon.log.socket;

import hearth.daemon.log.source.LogSource;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketOption;
import java.util.concurrent.Executor;

/** Where programs connect to log by lines. Belongs to the thread that writes logs. */
final class StreamListener implements LogSource {
    /** Connections taken in a turn. */
    private static final int CONNECTIONS_PER_TURN = 16;

    private final Linux linux;
    private final Streams streams;
    private final int fd;
    private final Executor later;

    /**
     * Makes one of a listening socket.
     *
     * @param later runs what it is given when a pause is over, in which nobody is let in
     */
    StreamListener(Linux linux, Streams streams, int fd, Executor later) {
        this.later = later;
        this.linux = linux;
        this.streams = streams;
        this.fd = fd;
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public String owner() {
        return "socket " + fd;
    }

    @Override
    public void begin(boolean isUnfinished, Entries out) {
        streams.kept().forEach(out::open);
    }

    @Override
    public boolean turn(Entries out) throws ErrnoException {
        for (int i = 0; i < CONNECTIONS_PER_TURN; i++) {
            if (!streams.hasRoomToClose()) {
                return pause(out);
            }
            int connection = linux.sockets().accept(fd);
            if (connection == Linux.WOULD_BLOCK) {
                return false;
            }
            if (!take(connection, out)) {
                return pause(out);
            }
        }
        return true;
    }

    private boolean pause(Entries out) {
        out.await(this, later, () -> {});
        return false;
    }

    /** Returns whether the next may come at once. */
    private boolean take(int connection, Entries out) throws ErrnoException {
        Credentials peer;
        try {
            linux.sockets().setOption(connection, SocketOption.OUT_OF_BAND_INLINE, 1);
            peer = linux.sockets().peerCredentials(connection);
        } catch (ErrnoException e) {
            streams.refuse(connection);
            throw e;
        }
        Streams.Admitted admitted = streams.take(peer, connection);
        admitted.stream().ifPresent(out::open);
        return admitted.goesOn();
    }
}
