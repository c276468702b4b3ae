package hearth.nix.declaration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that files declare.
 *
 * @param units NixOS style: for all users, or for the one that is applied for
 * @param home home-manager style at the top level: for the user that is applied for
 * @param homes {@code home-manager.users.NAME}, by user
 * @param lingers at most one for each user
 * @param userManager {@code [Manager]} of user.conf
 * @param login {@code [Login]} of logind.conf
 * @param tmpfiles for users
 * @param writtenFiles all that were made while evaluating, used or not
 * @param ignored what means nothing here
 */
public record Declarations(
        List<NixosUnit> units,
        HomeDeclarations home,
        SortedMap<String, HomeDeclarations> homes,
        List<LingerDeclaration> lingers,
        ConfigurationDeclaration userManager,
        ConfigurationDeclaration login,
        TmpfilesDeclaration tmpfiles,
        List<WrittenFile> writtenFiles,
        List<IgnoredOption> ignored) {
    /** Nothing declared. */
    public static final Declarations NONE =
            new Declarations(
                    List.of(),
                    HomeDeclarations.NONE,
                    new TreeMap<>(),
                    List.of(),
                    ConfigurationDeclaration.NONE,
                    ConfigurationDeclaration.NONE,
                    TmpfilesDeclaration.NONE,
                    List.of(),
                    List.of());

    public Declarations {
        units = List.copyOf(units);
        homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
        lingers = List.copyOf(lingers);
        writtenFiles = List.copyOf(writtenFiles);
        ignored = List.copyOf(ignored);
    }
}
