package hearth.nix.module;

import hearth.nix.evaluation.Expect;
import hearth.nix.option.Candidate;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Spelling;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A module with its parts told apart.
 *
 * @param imports other modules
 * @param options what it declares, a set
 * @param definitions what it defines
 * @param freeformType of what type undeclared options are, where it says so
 */
record Module(
        List<ModuleSource> imports,
        Optional<Lazy> options,
        Candidate definitions,
        Optional<Lazy> freeformType) {
    /** The modules that one does not want, which count nothing here. */
    static final String DISABLED = "disabledModules";

    /** What is not a definition, in a module that has neither config nor options. */
    private static final Set<String> ABOUT_ITSELF =
            Set.of(
                    "_class",
                    "_file",
                    DISABLED,
                    "freeformType",
                    "imports",
                    "key",
                    "meta",
                    "require");

    /** Returns a module that only defines. */
    static Module ofDefinitions(AttributeSet set, Position position) {
        return new Module(
                List.of(), Optional.empty(), Candidate.of(set, position), Optional.empty());
    }

    /**
     * Returns the parts of a set.
     *
     * @throws NixException where it has config or options, and definitions beside them
     */
    static Module of(AttributeSet set, Position position) {
        if (set.has("_type")) {
            return ofDefinitions(set, position);
        }
        List<ModuleSource> imports = new ArrayList<>(imports(set, "require", position));
        imports.addAll(imports(set, "imports", position));
        boolean hasForm = set.has("config") || set.has("options");
        Candidate definitions;
        if (hasForm) {
            checkForm(set, position);
            Lazy config = set.get("config");
            Position place = Candidate.known(set.position("config"), position);
            definitions = Candidate.of(config == null ? AttributeSet.EMPTY : config, place);
        } else {
            definitions = Candidate.of(set.without(ABOUT_ITSELF), position);
        }
        return new Module(imports, set.find("options"), definitions, set.find("freeformType"));
    }

    private static List<ModuleSource> imports(AttributeSet set, String name, Position position) {
        Lazy imports = set.get(name);
        if (imports == null) {
            return List.of();
        }
        Position place = Candidate.known(set.position(name), position);
        List<ModuleSource> sources = new ArrayList<>();
        for (Lazy each : Expect.list(forced(imports, place), place)) {
            sources.add(ModuleSource.of(each, place));
        }
        return sources;
    }

    private static void checkForm(AttributeSet set, Position position) {
        List<String> allowed = new ArrayList<>(ABOUT_ITSELF);
        allowed.add("config");
        allowed.add("options");
        for (String name : set.names()) {
            if (!allowed.contains(name)) {
                throw new NixException(
                        NixException.Kind.FAILED,
                        ByteStrings.decode(name)
                                + " stands beside config or options, where it must stand in config"
                                + Spelling.hint(name, allowed),
                        Candidate.known(set.position(name), position));
            }
        }
    }

    private static Value forced(Lazy lazy, Position position) {
        try {
            return lazy.force();
        } catch (NixException e) {
            throw e.at(position);
        }
    }
}
