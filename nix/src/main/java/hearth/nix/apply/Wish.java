package hearth.nix.apply;

import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.generation.Generation;
import hearth.nix.plan.FilePlan;
import hearth.nix.render.Rendering;
import hearth.nix.render.SwitchStyle;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one owner's files shall be.
 *
 * @param rendering the files
 * @param lingers whose lingering is decided
 * @param homes the users for whom files are applied along with these, each as that user
 * @param sources the files that declare it, absolute
 * @param generation one that is kept, where it is to hold again
 * @param choices what to do about others' files and old ones
 * @param isSwitching whether running units are switched
 */
public record Wish(
        Rendering rendering,
        List<LingerDeclaration> lingers,
        SortedSet<String> homes,
        List<String> sources,
        Optional<Generation> generation,
        FilePlan.Choices choices,
        boolean isSwitching) {
    public Wish {
        lingers = List.copyOf(lingers);
        homes = Collections.unmodifiableSortedSet(new TreeSet<>(homes));
        sources = List.copyOf(sources);
    }

    /** Returns the wish that a generation holds again. */
    public static Wish again(Generation generation, FilePlan.Choices choices, boolean isSwitching) {
        return new Wish(
                new Rendering(generation.files(), generation.style()),
                generation.lingers(),
                generation.homes(),
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
                Collections.emptySortedSet(),
                List.of(),
                Optional.empty(),
                choices,
                isSwitching);
    }
}
