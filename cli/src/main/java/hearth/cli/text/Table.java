package hearth.cli.text;

import hearth.unit.syntax.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose columns are as wide as their widest cell; on a narrow screen the widest columns give
 * way, and what is cut off ends in dots.
 */
public final class Table {
    /** Between two columns. */
    private static final int GAP = 2;

    /** A column is not cut below this: less says nothing. */
    private static final int NARROWEST = 6;

    /** What a row says, and how a terminal shows it, where that is not plainly. */
    private record Row(List<String> cells, Optional<Style> style) {}

    private final List<Row> rows = new ArrayList<>();

    /** Creates a table with a head. */
    public Table(String... head) {
        rows.add(new Row(List.of(head), Optional.of(Style.FAINT)));
    }

    /** Adds a row in plain text. */
    public void add(String... cells) {
        rows.add(row(Optional.empty(), cells));
    }

    /** Adds a row in one style. */
    public void add(Style style, String... cells) {
        rows.add(row(Optional.of(style), cells));
    }

    /** A cell is as wide as what is shown of it. */
    private static Row row(Optional<Style> style, String... cells) {
        return new Row(Arrays.stream(cells).map(Printable::line).toList(), style);
    }

    /** Writes the table, its head in faint letters. */
    public void write(Screen screen) {
        int columns = rows.getFirst().cells().size();
        int[] widths = new int[columns];
        for (Row row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.cells().get(i).length());
            }
        }
        fit(widths, GAP, screen.width().getAsInt());
        for (Row row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = cut(row.cells().get(i), widths[i]);
                line.append(cell).repeat(" ", widths[i] - cell.length() + GAP);
            }
            String text = line.toString().stripTrailing();
            screen.line(row.style().map(style -> Line.of(style, text)).orElse(Line.of(text)));
        }
    }

    /** Takes from the widest column, again and again, until all fit. */
    static void fit(int[] widths, int gap, int columns) {
        int sum = Arrays.stream(widths).sum() + gap * (widths.length - 1);
        while (columns > 0 && sum > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] >= widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            sum--;
        }
    }

    /** Returns what there is room for. */
    static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 1) + "\u2026";
    }
}
