package hearth.daemon.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The last lines of one manager's units, in memory: what may not have reached the disk yet, or
 * cannot. Bounded, so that a thousand chatty users fit a small heap. Belongs to the manager's
 * mailbox.
 */
public final class LogTail {
    /** Characters kept for one manager, lines' own cost included. */
    static final int CHARACTERS_MAX = 8 * 1024;

    /** Characters that a line counts for beside its text: empty lines fill a heap as well. */
    static final int LINE_COST = 64;

    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();
    private int characters;

    /** Adds a line, dropping old ones beyond the bound. */
    public void add(LogLine line) {
        lines.addLast(line);
        characters += cost(line);
        while (characters > CHARACTERS_MAX && lines.size() > 1) {
            characters -= cost(lines.removeFirst());
        }
    }

    private static int cost(LogLine line) {
        return line.text().length() + LINE_COST;
    }

    /**
     * Returns the last lines of a unit, oldest first; at most {@code max}.
     *
     * @param onDisk what the files have of that unit, oldest first; of what both have, memory's
     *     word counts
     */
    public List<LogLine> of(String unit, int max, List<LogLine> onDisk) {
        long firstUsec = lines.isEmpty() ? Long.MAX_VALUE : lines.getFirst().realtimeUsec();
        var found = new ArrayList<LogLine>();
        for (LogLine line : onDisk) {
            if (line.realtimeUsec() < firstUsec) {
                found.add(line);
            }
        }
        for (LogLine line : lines) {
            if (line.unit().equals(unit)) {
                found.add(line);
            }
        }
        return List.copyOf(found.subList(Math.max(0, found.size() - max), found.size()));
    }
}
