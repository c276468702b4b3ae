package hearth.cli.text;

import hearth.unit.syntax.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** A listing as systemd's clients print it: one blank between columns, the last one as it is. */
public final class Columns {
    private static final int GAP = 1;

    /**
     * A column.
     *
     * @param title above it, and its name in JSON; a blank for a mark
     * @param isRight whether cells stand at its right edge
     * @param isNumber whether JSON has numbers for them
     */
    public record Column(String title, boolean isRight, boolean isNumber) {
        /** Returns a column of words. */
        public static Column of(String title) {
            return new Column(title, false, false);
        }

        /** Returns a column of numbers. */
        public static Column ofNumbers(String title) {
            return new Column(title, true, true);
        }
    }

    private record Row(List<String> cells, Optional<Style> style) {}

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    /** Creates an empty listing. */
    public Columns(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Creates an empty listing of words. */
    public Columns(String... titles) {
        this(Stream.of(titles).map(Column::of).toList());
    }

    /** Adds a row. */
    public void add(String... cells) {
        rows.add(new Row(Arrays.stream(cells).map(Printable::line).toList(), Optional.empty()));
    }

    /** Adds a row that is to be seen at once. */
    public void add(Style style, String... cells) {
        rows.add(new Row(Arrays.stream(cells).map(Printable::line).toList(), Optional.of(style)));
    }

    /** Returns how many rows there are. */
    public int size() {
        return rows.size();
    }

    /**
     * Writes the listing.
     *
     * @param hasTitles whether titles stand above
     * @param isFull whether nothing is cut off on a narrow terminal
     */
    public void write(Screen screen, boolean hasTitles, boolean isFull) {
        var all = new ArrayList<Row>();
        if (hasTitles) {
            all.add(
                    new Row(
                            columns.stream().map(Column::title).toList(),
                            Optional.of(Style.FAINT)));
        }
        all.addAll(rows);
        int[] widths = new int[columns.size()];
        Arrays.fill(widths, 1);
        for (Row row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.cells().get(i).length());
            }
        }
        Table.fit(widths, GAP, isFull ? 0 : screen.width().getAsInt());
        for (Row row : all) {
            String text = line(row, widths);
            screen.line(row.style().map(style -> Line.of(style, text)).orElse(Line.of(text)));
        }
    }

    private String line(Row row, int... widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = Table.cut(row.cells().get(i), widths[i]);
            int room = widths[i] - cell.length();
            boolean isRight = columns.get(i).isRight();
            line.append(" ".repeat(isRight ? room : 0)).append(cell);
            if (i + 1 < widths.length) {
                line.append(" ".repeat((isRight ? 0 : room) + GAP));
            }
        }
        return line.toString();
    }

    /** Writes an array of objects, whose names are the titles in small letters. */
    public void json(Screen screen) {
        screen.json(json -> JsonArray.objects(json, rows, row -> json(json, row)));
    }

    private void json(JsonGenerator json, Row row) {
        for (int i = 0; i < columns.size(); i++) {
            String title =
                    columns.get(i).title().toLowerCase(Locale.ROOT).strip().replace(' ', '_');
            String cell = row.cells().get(i);
            if (title.isBlank()) {
                continue;
            }
            if (cell.equals("-")) {
                json.writeNullProperty(title);
            } else if (columns.get(i).isNumber() && isNumber(cell)) {
                json.writeNumberProperty(title, Long.parseLong(cell));
            } else {
                json.writeStringProperty(title, cell);
            }
        }
    }

    private static boolean isNumber(String cell) {
        return cell.length() < 19 && cell.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
