package hearth.daemon.log.socket;

import hearth.daemon.log.source.LogSource;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketOption;

/** Where programs connect to log by lines. Belongs to the thread that writes logs. */
final class StreamListener implements LogSource {
    /** Connections taken in a turn. */
    private static final int CONNECTIONS_PER_TURN = 16;

    private final Linux linux;
    private final Streams streams;
    private final int fd;

    StreamListener(Linux linux, Streams streams, int fd) {
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
            int connection = linux.sockets().accept(fd);
            if (connection == Linux.WOULD_BLOCK) {
                return false;
            }
            take(connection, out);
        }
        return true;
    }

    private void take(int connection, Entries out) throws ErrnoException {
        Credentials peer;
        try {
            linux.sockets().setOption(connection, SocketOption.OUT_OF_BAND_INLINE, 1);
            peer = linux.sockets().peerCredentials(connection);
        } catch (ErrnoException e) {
            streams.refuse(connection);
            throw e;
        }
        streams.take(peer, connection).ifPresent(out::open);
    }
}
