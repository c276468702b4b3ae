package hearth.cli.text;

import hearth.unit.syntax.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where a command writes: text in colours, text without, or JSON. All that is written goes through
 * here, and what a terminal would take for orders is spelled out: units, processes and log lines
 * are named by users, and root looks at them.
 *
 * @param out for answers
 * @param err for messages
 * @param isColoured whether {@code out} is a terminal whose user likes colours
 * @param isJson whether answers are for programs
 * @param width how many columns {@code out} has, asked where it matters; 0 for no limit
 */
public record Screen(
        PrintWriter out, PrintWriter err, boolean isColoured, boolean isJson, IntSupplier width) {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** Creates one that is as wide as a line may be. */
    public Screen(PrintWriter out, PrintWriter err, boolean isColoured, boolean isJson) {
        this(out, err, isColoured, isJson, () -> 0);
    }

    /** Returns this screen with another place for answers. */
    public Screen on(PrintWriter other) {
        return new Screen(other, err, isColoured, isJson, width);
    }

    /** Writes a line. */
    public void line(String text) {
        line(Line.of(text));
    }

    /** Writes a line. */
    public void line(Line line) {
        out.println(shown(line));
    }

    /** Returns a line as it is written. */
    String shown(Line line) {
        var text = new StringBuilder();
        for (Line.Piece piece : line.pieces()) {
            String said = Printable.line(piece.text());
            text.append(piece.style().map(style -> shown(style, said)).orElse(said));
        }
        return text.toString();
    }

    private String shown(Style style, String text) {
        return isColoured ? "\033[" + style.code() + "m" + text + "\033[0m" : text;
    }

    /** Writes a text of several lines, as it is. */
    public void text(String text) {
        out.print(Printable.lines(text));
    }

    /** Writes an empty line. */
    public void line() {
        out.println();
    }

    /** Writes a line beside the answer: something to know that no program parses. */
    public void note(String text) {
        err.println(Printable.line(text));
    }

    /** Writes a text of several lines beside the answer. */
    public void notes(String text) {
        err.print(Printable.lines(text));
    }

    /** Writes one JSON value on one line. */
    public void json(Consumer<JsonGenerator> content) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            content.accept(json);
        }
        out.println(Printable.json(text.toString()));
    }
}
