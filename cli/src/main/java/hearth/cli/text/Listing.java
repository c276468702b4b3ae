package hearth.cli.text;

import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * How a list is answered with: an array of objects for programs, a table for people.
 *
 * @param columns the table's head
 * @param row adds one to the table
 * @param fields writes what is in one's object
 * @param nothing what people are told of an empty list
 */
public record Listing<T>(
        List<String> columns,
        BiConsumer<Table, T> row,
        BiConsumer<JsonGenerator, T> fields,
        String nothing) {
    /** Copies the list. */
    public Listing {
        columns = List.copyOf(columns);
    }

    /** Answers with a list. */
    public void show(Screen screen, List<T> all) {
        if (screen.isJson()) {
            screen.json(json -> JsonArray.objects(json, all, one -> fields.accept(json, one)));
        } else if (all.isEmpty()) {
            screen.note(nothing);
        } else {
            var table = new Table(columns.toArray(String[]::new));
            all.forEach(one -> row.accept(table, one));
            table.write(screen);
        }
    }
}
