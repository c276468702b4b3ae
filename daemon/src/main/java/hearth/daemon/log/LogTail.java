package hearth.daemon.log;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The last lines of one manager's units that the disk did not take. Bounded, so that a thousand
 * chatty users fit a small heap. Belongs to the thread that writes logs.
 */
final class LogTail {
    /** Characters kept for one manager, lines' own cost included. */
    static final int CHARACTERS_MAX = 8 * 1024;

    /** Characters that a line counts for beside its text, and each further field of its entry. */
    static final int LINE_COST = 64;

    private final ArrayDeque<LogLine> lines = new ArrayDeque<>(0);
    private int characters;

    /** Adds a line, dropping old ones beyond the bound. */
    void add(LogLine line) {
        lines.addLast(line);
        characters += cost(line);
        while (characters > CHARACTERS_MAX && lines.size() > 1) {
            characters -= cost(lines.removeFirst());
        }
    }

    /** Forgets all lines: the disk takes lines again, and the loss is written there. */
    void clear() {
        lines.clear();
        characters = 0;
    }

    /** Returns what a line counts for. */
    static int cost(LogLine line) {
        return line.text().length() + LINE_COST * (1 + line.more().size());
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Returns all lines, oldest first. */
    List<LogLine> all() {
        return List.copyOf(lines);
    }

    /** Returns the lines of a unit, oldest first. */
    List<LogLine> of(String unit) {
        return lines.stream().filter(line -> line.unit().equals(unit)).toList();
    }
}
