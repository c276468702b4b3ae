package hearth.nix.schema;

import hearth.nix.module.SubmoduleType;
import hearth.nix.module.Surroundings;
import hearth.nix.option.Candidate;
import hearth.nix.option.Definition;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionType;
import hearth.nix.option.SetType;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A unit: with NixOS' options or with home-manager's sections, which its names tell.
 *
 * @param family which units
 * @param nixos NixOS' options, where this unit may be declared by them
 */
record UnitOptionType(UnitFamily family, Optional<SubmoduleType> nixos) implements OptionType {
    /** A unit the way of home-manager: directives by section. */
    static final SetType SECTIONS = SetType.of(UnitSchema.SECTION);

    private static final Set<String> SECTION_NAMES =
            Set.of(
                    "Automount",
                    "Install",
                    "Mount",
                    "Path",
                    "Scope",
                    "Service",
                    "Slice",
                    "Socket",
                    "Swap",
                    "Target",
                    "Timer",
                    "Unit");

    /** Returns the type of a family's units, wherever NixOS' modules apply. */
    static UnitOptionType both(UnitFamily family, Surroundings surroundings) {
        if (!family.isNixos()) {
            return homeOnly(family);
        }
        return new UnitOptionType(
                family, Optional.of(submodule(UnitSchema.of(family), surroundings)));
    }

    /** Returns the type of a family's units in home-manager's modules. */
    static UnitOptionType homeOnly(UnitFamily family) {
        return new UnitOptionType(family, Optional.empty());
    }

    /** Returns options of their own. */
    static SubmoduleType submodule(OptionTree.Group options, Surroundings surroundings) {
        return new SubmoduleType(surroundings, options, List.of(), Map.of(), true);
    }

    /** A unit, told apart. */
    sealed interface Unit {}

    /** A unit by NixOS' options. */
    record Nixos(OptionGroup options) implements Unit {}

    /** A unit by home-manager's sections. */
    record Home(Map<String, List<Candidate>> sections) implements Unit {}

    @Override
    public String described() {
        return "a unit";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof AttributeSet || value instanceof Function;
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        return isHome(place, definitions)
                ? SECTIONS.merge(place, definitions)
                : nixos.orElseThrow().merge(place, definitions);
    }

    /** Returns the unit with what defines it. */
    Unit unit(OptionPlace place, List<Definition> definitions) {
        return isHome(place, definitions)
                ? new Home(SECTIONS.candidates(place, definitions))
                : new Nixos(nixos.orElseThrow().group(place, definitions));
    }

    private boolean isHome(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        Word section = Word.NONE;
        Word option = Word.NONE;
        for (Definition definition : definitions) {
            if (definition.value() instanceof AttributeSet) {
                List<Candidate> candidates =
                        List.of(Candidate.of(definition.value(), definition.position()));
                for (var entry : Candidate.below(place, candidates).entrySet()) {
                    Word word = new Word(entry.getKey(), entry.getValue().getFirst().position());
                    if (isSection(entry.getKey())) {
                        section = word;
                    } else {
                        option = word;
                    }
                }
            }
        }
        if (section.isSaid() && option.isSaid()) {
            throw place.error(
                    option.position(),
                    "mixes NixOS' form ("
                            + option.written()
                            + " here) with home-manager's (["
                            + section.written()
                            + "] at "
                            + section.position()
                            + "); a unit is written in one of them");
        }
        if (nixos.isEmpty() && option.isSaid()) {
            throw place.error(
                    option.position(),
                    option.written()
                            + " is NixOS' form; home-manager's has sections with directives, such"
                            + " as Service.ExecStart");
        }
        return section.isSaid() || nixos.isEmpty();
    }

    private static boolean isSection(String name) {
        return SECTION_NAMES.contains(name) || name.startsWith("X-");
    }

    /** A name, and where it stands. */
    private record Word(String name, Position position) {
        private static final Word NONE = new Word("", Position.NONE);

        boolean isSaid() {
            return !name.isEmpty();
        }

        String written() {
            return ByteStrings.decode(name);
        }
    }
}
