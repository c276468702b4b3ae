package hearth.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows whose columns are as wide as their widest cell; the last column is as it is. */
public final class Table {
    /** What a row says, and how a terminal shows it, where that is not plainly. */
    private record Row(List<String> cells, Optional<Style> style) {}

    private final List<Row> rows = new ArrayList<>();

    /** Creates a table with a head. */
    public Table(String... head) {
        rows.add(new Row(List.of(head), Optional.of(Style.FAINT)));
    }

    /** Adds a row in plain text. */
    public void add(String... cells) {
        rows.add(new Row(List.of(cells), Optional.empty()));
    }

    /** Adds a row in one style. */
    public void add(Style style, String... cells) {
        rows.add(new Row(List.of(cells), Optional.of(style)));
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
        for (Row row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.cells().get(i);
                line.append(cell).repeat(" ", widths[i] - cell.length() + 2);
            }
            String text = line.toString().stripTrailing();
            screen.line(row.style().map(style -> screen.styled(style, text)).orElse(text));
        }
    }
}
