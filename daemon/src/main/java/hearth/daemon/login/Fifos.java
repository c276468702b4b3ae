package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The FIFOs that tell when a session's login program is gone: it holds the writing end, hearthd
 * reads. Belongs to the reactor.
 */
final class Fifos {
    private static final int MODE = 0600;

    private record Held(int fd, Reactor.Registration registration) {}

    private final Brain brain;
    private final Path directory;
    private final Map<String, Held> held = new HashMap<>();

    /** Makes FIFOs in a directory, {@code /run/systemd/sessions}. */
    Fifos(Brain brain, Path directory) {
        this.brain = brain;
        this.directory = directory;
    }

    private String path(String session) {
        return directory.resolve(session + ".ref").toString();
    }

    /**
     * Makes a session's FIFO and waits for its end.
     *
     * @param ended told when nobody holds the writing end any more
     * @return the writing end, for the login program
     */
    int make(String session, Runnable ended) throws IOException {
        var filesystem = brain.linux().filesystem();
        String path = path(session);
        Files.deleteIfExists(Path.of(path));
        filesystem.makeFifo(path, MODE);
        int reader = filesystem.openFifoReader(path);
        int writer = filesystem.openFifoWriter(path);
        wait(session, reader, ended);
        return writer;
    }

    /**
     * Waits for the end of a FIFO that an earlier brain has made.
     *
     * @return whether somebody holds the writing end; else there is nothing to wait for
     */
    boolean takeUp(String session, Runnable ended) throws ErrnoException {
        int reader;
        try {
            reader = brain.linux().filesystem().openFifoReader(path(session));
        } catch (ErrnoException e) {
            if (e.errno().equals(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
        // Without a writer a FIFO that was opened anew never reports a hang-up: read once.
        if (brain.linux().descriptors().read(reader, new byte[1], 0, 1) != Linux.WOULD_BLOCK) {
            brain.linux().descriptors().closeQuietly(reader);
            return false;
        }
        wait(session, reader, ended);
        return true;
    }

    private void wait(String session, int reader, Runnable ended) throws ErrnoException {
        close(session);
        var registration =
                brain.reactor()
                        .register(
                                reader, Polling.READABLE, events -> ready(session, events, ended));
        held.put(session, new Held(reader, registration));
    }

    private void ready(String session, int events, Runnable ended) throws ErrnoException {
        if ((events & Polling.HANG_UP) != 0) {
            close(session);
            ended.run();
            return;
        }
        Held fifo = held.get(session);
        if (fifo != null) {
            // whatever somebody writes means nothing
            brain.linux().descriptors().read(fifo.fd(), new byte[64], 0, 64);
        }
    }

    private void close(String session) {
        Held fifo = held.remove(session);
        if (fifo != null) {
            fifo.registration().end();
            brain.linux().descriptors().closeQuietly(fifo.fd());
        }
    }

    /** Closes a session's FIFO and removes it. */
    void remove(String session) throws IOException {
        close(session);
        Files.deleteIfExists(Path.of(path(session)));
    }

    /** Returns the writing end of a FIFO that is there; nothing where nobody reads it. */
    OptionalInt writer(String session) {
        try {
            return OptionalInt.of(brain.linux().filesystem().openFifoWriter(path(session)));
        } catch (ErrnoException _) {
            return OptionalInt.empty();
        }
    }
}
