package hearth.unit.load;

import hearth.unit.Dependency;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A unit as its files define it; immutable.
 *
 * @param id its own name; for an alias the name that the alias leads to
 * @param names the id and all aliases
 * @param settings the values of fragment and drop-ins
 * @param fragmentPath the main file; nothing for units that need none, such as slices
 * @param dropInPaths in the order they were applied
 * @param dependencies written ones first, in their order, then those of links
 * @param diagnostics what was wrong or worth knowing
 * @param sources the files that it was made of
 * @param origin what kind of place the fragment lies in
 * @param draft what it was read from; nothing where all of that is root's, which is shared
 */
public record UnitDefinition(
        UnitName id,
        Set<UnitName> names,
        Settings settings,
        Optional<String> fragmentPath,
        List<String> dropInPaths,
        List<Dependency> dependencies,
        List<Diagnostic> diagnostics,
        UnitSources sources,
        Origin origin,
        Optional<UnitDraft> draft) {

    /** What kind of place a fragment lies in. */
    public enum Origin {
        /** A file somebody wrote or installed. */
        FILE,
        /** Made by a generator. */
        GENERATED,
        /** Made by a call, gone with the unit. */
        TRANSIENT
    }

    public UnitDefinition {
        names = Set.copyOf(names);
        dropInPaths = List.copyOf(dropInPaths);
        dependencies = List.copyOf(dependencies);
        diagnostics = List.copyOf(diagnostics);
    }

    /** Returns this definition, of an equal draft: the one before need not be kept. */
    UnitDefinition of(UnitDraft equal) {
        return new UnitDefinition(
                id,
                names,
                settings,
                fragmentPath,
                dropInPaths,
                dependencies,
                diagnostics,
                sources,
                origin,
                Optional.of(equal));
    }
}
