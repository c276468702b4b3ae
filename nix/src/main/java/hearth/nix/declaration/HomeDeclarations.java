package hearth.nix.declaration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What home-manager's options declare for one user.
 *
 * @param units in any order
 * @param sessionVariables {@code systemd.user.sessionVariables}, by name
 * @param managerSettings {@code systemd.user.settings.Manager}, for the user's own user.conf;
 *     environments are joined to texts already
 * @param startsServices whether applying switches units that run, as the option of that name says
 */
public record HomeDeclarations(
        List<HomeUnit> units,
        SortedMap<String, Located<String>> sessionVariables,
        Section managerSettings,
        boolean startsServices) {
    /** Nothing declared. */
    public static final HomeDeclarations NONE =
            new HomeDeclarations(List.of(), new TreeMap<>(), Section.EMPTY, true);

    public HomeDeclarations {
        units = List.copyOf(units);
        sessionVariables = Collections.unmodifiableSortedMap(new TreeMap<>(sessionVariables));
    }

    /** Returns whether nothing is declared. */
    public boolean isEmpty() {
        return units.isEmpty() && sessionVariables.isEmpty() && managerSettings.isEmpty();
    }
}
