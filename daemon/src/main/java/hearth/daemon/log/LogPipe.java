package hearth.daemon.log;

import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

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

    private final Linux linux;
    private final int fd;
    private final byte[] scratch;
    private final Executor mailbox;
    private final Executor reactor;
    private final LineSplitter lines;
    private final Runnable ended;
    private final Reactor.Registration registration;

    /**
     * Begins to read a pipe, which belongs to this from now on; on the reactor's thread.
     *
     * @param scratch {@link #BYTES_PER_TURN} of room, shared by all pipes of the reactor
     * @param lines told priority and text of each line, in the mailbox
     * @param ended told in the mailbox when nobody holds the writing end any more
     */
    public static void open(
            Linux linux,
            Reactor reactor,
            int fd,
            byte[] scratch,
            Executor mailbox,
            Style style,
            BiConsumer<Integer, String> lines,
            Runnable ended)
            throws ErrnoException {
        new LogPipe(linux, reactor, fd, scratch, mailbox, style, lines, ended);
    }

    /**
     * How lines are read.
     *
     * @param priority of a line that doesn't say ({@code SyslogLevel=})
     * @param readsPrefix whether a line may say ({@code SyslogLevelPrefix=})
     */
    public record Style(int priority, boolean readsPrefix) {}

    private LogPipe(
            Linux linux,
            Reactor reactor,
            int fd,
            byte[] scratch,
            Executor mailbox,
            Style style,
            BiConsumer<Integer, String> lines,
            Runnable ended)
            throws ErrnoException {
        this.linux = linux;
        this.fd = fd;
        this.scratch = scratch;
        this.mailbox = mailbox;
        this.reactor = reactor;
        this.lines = new LineSplitter(style.priority(), style.readsPrefix(), lines);
        this.ended = ended;
        linux.descriptors().setNonBlocking(fd, true);
        registration = reactor.register(fd, Polling.READABLE, _ -> read());
    }

    private void read() throws ErrnoException {
        int count = linux.descriptors().read(fd, scratch, 0, scratch.length);
        if (count == Linux.WOULD_BLOCK) {
            return;
        }
        if (count == 0) {
            registration.end();
            linux.descriptors().closeQuietly(fd);
            mailbox.execute(() -> {
                lines.finish();
                ended.run();
            });
            return;
        }
        byte[] bytes = Arrays.copyOf(scratch, count);
        registration.want(0);
        mailbox.execute(() -> {
            lines.feed(bytes, count);
            reactor.execute(() -> registration.want(Polling.READABLE));
        });
    }
}
