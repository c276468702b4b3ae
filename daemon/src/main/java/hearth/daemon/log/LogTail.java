package hearth.daemon.log;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The lines of one manager's units that its file does not have: they wait for the disk, or it does
 * not take them. Bounded, so that a thousand chatty users fit a small heap.
 *
 * <p>Lines are numbered as they come, from 1. Belongs to whoever holds the files' lock.
 */
final class LogTail {
    /** Characters kept for one manager, lines' own cost included. */
    static final int CHARACTERS_MAX = 8 * 1024;

    /** Characters that a line counts for beside its text: empty lines fill a heap as well. */
    static final int LINE_COST = 64;

    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();
    private long gone;
    private int characters;

    /** Adds a line, dropping old ones beyond the bound; returns its number. */
    long add(LogLine line) {
        lines.addLast(line);
        characters += cost(line);
        while (characters > CHARACTERS_MAX && lines.size() > 1) {
            removeFirst();
        }
        return gone + lines.size();
    }

    /** The file has all lines up to this number, or never will. */
    void written(long number) {
        while (gone < number && !lines.isEmpty()) {
            removeFirst();
        }
    }

    private void removeFirst() {
        characters -= cost(lines.removeFirst());
        gone++;
    }

    private static int cost(LogLine line) {
        return line.text().length() + LINE_COST;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Returns the lines of a unit, oldest first. */
    List<LogLine> of(String unit) {
        return lines.stream().filter(line -> line.unit().equals(unit)).toList();
    }
}
