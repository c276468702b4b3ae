package hearth.nix.schema;

import hearth.nix.declaration.Position;
import hearth.nix.source.NixException;
import hearth.unit.Diagnostic;

/** Mistakes that leave nothing to be read. */
public final class Mistakes {
    private Mistakes() {}

    /**
     * Returns a mistake as people see it.
     *
     * @param file the file that it is about where it has no place
     */
    public static Diagnostic diagnostic(NixException mistake, Places places, String file) {
        Position place = places.of(Findings.place(mistake, hearth.nix.source.Position.NONE));
        Position known = place.file().isEmpty() ? new Position(file, 0, 0) : place;
        return new Diagnostic(
                known.file(),
                known.line(),
                known.column(),
                Diagnostic.Severity.ERROR,
                places.message(mistake.message() + Findings.calls(mistake)));
    }
}
