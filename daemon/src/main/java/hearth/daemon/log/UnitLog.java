package hearth.daemon.log;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The log of one manager's units, on disk. Belongs to the manager's mailbox. */
public final class UnitLog {
    private final String manager;
    private final LogFiles files;
    private final Executor reader;
    private final Executor mailbox;

    /**
     * Makes a manager's log.
     *
     * @param manager the name of its files: a user's number, or {@code system}
     * @param reader who may wait for a disk
     * @param mailbox the manager's
     */
    public UnitLog(String manager, LogFiles files, Executor reader, Executor mailbox) {
        this.manager = manager;
        this.files = files;
        this.reader = reader;
        this.mailbox = mailbox;
    }

    /** Adds a line. */
    public void add(LogLine line) {
        files.write(manager, line);
    }

    /**
     * Reads the last lines of a unit, those of earlier managers included.
     *
     * @param then told in the mailbox, oldest line first
     */
    public void tail(String unit, int max, Consumer<List<LogLine>> then) {
        reader.execute(() -> {
            List<LogLine> lines = files.read(manager, unit);
            List<LogLine> last = lines.subList(Math.max(0, lines.size() - max), lines.size());
            mailbox.execute(() -> then.accept(last));
        });
    }
}
