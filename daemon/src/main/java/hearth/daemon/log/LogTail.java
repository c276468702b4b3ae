package hearth.daemon.log;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last lines of each unit of one manager, in memory.
 *
 * <p>Bounded twice: a unit has its last lines only, and a manager as a whole gives up the oldest
 * lines of all its units before it takes more than its share of the heap. Belongs to the manager's
 * mailbox.
 */
public final class LogTail {
    /** Lines kept of one unit: what {@code status} and a look at a failure need. */
    static final int LINES_PER_UNIT = 200;

    /** Characters kept for one manager, so that a thousand chatty users fit a small heap. */
    static final int CHARACTERS_MAX = 24 * 1024;

    /** Characters that a line counts for beside its text: empty lines fill a heap as well. */
    static final int LINE_COST = 64;

    private final Map<String, ArrayDeque<LogLine>> byUnit = new HashMap<>();
    private final ArrayDeque<LogLine> all = new ArrayDeque<>();
    private int characters;

    /** Adds a line, dropping old ones beyond the bounds. */
    public void add(LogLine line) {
        var lines = byUnit.computeIfAbsent(line.unit(), _ -> new ArrayDeque<>());
        lines.addLast(line);
        all.addLast(line);
        characters += cost(line);
        if (lines.size() > LINES_PER_UNIT) {
            LogLine oldest = lines.removeFirst();
            all.removeFirstOccurrence(oldest);
            characters -= cost(oldest);
        }
        while (characters > CHARACTERS_MAX && all.size() > 1) {
            dropOldest();
        }
    }

    private static int cost(LogLine line) {
        return line.text().length() + LINE_COST;
    }

    private void dropOldest() {
        LogLine oldest = all.removeFirst();
        characters -= cost(oldest);
        var lines = byUnit.get(oldest.unit());
        if (lines == null) {
            return;
        }
        lines.removeFirst(); // a unit's lines are in the order of all lines
        if (lines.isEmpty()) {
            byUnit.remove(oldest.unit());
        }
    }

    /** Returns the last lines of a unit, oldest first; at most {@code max}. */
    public List<LogLine> of(String unit, int max) {
        var lines = byUnit.get(unit);
        if (lines == null) {
            return List.of();
        }
        return lines.stream().skip(Math.max(0, lines.size() - max)).toList();
    }
}
