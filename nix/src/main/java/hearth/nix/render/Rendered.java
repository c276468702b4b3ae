package hearth.nix.render;

import hearth.nix.declaration.LingerDeclaration;
import hearth.unit.Diagnostic;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that declarations come to.
 *
 * @param system root's files; nothing where they are applied for one user
 * @param homes each user's files, by user
 * @param lingers whose services are to run without a login, and whose are not
 * @param diagnostics what contradicts itself, or was left out
 */
public record Rendered(
        Optional<Rendering> system,
        SortedMap<String, Rendering> homes,
        List<LingerDeclaration> lingers,
        List<Diagnostic> diagnostics) {
    public Rendered {
        homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
        lingers = List.copyOf(lingers);
        diagnostics = List.copyOf(diagnostics);
    }
}
