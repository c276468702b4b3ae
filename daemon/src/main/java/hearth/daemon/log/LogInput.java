package hearth.daemon.log;

import hearth.daemon.log.source.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * The reading end of what a process writes: a stream, or a pipe where an earlier version's hand has
 * made it. Belongs to the thread that writes logs.
 *
 * <p>What is in it stays there until it is on disk, a line that has only begun until its end comes.
 */
public final class LogInput {
    /** Bytes of {@code <N>}. */
    static final int PREFIX_BYTES = 3;

    private final ManagerLog log;
    private final Source source;
    private final long inode;
    private final long token;
    private final long process;
    private final Style style;
    private final LogOrigin origin;
    private final List<Runnable> afterEnd = new ArrayList<>(0);
    private LogSource.Rules rules = LogSource.Rules.NONE;
    private boolean isReady;
    private boolean isHungUp;

    /**
     * How lines are read.
     *
     * @param priority of a line that doesn't say ({@code SyslogLevel=})
     * @param readsPrefix whether a line may say ({@code SyslogLevelPrefix=})
     */
    public record Style(int priority, boolean readsPrefix) {}

    /**
     * Where it is read.
     *
     * @param fd the reading end, which changes hands
     * @param isStream whether it is a stream socket; else a pipe
     * @param closer closes it where that may take as long as its user likes
     */
    public record Source(int fd, boolean isStream, IntConsumer closer) {}

    /**
     * An input that is to be read.
     *
     * @param process its process, as the manager and its hand call it
     */
    public record Opening(Source source, long process, Style style, LogOrigin origin) {}

    /** An input that is read, as others see it. */
    public interface Open {
        /** Returns its process, as the manager and its hand call it. */
        long process();

        /** Returns whether it is a stream, which the keeper has; else a pipe. */
        boolean isStream();

        /** Returns the process, or 0 where nobody knows. */
        int pid();

        /** Returns the unit. */
        String unit();

        /** Returns another descriptor of it, which is the caller's; nothing where there is none. */
        OptionalInt duplicate();
    }

    LogInput(ManagerLog log, Opening opening, long inode, long token) {
        this.log = log;
        this.inode = inode;
        this.token = token;
        source = opening.source();
        process = opening.process();
        style = opening.style();
        origin = opening.origin();
    }

    ManagerLog log() {
        return log;
    }

    int fd() {
        return source.fd();
    }

    boolean isStream() {
        return source.isStream();
    }

    /** Closes it where that may take as long as its user likes. */
    void closeElsewhere() {
        source.closer().accept(source.fd());
    }

    /** Returns which input it is, whatever descriptor leads there. */
    long inode() {
        return inode;
    }

    /** Returns what comes with each event. */
    long token() {
        return token;
    }

    LogOrigin origin() {
        return origin;
    }

    long process() {
        return process;
    }

    List<Runnable> afterEnd() {
        return afterEnd;
    }

    /** Returns whether there may be a line in it. */
    boolean isReady() {
        return isReady;
    }

    void setReady(boolean ready) {
        isReady = ready;
    }

    /** Returns whether nobody writes into it any more. */
    boolean isHungUp() {
        return isHungUp;
    }

    void hangUp() {
        isHungUp = true;
    }

    /**
     * Returns the priority that a line says in front of its text, {@code <N>}; -1 where it says
     * none.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/sd-daemon.3.html">sd-daemon(3)</a>
     */
    int prefix(byte[] bytes, int start, int end) {
        boolean isPrefixed =
                style.readsPrefix()
                        && end - start >= PREFIX_BYTES
                        && bytes[start] == '<'
                        && bytes[start + 2] == '>'
                        && bytes[start + 1] >= '0'
                        && bytes[start + 1] <= '7';
        return isPrefixed ? bytes[start + 1] - '0' : -1;
    }

    /** Returns the priority of a line that says none. */
    int priority() {
        return style.priority();
    }

    /** Returns what holds for all that the unit logs; what held last where it is forgotten. */
    LogSource.Rules rules() {
        rules = log.rules().of(origin.unit().name()).orElse(rules);
        return rules;
    }
}
