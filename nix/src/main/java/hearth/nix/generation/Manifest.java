package hearth.nix.generation;

import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What holds now.
 *
 * @param generation the number of the generation whose files are there
 * @param lingers the users for whom lingering was switched on here, and is to be switched off once
 *     nothing declares it
 * @param unfinishedFrom the generation that running units were to be switched from, as long as that
 *     is not done: whoever is interrupted there is followed by somebody who does it; 0 is none
 */
public record Manifest(int generation, SortedSet<String> lingers, OptionalInt unfinishedFrom) {
    public Manifest {
        lingers = Collections.unmodifiableSortedSet(new TreeSet<>(lingers));
    }

    /** Returns this one after its switch is done. */
    Manifest finished() {
        return new Manifest(generation, lingers, OptionalInt.empty());
    }

    /** Returns this one after lingering was switched on, or off, for somebody. */
    Manifest withLingers(SortedSet<String> now) {
        return new Manifest(generation, now, unfinishedFrom);
    }
}
