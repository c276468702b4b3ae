package hearth.nix;

import hearth.nix.declaration.Declarations;
import hearth.unit.Diagnostic;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads modules in the Nix language as NixOS and home-manager read them, with an evaluator and a
 * module system of our own.
 *
 * @param machine where packages' programs are looked for
 */
public record ModuleReader(Machine machine) implements DeclarationReader {
    @Override
    public Outcome read(Request request) {
        return new Outcome(
                Declarations.NONE,
                List.of(
                        new Diagnostic(
                                request.files().getFirst().toString(),
                                0,
                                0,
                                Diagnostic.Severity.ERROR,
                                "modules cannot be read yet")),
                new TreeMap<>());
    }
}
