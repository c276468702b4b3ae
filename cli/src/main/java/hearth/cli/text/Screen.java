package hearth.cli.text;

import java.io.PrintWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Where a command writes: text in colours, text without, or JSON.
 *
 * @param out for answers
 * @param err for messages
 * @param isColoured whether {@code out} is a terminal whose user likes colours
 * @param isJson whether answers are for programs
 */
public record Screen(PrintWriter out, PrintWriter err, boolean isColoured, boolean isJson) {
    /** The writer is the command's, which writes on. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** Writes a line. */
    public void line(String text) {
        out.println(text);
    }

    /** Writes an empty line. */
    public void line() {
        out.println();
    }

    /** Writes a line beside the answer: something to know that no program parses. */
    public void note(String text) {
        err.println(text);
    }

    /** Returns a text that a terminal shows in that style. */
    public String styled(Style style, String text) {
        return isColoured ? "\033[" + style.code() + "m" + text + "\033[0m" : text;
    }

    /** Writes one JSON value on one line. */
    public void json(Consumer<JsonGenerator> content) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        out.println();
    }
}
