package hearth.daemon.log;

import java.util.List;

/**
 * The log of one manager's units: kept in memory for a look, written to disk for later. Belongs to
 * the manager's mailbox.
 */
public final class UnitLog {
    private final String manager;
    private final LogFiles files;
    private final LogTail tail = new LogTail();

    /**
     * Makes a manager's log.
     *
     * @param manager the name of its files: a user's number, or {@code system}
     */
    public UnitLog(String manager, LogFiles files) {
        this.manager = manager;
        this.files = files;
    }

    /** Takes what an earlier brain has left on disk. */
    public void recall(List<LogLine> lines) {
        lines.forEach(tail::add);
    }

    /** Adds a line. */
    public void add(LogLine line) {
        tail.add(line);
        files.write(manager, line);
    }

    /** Returns the last lines of a unit, oldest first. */
    public List<LogLine> tail(String unit, int max) {
        return tail.of(unit, max);
    }
}
