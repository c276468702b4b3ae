package hearth.nix.declaration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lines of tmpfiles.d(5) for users ({@code systemd.user.tmpfiles}).
 *
 * @param rules for everybody
 * @param rulesOfUsers by user
 */
public record TmpfilesDeclaration(
        List<Located<String>> rules, SortedMap<String, List<Located<String>>> rulesOfUsers) {
    /** Nothing declared. */
    public static final TmpfilesDeclaration NONE =
            new TmpfilesDeclaration(List.of(), new TreeMap<>());

    public TmpfilesDeclaration {
        rules = List.copyOf(rules);
        SortedMap<String, List<Located<String>>> copy = new TreeMap<>();
        rulesOfUsers.forEach((user, lines) -> copy.put(user, List.copyOf(lines)));
        rulesOfUsers = Collections.unmodifiableSortedMap(copy);
    }
}
