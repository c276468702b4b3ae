package hearth.nix.declaration;

import java.util.List;

/**
 * The links to a unit, as names of other units; what a list says twice is there once.
 *
 * @param wantedBy whose {@code .wants} has it
 * @param requiredBy whose {@code .requires} has it
 * @param upheldBy whose {@code .upholds} has it
 * @param aliases its other names
 */
public record Links(
        List<Located<String>> wantedBy,
        List<Located<String>> requiredBy,
        List<Located<String>> upheldBy,
        List<Located<String>> aliases) {
    /** No link at all. */
    public static final Links NONE = new Links(List.of(), List.of(), List.of(), List.of());

    public Links {
        wantedBy = List.copyOf(wantedBy);
        requiredBy = List.copyOf(requiredBy);
        upheldBy = List.copyOf(upheldBy);
        aliases = List.copyOf(aliases);
    }
}
