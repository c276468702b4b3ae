package hearth.nix.evaluation;

import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.PathValue;
import hearth.nix.value.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looking for {@code <name>}. */
public final class SearchPaths {
    private SearchPaths() {}

    /**
     * Returns the path of the first entry that has a file of a name.
     *
     * @throws NixException where there is none, which {@code tryEval} catches
     */
    public static Value find(
            Evaluation evaluation, List<World.SearchEntry> entries, String name, Position site) {
        for (World.SearchEntry entry : entries) {
            Optional<String> rest = rest(entry.prefix(), name);
            if (rest.isPresent()) {
                String path = PathValue.canonical(entry.path() + rest.get());
                if (exists(evaluation, path)) {
                    return new PathValue(path);
                }
            }
        }
        String hint =
                name.startsWith("nixpkgs") ? "; nixpkgs needs Nix, which is not used here" : "";
        throw new NixException(
                NixException.Kind.THROWN,
                "file '" + ByteStrings.decode(name) + "' was not found in the search path" + hint,
                site);
    }

    /**
     * Returns what is appended to an entry's path, beginning with a slash or empty, where the entry
     * may have the name.
     */
    private static Optional<String> rest(String prefix, String name) {
        if (prefix.isEmpty()) {
            return Optional.of("/" + name);
        }
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = name.substring(prefix.length());
        return rest.isEmpty() || rest.startsWith("/") ? Optional.of(rest) : Optional.empty();
    }

    private static boolean exists(Evaluation evaluation, String path) {
        try {
            return evaluation.world().files().kind(ByteStrings.decode(path)).isPresent();
        } catch (IOException e) {
            return false; // What may not be read is not there.
        }
    }
}
