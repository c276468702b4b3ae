package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.login.host.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The FIFOs that tell when a session's login program is gone: it holds the writing end, hearthd the
 * other. Login programs are root's: whoever else could write into one could hold its lock, and with
 * it whoever opens or reads it. Belongs to the reactor.
 */
final class Fifos implements HoldEnds {
    private static final int MODE = 0600;

    private record Held(int fd, Reactor.Registration registration) {}

    private final Brain brain;
    private final Path directory;
    private final Map<StateFile, Held> held = new HashMap<>();

    /** Makes FIFOs below a directory, {@code /run/systemd}. */
    Fifos(Brain brain, Path directory) {
        this.brain = brain;
        this.directory = directory;
    }

    private String path(StateFile beside) {
        return directory.resolve(beside.fifoPath()).toString();
    }

    @Override
    public int make(StateFile beside, Runnable ended) throws IOException {
        var filesystem = brain.linux().filesystem();
        String path = path(beside);
        Files.deleteIfExists(Path.of(path));
        filesystem.makeFifo(path, MODE);
        int reader = filesystem.openFifoReader(path);
        int writer = filesystem.openFifoWriter(path);
        wait(beside, reader, ended);
        return writer;
    }

    @Override
    public boolean takeUp(StateFile beside, Runnable ended) throws ErrnoException {
        int reader;
        try {
            reader = brain.linux().filesystem().openFifoReader(path(beside));
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
        wait(beside, reader, ended);
        return true;
    }

    /** A hang-up is told whatever is asked for; what somebody writes means nothing. */
    private void wait(StateFile beside, int reader, Runnable ended) throws ErrnoException {
        close(beside);
        var registration =
                brain.reactor().register(reader, 0, events -> ready(beside, events, ended));
        held.put(beside, new Held(reader, registration));
    }

    private void ready(StateFile beside, int events, Runnable ended) {
        if ((events & Polling.HANG_UP) != 0) {
            close(beside);
            ended.run();
        }
    }

    private void close(StateFile beside) {
        Held fifo = held.remove(beside);
        if (fifo != null) {
            fifo.registration().end();
            brain.linux().descriptors().closeQuietly(fifo.fd());
        }
    }

    @Override
    public void remove(StateFile beside) throws IOException {
        close(beside);
        Files.deleteIfExists(Path.of(path(beside)));
    }

    @Override
    public OptionalInt others(StateFile beside) {
        try {
            return OptionalInt.of(brain.linux().filesystem().openFifoWriter(path(beside)));
        } catch (ErrnoException _) {
            return OptionalInt.empty();
        }
    }
}
