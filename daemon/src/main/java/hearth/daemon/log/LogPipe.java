package hearth.daemon.log;

import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * The reading end of what a service writes. The reactor reads it; lines go to the manager's
 * mailbox.
 *
 * <p>A service that writes faster than its manager takes the lines waits: a turn reads little, and
 * the pipe is read again only once the mailbox has had the lines before. So nothing is lost, and
 * nothing piles up.
 */
public final class LogPipe {
    /** Bytes read in one turn: what a pipe holds by default. */
    public static final int BYTES_PER_TURN = 64 * 1024;

    private final LogPipes pipes;
    private final int fd;
    private final Style style;
    private final LogOrigin origin;
    private final Reactor.Registration registration;
    private LineSplitter splitter;
    private boolean isWaiting; // for the mailbox to have had what was read

    /**
     * How lines are read.
     *
     * @param priority of a line that doesn't say ({@code SyslogLevel=})
     * @param readsPrefix whether a line may say ({@code SyslogLevelPrefix=})
     * @param most lines above this priority are not kept ({@code LogLevelMax=}); all are where it
     *     is negative
     */
    public record Style(int priority, boolean readsPrefix, int most) {}

    LogPipe(LogPipes pipes, int fd, Style style, LogOrigin origin) throws ErrnoException {
        this.pipes = pipes;
        this.fd = fd;
        this.style = style;
        this.origin = origin;
        splitter = splitter(pipes.reader().sink());
        pipes.linux().descriptors().setNonBlocking(fd, true);
        registration = pipes.reactor().register(fd, Polling.READABLE, _ -> read());
    }

    private LineSplitter splitter(LogPipes.Sink sink) {
        return new LineSplitter(
                style.priority(),
                style.readsPrefix(),
                (priority, text) -> {
                    if (style.most() < 0 || priority <= style.most()) {
                        sink.line(origin, priority, text);
                    }
                });
    }

    private void read() throws ErrnoException {
        byte[] scratch = pipes.scratch();
        int count = pipes.linux().descriptors().read(fd, scratch, 0, scratch.length);
        if (count == Linux.WOULD_BLOCK) {
            return;
        }
        LineSplitter lines = splitter;
        if (count == 0) {
            registration.end();
            pipes.linux().descriptors().closeQuietly(fd);
            pipes.forget(this);
            pipes.reader().mailbox().execute(lines::finish);
            return;
        }
        byte[] bytes = Arrays.copyOf(scratch, count);
        isWaiting = true;
        registration.want(0);
        pipes.reader()
                .mailbox()
                .execute(() -> {
                    lines.feed(bytes, count);
                    pipes.reactor().execute(() -> had(lines));
                });
    }

    private void had(LineSplitter lines) {
        if (lines == splitter) {
            isWaiting = false;
            registration.want(Polling.READABLE);
        }
    }

    /**
     * Goes on with another manager. What the one before has not had yet it may never have, where it
     * has broken: that is not waited for.
     *
     * @param before the mailbox of the manager before, whose is a line that has only begun
     */
    void goOn(Executor before) {
        before.execute(splitter::finish);
        splitter = splitter(pipes.reader().sink());
        if (isWaiting) {
            isWaiting = false;
            registration.want(Polling.READABLE);
        }
    }
}
