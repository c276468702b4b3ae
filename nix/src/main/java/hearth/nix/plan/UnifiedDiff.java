package hearth.nix.plan;

import java.util.ArrayList;
import java.util.List;

/** Two texts beside each other, as diff -u shows them. */
public final class UnifiedDiff {
    /** How many equal lines are shown around different ones. */
    private static final int CONTEXT = 3;

    /**
     * The most pairs of lines that are compared with each other; beyond that all old lines are
     * shown as gone and all new ones as added. A table of this size takes 64 MB.
     */
    private static final long MAX_PAIRS = 16_000_000;

    private final List<String> old;
    private final List<String> now;
    private final List<Line> lines = new ArrayList<>();

    /** A line of the two texts. */
    private record Line(Mark mark, String text, int oldNumber, int newNumber) {}

    private enum Mark {
        BOTH(' '),
        OLD('-'),
        NEW('+');

        private final char sign;

        Mark(char sign) {
            this.sign = sign;
        }
    }

    private UnifiedDiff(List<String> old, List<String> now) {
        this.old = old;
        this.now = now;
    }

    /**
     * Returns the differences in hunks, without a head; empty where the texts are equal.
     *
     * @param old the text before
     * @param now the text after
     */
    public static String of(String old, String now) {
        if (old.equals(now)) {
            return "";
        }
        var diff = new UnifiedDiff(lines(old), lines(now));
        diff.compare();
        return diff.write();
    }

    /** A last line without its end is another than one with it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start) + "\n\\ No newline at end of file");
        }
        return lines;
    }

    private void compare() {
        int head = 0;
        while (head < old.size() && head < now.size() && old.get(head).equals(now.get(head))) {
            lines.add(new Line(Mark.BOTH, old.get(head), head, head));
            head++;
        }
        int tail = 0;
        while (tail < old.size() - head
                && tail < now.size() - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        middle(head, old.size() - tail, now.size() - tail);
        for (int i = tail; i > 0; i--) {
            int oldNumber = old.size() - i;
            lines.add(new Line(Mark.BOTH, old.get(oldNumber), oldNumber, now.size() - i));
        }
    }

    /** Between what is equal at both ends, the longest common lines stay. */
    private void middle(int start, int oldEnd, int newEnd) {
        int[][] common = commonLengths(start, oldEnd, newEnd);
        int i = start;
        int j = start;
        while (i < oldEnd || j < newEnd) {
            if (i < oldEnd && j < newEnd && common.length > 0 && old.get(i).equals(now.get(j))) {
                lines.add(new Line(Mark.BOTH, old.get(i), i++, j++));
            } else if (i < oldEnd
                    && (j == newEnd
                            || common.length == 0
                            || common[i + 1 - start][j - start]
                                    >= common[i - start][j + 1 - start])) {
                lines.add(new Line(Mark.OLD, old.get(i), i++, j));
            } else {
                lines.add(new Line(Mark.NEW, now.get(j), i, j++));
            }
        }
    }

    private int[][] commonLengths(int start, int oldEnd, int newEnd) {
        int rows = oldEnd - start;
        int columns = newEnd - start;
        if ((long) rows * columns > MAX_PAIRS) {
            return new int[0][];
        }
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] =
                        old.get(start + i).equals(now.get(start + j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private String write() {
        StringBuilder text = new StringBuilder();
        int from = nextChange(0);
        while (from < lines.size()) {
            int to = from;
            for (int next = from; next < lines.size() && next - to <= 2 * CONTEXT; ) {
                to = next;
                next = nextChange(next + 1);
            }
            hunk(
                    text,
                    lines.subList(
                            Math.max(0, from - CONTEXT), Math.min(lines.size(), to + 1 + CONTEXT)));
            from = nextChange(to + 1);
        }
        return text.toString();
    }

    private int nextChange(int from) {
        int i = from;
        while (i < lines.size() && lines.get(i).mark() == Mark.BOTH) {
            i++;
        }
        return i;
    }

    private static void hunk(StringBuilder text, List<Line> lines) {
        long oldCount = lines.stream().filter(line -> line.mark() != Mark.NEW).count();
        long newCount = lines.stream().filter(line -> line.mark() != Mark.OLD).count();
        Line first = lines.getFirst();
        text.append("@@ -")
                .append(range(first.oldNumber(), oldCount))
                .append(" +")
                .append(range(first.newNumber(), newCount))
                .append(" @@\n");
        for (Line line : lines) {
            text.append(line.mark().sign).append(line.text()).append('\n');
        }
    }

    /** Lines count from 1; before an empty range stands the line that it follows. */
    private static String range(int start, long count) {
        if (count == 1) {
            return Integer.toString(start + 1);
        }
        return (count == 0 ? start : start + 1) + "," + count;
    }
}
