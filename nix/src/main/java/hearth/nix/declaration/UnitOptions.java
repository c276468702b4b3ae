package hearth.nix.declaration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that NixOS units of all types have, and what becomes of them in {@code [Unit]}.
 *
 * @param description one line; nothing where it is empty
 * @param documentation addresses
 * @param relations the names of other units; an option that is not set is not there
 * @param startLimitIntervalSec a number or a text as it is to be written
 * @param startLimitBurst a number
 * @param unitConfig directives of {@code [Unit]} by their own names
 * @param restartTriggers texts whose change means a restart, flattened
 * @param reloadTriggers texts whose change means a reload, flattened
 */
public record UnitOptions(
        Optional<Located<String>> description,
        List<Located<String>> documentation,
        Map<UnitRelation, List<Located<String>>> relations,
        Optional<Located<Value.Scalar>> startLimitIntervalSec,
        Optional<Located<Value.Scalar>> startLimitBurst,
        Section unitConfig,
        List<Located<String>> restartTriggers,
        List<Located<String>> reloadTriggers) {
    /** Nothing declared. */
    public static final UnitOptions NONE =
            new UnitOptions(
                    Optional.empty(),
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Section.EMPTY,
                    List.of(),
                    List.of());

    public UnitOptions {
        documentation = List.copyOf(documentation);
        Map<UnitRelation, List<Located<String>>> copy = new EnumMap<>(UnitRelation.class);
        relations.forEach((relation, names) -> copy.put(relation, List.copyOf(names)));
        relations = Collections.unmodifiableMap(copy);
        restartTriggers = List.copyOf(restartTriggers);
        reloadTriggers = List.copyOf(reloadTriggers);
    }

    /** Returns whether nothing is declared. */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
