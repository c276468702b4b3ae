package hearth.cli.command.nix.report;

import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import hearth.unit.Diagnostic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * What is said of declarations, with the line it is about and a caret below the place.
 *
 * @param sources the texts of the files, by name
 */
public record DiagnosticText(Map<String, String> sources) {
    /** Longer lines say nothing to anybody. */
    private static final int MAX_LINE = 200;

    /** Writes them beside the answer. */
    public void write(Screen screen, Collection<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            screen.note(words(diagnostic));
            excerpt(diagnostic).forEach(screen::note);
        }
    }

    private static String words(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ERROR -> diagnostic.toString();
            case WARNING -> inserted(diagnostic, "warning: ");
            case NOTICE -> inserted(diagnostic, "note: ");
        };
    }

    private static String inserted(Diagnostic diagnostic, String word) {
        return new Diagnostic(
                        diagnostic.file(),
                        diagnostic.line(),
                        diagnostic.column(),
                        diagnostic.severity(),
                        word + diagnostic.message())
                .toString();
    }

    private List<String> excerpt(Diagnostic diagnostic) {
        Optional<String> line =
                Optional.ofNullable(sources.get(diagnostic.file()))
                        .flatMap(text ->
                                text.lines().skip(Math.max(0, diagnostic.line() - 1)).findFirst())
                        .filter(text ->
                                diagnostic.line() > 0
                                        && diagnostic.column() > 0
                                        && diagnostic.column() <= text.length() + 1
                                        && text.length() <= MAX_LINE);
        if (line.isEmpty()) {
            return List.of();
        }
        StringBuilder blank = new StringBuilder();
        for (int i = 0; i < diagnostic.column() - 1; i++) {
            blank.append(line.get().charAt(i) == '\t' ? '\t' : ' ');
        }
        return List.of(
                String.format("%6d | %s", diagnostic.line(), line.get()),
                "       | " + blank + "^");
    }

    /** Writes them as an array. */
    public static void write(JsonGenerator json, Collection<Diagnostic> diagnostics) {
        JsonArray.objects(
                json,
                diagnostics,
                diagnostic -> {
                    json.writeStringProperty("file", diagnostic.file());
                    json.writeNumberProperty("line", diagnostic.line());
                    json.writeNumberProperty("column", diagnostic.column());
                    json.writeStringProperty("severity", severity(diagnostic));
                    json.writeStringProperty("message", diagnostic.message());
                });
    }

    private static String severity(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTICE -> "note";
        };
    }
}
