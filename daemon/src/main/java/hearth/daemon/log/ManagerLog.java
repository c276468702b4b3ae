package hearth.daemon.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What waits to be written for one manager: its units' inputs, its own lines, and the number of
 * those that were lost; and what holds for what its units log.
 *
 * <p>Its own lines, who asks for what no file has, and whether it is due are guarded by the lock of
 * all of them, {@link ManagerLogs}; the rest belongs to the writer's thread.
 */
final class ManagerLog {
    private final String name;

    // guarded by ManagerLogs
    private final Deque<LogLine> said = new ArrayDeque<>(0);
    private final Deque<Consumer<LogTail>> askers = new ArrayDeque<>(0);
    private int saidCost;
    private long refused;
    private boolean isDue;

    // the writer's thread's
    private final Map<Long, LogInput> inputs = new HashMap<>(0); // by inode
    private final Map<Long, LogInput> ofProcesses = new HashMap<>(0);
    private final Deque<LogInput> ready = new ArrayDeque<>(0);
    private final LogTail unwritten = new LogTail();
    private long lost;

    private final UnitRules rules = new UnitRules();

    ManagerLog(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Keeps a line of the manager's own until its turn. */
    void say(LogLine line) {
        said.add(line);
        saidCost += LogTail.cost(line);
    }

    /** Counts a line of the manager's own for which there is no room. */
    void refuse() {
        refused++;
    }

    /** Returns what the lines that wait count for. */
    int saidCost() {
        return saidCost;
    }

    /** Takes the lines that were said up to a time. */
    List<LogLine> takeSaid(long untilMonotonicUsec) {
        var taken = new ArrayList<LogLine>(said.size());
        while (!said.isEmpty() && said.peek().monotonicUsec() <= untilMonotonicUsec) {
            LogLine line = said.remove();
            saidCost -= LogTail.cost(line);
            taken.add(line);
        }
        lost += refused;
        refused = 0;
        return taken;
    }

    /** Tells what no file has after the next turn. */
    void ask(Consumer<LogTail> asker) {
        askers.add(asker);
    }

    /** Takes those who have asked. */
    List<Consumer<LogTail>> takeAskers() {
        var taken = List.copyOf(askers);
        askers.clear();
        return taken;
    }

    /** Returns whether there was no turn since it was last set. */
    boolean isDue() {
        return isDue;
    }

    void setDue(boolean due) {
        isDue = due;
    }

    /** Returns whether nothing is left of it that anybody would miss. */
    boolean isOver() {
        return said.isEmpty()
                && askers.isEmpty()
                && refused == 0
                && inputs.isEmpty()
                && !rules.isUsed()
                && unwritten.isEmpty()
                && lost == 0;
    }

    /** Returns whether there is something to do besides what inputs will tell. */
    boolean hasWork() {
        return !said.isEmpty() || !askers.isEmpty() || refused > 0 || !ready.isEmpty();
    }

    /** Returns the inputs that are read. */
    Collection<LogInput> inputs() {
        return inputs.values();
    }

    /** Returns whether an input is read already. */
    boolean hasInput(long inode) {
        return inputs.containsKey(inode);
    }

    /** Adds an input that is read from now on. */
    void add(LogInput input) {
        inputs.put(input.inode(), input);
        ofProcesses.put(input.process(), input);
    }

    /** Forgets an input that is read no more. */
    void remove(LogInput input) {
        inputs.remove(input.inode());
        if (input.isReady()) {
            ready.remove(input);
        }
        ofProcesses.remove(input.process(), input);
    }

    /** Returns the input into which a process writes. */
    Optional<LogInput> inputOf(long process) {
        return Optional.ofNullable(ofProcesses.get(process));
    }

    /** Returns what holds for the units. */
    UnitRules rules() {
        return rules;
    }

    /** An input may have a line: it has its turn behind those that were ready before. */
    void ready(LogInput input) {
        if (!input.isReady()) {
            input.setReady(true);
            ready.add(input);
        }
    }

    /** Returns how many inputs are ready. */
    int readyCount() {
        return ready.size();
    }

    /** Takes the input that is ready longest. */
    LogInput nextReady() {
        LogInput input = ready.remove();
        input.setReady(false);
        return input;
    }

    /** Counts lines that no file will have, the last of which are kept for who asks. */
    void lose(List<LogLine> last, long count) {
        last.forEach(unwritten::add);
        lost += count;
    }

    /** Returns how many lines were lost since that was last written. */
    long lost() {
        return lost;
    }

    /** The loss is written. */
    void lossWritten() {
        lost = 0;
        unwritten.clear();
    }

    /** Returns the last lines that no file will have. */
    LogTail unwritten() {
        return unwritten;
    }
}
