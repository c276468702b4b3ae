package hearth.nix.schema;

import hearth.nix.declaration.Position;
import hearth.nix.lib.Library;
import hearth.nix.option.OptionPath;
import hearth.nix.render.Problems;
import hearth.nix.source.NixException;
import hearth.unit.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What goes wrong while declarations are read: each mistake is told, and the rest goes on. */
final class Findings {
    /** Calls named of those that led to a mistake. */
    private static final int MAX_CALLS = 3;

    private final Problems problems;
    private final Places places;

    Findings(Problems problems, Places places) {
        this.problems = problems;
        this.places = places;
    }

    /** Returns what is said so far. */
    Problems problems() {
        return problems;
    }

    /** Returns a place as people see it. */
    Position place(hearth.nix.source.Position place) {
        return places.of(place);
    }

    /**
     * Returns what a task does, or something else where that fails, which is told.
     *
     * @param definition where the option is defined, for mistakes that are nowhere else
     * @throws NixException where a limit is reached: all that follows would fail, too
     */
    <T> T attempt(
            OptionPath path, hearth.nix.source.Position definition, T otherwise, Supplier<T> task) {
        try {
            return task.get();
        } catch (NixException e) {
            if (e.kind() == NixException.Kind.LIMIT) {
                throw e.at(definition);
            }
            tell(Severity.ERROR, path, definition, e);
            return otherwise;
        }
    }

    /** Tells of a mistake. */
    void tell(
            Severity severity,
            OptionPath path,
            hearth.nix.source.Position definition,
            NixException mistake) {
        String option = path.toString();
        String message = mistake.message();
        String prefix = option + ": ";
        problems.add(
                severity,
                places.of(place(mistake, definition)),
                option,
                places.message(
                        (message.startsWith(prefix) ? message.substring(prefix.length()) : message)
                                + calls(mistake)));
    }

    /** Returns where a person can do something about a mistake. */
    static hearth.nix.source.Position place(
            NixException mistake, hearth.nix.source.Position otherwise) {
        if (isWritten(mistake.position())) {
            return mistake.position();
        }
        for (NixException.Frame frame : mistake.frames()) {
            if (isWritten(frame.position())) {
                return frame.position();
            }
        }
        return otherwise;
    }

    /** Returns the calls of functions that a mistake was made in. */
    static String calls(NixException mistake) {
        hearth.nix.source.Position place = place(mistake, hearth.nix.source.Position.NONE);
        List<String> calls = new ArrayList<>();
        for (NixException.Frame frame : mistake.frames()) {
            String call = frame.position().toString();
            boolean isCall =
                    frame.what().startsWith("while calling '")
                            && isWritten(frame.position())
                            && !frame.position().equals(place);
            if (isCall && calls.size() < MAX_CALLS && !calls.contains(call)) {
                calls.add(call);
            }
        }
        return calls.isEmpty() ? "" : " (called at " + String.join(", ", calls) + ")";
    }

    private static boolean isWritten(hearth.nix.source.Position position) {
        return position.isKnown() && !position.file().equals(Library.SOURCE_NAME);
    }
}
