package hearth.nix.render;

import hearth.nix.declaration.Position;
import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;

/** What is to be said about declarations, gathered in order. Belongs to one thread. */
public final class Problems {
    /** The most that anybody reads; a generated file could repeat one mistake for each unit. */
    static final int MAX_PROBLEMS = 1_000;

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /** Begins with nothing said. */
    public Problems() {}

    /** Says that an option cannot be applied. */
    public void error(Position position, String option, String message) {
        add(Severity.ERROR, position, option, message);
    }

    /** Says that an option, or a part of it, does nothing. */
    public void warn(Position position, String option, String message) {
        add(Severity.WARNING, position, option, message);
    }

    /** Says something worth knowing about an option. */
    public void note(Position position, String option, String message) {
        add(Severity.NOTICE, position, option, message);
    }

    /** Says something. */
    public void add(Severity severity, Position position, String option, String message) {
        add(
                new Diagnostic(
                        position.file(),
                        position.line(),
                        position.column(),
                        severity,
                        option + ": " + message));
    }

    /** Says something. */
    public void add(Diagnostic diagnostic) {
        if (diagnostics.size() < MAX_PROBLEMS) {
            diagnostics.add(diagnostic);
        }
    }

    /** Returns what was said, in that order. */
    public List<Diagnostic> all() {
        return List.copyOf(diagnostics);
    }
}
