package hearth.daemon.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The logs of all managers, and whose turn it is. Any thread may call, for moments only; what is
 * said here guards what {@link ManagerLog} says is guarded.
 */
final class ManagerLogs {
    /** Characters of one manager's own lines that may wait, lines' own cost included. */
    static final int SAID_COST_MAX = 256 * 1024;

    /** Characters that may wait of all managers: a disk may hang, and the heap is small. */
    static final int ALL_SAID_COST_MAX = 4 << 20;

    /** Characters that may wait of one manager when all others together have too many. */
    static final int SAID_COST_ALWAYS = 4 * 1024;

    /** Characters of a line; what is longer is cut. */
    private static final int LINE_CHARACTERS_MAX = 16 * 1024;

    private final Map<String, ManagerLog> logs = new HashMap<>(); // by manager
    private final Deque<ManagerLog> due = new ArrayDeque<>();
    private int saidCost;

    /**
     * What a manager's turn is about.
     *
     * @param before lines that were said before inputs were looked at
     * @param after lines that were said since
     * @param askers want to know what no file has after it
     */
    record Turn(
            ManagerLog log,
            List<LogLine> before,
            List<LogLine> after,
            List<Consumer<LogTail>> askers) {}

    /** Returns a manager's log, which is made where there is none. */
    synchronized ManagerLog of(String manager) {
        return logs.computeIfAbsent(manager, ManagerLog::new);
    }

    /** Returns a manager's log, if there is one. */
    synchronized Optional<ManagerLog> known(String manager) {
        return Optional.ofNullable(logs.get(manager));
    }

    /** Has a manager's own line wait, or counts it where there is no room. */
    synchronized void say(String manager, LogLine line) {
        ManagerLog log = of(manager);
        LogLine kept = cut(line);
        int cost = LogTail.cost(kept);
        int after = log.saidCost() + cost;
        boolean fits =
                after <= SAID_COST_ALWAYS
                        || (after <= SAID_COST_MAX && saidCost + cost <= ALL_SAID_COST_MAX);
        if (fits) {
            log.say(kept);
            saidCost += cost;
        } else {
            log.refuse();
        }
        setDue(log);
    }

    private static LogLine cut(LogLine line) {
        return line.text().length() <= LINE_CHARACTERS_MAX
                ? line
                : new LogLine(
                        line.realtimeUsec(),
                        line.monotonicUsec(),
                        line.priority(),
                        line.unit(),
                        line.source(),
                        line.text().substring(0, LINE_CHARACTERS_MAX),
                        line.more());
    }

    /** Tells what no file has after the manager's next turn. */
    synchronized void ask(String manager, Consumer<LogTail> asker) {
        ManagerLog log = of(manager);
        log.ask(asker);
        setDue(log);
    }

    /** A log waits for its turn, if it does not already. */
    synchronized void setDue(ManagerLog log) {
        if (!log.isDue()) {
            log.setDue(true);
            due.add(log);
        }
    }

    /** Returns how many wait for their turn. */
    synchronized int dueCount() {
        return due.size();
    }

    /** Takes the turn of whoever waits longest; there must be one. */
    synchronized Turn takeTurn(long lookedAtUsec) {
        ManagerLog log = due.remove();
        log.setDue(false);
        int cost = log.saidCost();
        List<LogLine> before = log.takeSaid(lookedAtUsec);
        List<LogLine> after = log.takeSaid(Long.MAX_VALUE);
        saidCost -= cost;
        return new Turn(log, before, after, log.takeAskers());
    }

    /** A turn is over: the log waits for its next, or is not needed any more. */
    synchronized void turned(ManagerLog log) {
        if (log.hasWork()) {
            setDue(log);
        } else if (log.isOver()) {
            logs.remove(log.name());
        }
    }

    /**
     * Something has changed outside of a turn: what was lost is said, what is over is forgotten.
     */
    synchronized void changed(ManagerLog log) {
        if (log.lost() > 0) {
            setDue(log);
        } else if (!log.isDue() && log.isOver()) {
            logs.remove(log.name());
        }
    }
}
