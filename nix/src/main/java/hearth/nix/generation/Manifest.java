package hearth.nix.generation;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What holds now.
 *
 * @param generation the number of the generation whose files are there
 * @param lingers the users for whom lingering was switched on here, and is to be switched off once
 *     nothing declares it
 */
public record Manifest(int generation, SortedSet<String> lingers) {
    public Manifest {
        lingers = Collections.unmodifiableSortedSet(new TreeSet<>(lingers));
    }
}
