package hearth.nix.apply;

import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.generation.Generation;
import hearth.nix.plan.FilePlan;
import hearth.nix.render.Rendering;
import hearth.nix.render.SwitchStyle;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one owner's files shall be.
 *
 * @param rendering the files
 * @param lingers whose lingering is decided
 * @param sources the files that declare it, absolute
 * @param generation one that is kept, where it is to hold again
 * @param choices what to do about others' files and old ones
 * @param isSwitching whether running units are switched
 */
public record Wish(
        Rendering rendering,
        List<LingerDeclaration> lingers,
        List<String> sources,
        Optional<Generation> generation,
        FilePlan.Choices choices,
        boolean isSwitching) {
    public Wish {
        lingers = List.copyOf(lingers);
        sources = List.copyOf(sources);
    }

    /** Returns the wish that a generation holds again. */
    public static Wish again(Generation generation, FilePlan.Choices choices, boolean isSwitching) {
        return new Wish(
                new Rendering(generation.files(), generation.style()),
                generation.lingers(),
                generation.sources(),
                Optional.of(generation),
                choices,
                isSwitching);
    }

    /** Returns the wish that nothing is left. */
    public static Wish nothing(SwitchStyle style, FilePlan.Choices choices, boolean isSwitching) {
        return new Wish(
                new Rendering(new TreeMap<>(), style),
                List.of(),
                List.of(),
                Optional.empty(),
                choices,
                isSwitching);
    }
}
