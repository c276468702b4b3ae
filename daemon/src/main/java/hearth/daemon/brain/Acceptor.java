package hearth.daemon.brain;

import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.time.Duration;

/**
 * Lets in who connects to a listening socket, some in each turn of the reactor's. Belongs to the
 * reactor.
 */
public final class Acceptor {
    /** Connections taken in one turn. */
    private static final int ACCEPTS_PER_TURN = 16;

    /** How long nobody is let in after there was no room for whoever came. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Brain brain;
    private final int fd;
    private final Door door;
    private final Reactor.Registration registration;

    /** Decides about connections. */
    public interface Door {
        /**
         * Takes a connection, or closes it.
         *
         * @return whether the next may come at once
         */
        boolean admit(int connection);
    }

    /** Begins to accept; the socket goes on belonging to whoever calls. */
    public Acceptor(Brain brain, int fd, Door door) throws ErrnoException {
        this.brain = brain;
        this.fd = fd;
        this.door = door;
        brain.linux().descriptors().setNonBlocking(fd, true);
        registration = brain.reactor().register(fd, Polling.READABLE, _ -> accept());
    }

    private void accept() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (!brain.foreign().hasRoom()) {
                pause();
                return;
            }
            int connection;
            try {
                connection = brain.linux().sockets().accept(fd);
            } catch (ErrnoException _) { // EMFILE and the like: whoever waits goes on waiting
                pause();
                return;
            }
            if (connection == Linux.WOULD_BLOCK) {
                return;
            }
            if (!door.admit(connection)) {
                pause();
                return;
            }
        }
    }

    private void pause() {
        registration.want(0);
        brain.reactor().after(PAUSE, () -> registration.want(Polling.READABLE));
    }

    /** Accepts no more. */
    public void end() {
        registration.end();
    }
}
