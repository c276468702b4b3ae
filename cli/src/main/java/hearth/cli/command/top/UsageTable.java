package hearth.cli.command.top;

import hearth.cli.command.UnitStates;
import hearth.cli.text.Sizes;
import hearth.unit.syntax.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Units and their figures in columns. On a narrow screen the last columns go first, and then names
 * are cut: from 40 columns on each line has a name, processor time and memory.
 */
final class UsageTable {
    /** A user's name gets so much, where there are several. */
    private static final int USER_WIDTH = 8;

    /** A name is not cut below this as long as there is a column that can go. */
    private static final int NAME_WIDTH = 20;

    /** Where a name's column ends where the screen has no end. */
    private static final int NAME_WIDTH_MIN = 4;

    /**
     * A column behind the name.
     *
     * @param width of its cells, without the blank before it
     * @param isRight whether cells stand at its right edge
     */
    private record Column(String title, int width, boolean isRight, Function<Usage, String> cell) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("CPU%", 6, true, Usage::cpu),
                    new Column("MEMORY", 7, true, UsageTable::memory),
                    new Column("TASKS", 5, true, it -> Usage.count(it.reading().tasks())),
                    new Column("RESTARTS", 8, true, it -> Usage.count(it.reading().restarts())),
                    new Column("STATE", 22, false, UsageTable::state));

    /** Processor time and memory are always shown. */
    private static final int COLUMNS_MIN = 2;

    private final boolean hasUsers;
    private final int nameWidth;
    private final List<Column> columns;

    private UsageTable(boolean hasUsers, int nameWidth, List<Column> columns) {
        this.hasUsers = hasUsers;
        this.nameWidth = nameWidth;
        this.columns = columns;
    }

    /**
     * Returns the columns for some units.
     *
     * @param hasUsers whether they are of several users
     * @param width how many columns the screen has; 0 for no limit
     */
    static UsageTable of(List<Usage> units, boolean hasUsers, int width) {
        int longest = NAME_WIDTH_MIN;
        for (Usage unit : units) {
            longest = Math.max(longest, name(unit).length());
        }
        if (width <= 0) {
            return new UsageTable(hasUsers, longest, COLUMNS);
        }
        int room = width - (hasUsers ? USER_WIDTH + 1 : 0);
        var shown = new ArrayList<Column>(COLUMNS);
        while (shown.size() > COLUMNS_MIN && room - width(shown) < Math.min(longest, NAME_WIDTH)) {
            shown.removeLast();
        }
        int name = Math.clamp(room - width(shown), NAME_WIDTH_MIN, longest);
        return new UsageTable(hasUsers, name, shown);
    }

    private static int width(List<Column> columns) {
        return columns.stream().mapToInt(column -> column.width() + 1).sum();
    }

    /** Returns the titles. */
    String head() {
        var line = new StringBuilder();
        if (hasUsers) {
            append(line, "USER", USER_WIDTH, false);
            line.append(' ');
        }
        append(line, "UNIT", nameWidth, false);
        for (Column column : columns) {
            append(line.append(' '), column.title(), column.width(), column.isRight());
        }
        return line.toString().stripTrailing();
    }

    /** Returns a unit's line. */
    String line(Usage unit) {
        var line = new StringBuilder();
        if (hasUsers) {
            append(line, Printable.line(unit.reading().unit().user()), USER_WIDTH, false);
            line.append(' ');
        }
        append(line, name(unit), nameWidth, false);
        for (Column column : columns) {
            String cell = Printable.line(column.cell().apply(unit));
            append(line.append(' '), cell, column.width(), column.isRight());
        }
        return line.toString().stripTrailing();
    }

    private static String name(Usage unit) {
        return Printable.line(unit.reading().unit().unit());
    }

    private static String memory(Usage unit) {
        return unit.reading().memoryBytes().isEmpty()
                ? "-"
                : Sizes.bytes(unit.reading().memoryBytes().getAsLong());
    }

    private static String state(Usage unit) {
        return UnitStates.text(unit.reading().activeState(), unit.reading().subState());
    }

    /** Figures are never cut: a part of one is another one. */
    private static void append(StringBuilder line, String cell, int width, boolean isRight) {
        String shown =
                isRight || cell.length() <= width ? cell : cell.substring(0, width - 1) + "\u2026";
        int blanks = Math.max(0, width - shown.length());
        line.append(" ".repeat(isRight ? blanks : 0)).append(shown);
        line.append(" ".repeat(isRight ? 0 : blanks));
    }
}
