package hearth.daemon.log;

import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The reading ends of what one user's services write, over all managers that the user has had: a
 * service goes on writing when its manager is lost, and nobody but the brain has the end of its
 * pipe then. Belongs to the reactor.
 */
public final class LogPipes {
    /** Takes lines; called in a manager's mailbox. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a line, and whose it is. */
        void line(LogOrigin origin, int priority, String text);
    }

    /** The manager that is there. */
    record Reader(Executor mailbox, Sink sink) {}

    private final Linux linux;
    private final Reactor reactor;
    private final byte[] scratch;
    private final Set<LogPipe> open = new HashSet<>();
    private Reader reader = new Reader(Runnable::run, (_, _, _) -> {});

    /**
     * Makes a collection without pipes.
     *
     * @param scratch {@link LogPipe#BYTES_PER_TURN} of room, shared by all pipes of the reactor
     */
    public LogPipes(Linux linux, Reactor reactor, byte[] scratch) {
        this.linux = linux;
        this.reactor = reactor;
        this.scratch = scratch;
    }

    /** Gives lines to another manager from now on; any thread. */
    public void redirect(Executor mailbox, Sink sink) {
        reactor.execute(() -> {
            Executor before = reader.mailbox();
            reader = new Reader(mailbox, sink);
            open.forEach(pipe -> pipe.goOn(before));
        });
    }

    /** Begins to read a pipe, which belongs to this from now on. */
    public void open(int fd, LogPipe.Style style, LogOrigin origin) throws ErrnoException {
        open.add(new LogPipe(this, fd, style, origin));
    }

    Linux linux() {
        return linux;
    }

    Reactor reactor() {
        return reactor;
    }

    byte[] scratch() {
        return scratch;
    }

    Reader reader() {
        return reader;
    }

    void forget(LogPipe ended) {
        open.remove(ended);
    }
}
