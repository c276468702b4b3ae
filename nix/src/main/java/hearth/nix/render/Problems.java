package hearth.nix.render;

import hearth.nix.declaration.Position;
import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;

/** What is to be said about declarations, gathered. */
final class Problems {
    /** The most that anybody reads; a generated file could repeat one mistake for each unit. */
    static final int MAX_PROBLEMS = 1_000;

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /** Says that an option cannot be applied. */
    void error(Position position, String option, String message) {
        add(Severity.ERROR, position, option, message);
    }

    /** Says that an option, or a part of it, does nothing. */
    void warn(Position position, String option, String message) {
        add(Severity.WARNING, position, option, message);
    }

    private void add(Severity severity, Position position, String option, String message) {
        if (diagnostics.size() < MAX_PROBLEMS) {
            diagnostics.add(
                    new Diagnostic(
                            position.file(),
                            position.line(),
                            position.column(),
                            severity,
                            option + ": " + message));
        }
    }

    /** Returns what was said, in that order. */
    List<Diagnostic> all() {
        return List.copyOf(diagnostics);
    }
}
