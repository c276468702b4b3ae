package hearth.unit.load;

import hearth.unit.UnitName;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.SearchPath;
import hearth.unit.tree.UnitTree.DropIn;
import java.util.List;
import java.util.Optional;

/**
 * All that directories have about one unit: what it is made of, found and not yet read.
 *
 * @param id its own name
 * @param names the id, then its aliases
 * @param path of the fragment; empty where there is none
 * @param place where the fragment lies; nothing where there is none, or a call has brought it
 * @param fragment the main file
 * @param origin what kind of place that is
 * @param dropIns in the order in which they are applied
 * @param wants the entries of {@code .wants} directories
 * @param requires the entries of {@code .requires} directories
 * @param upholds the entries of {@code .upholds} directories
 */
public record UnitDraft(
        UnitName id,
        List<UnitName> names,
        String path,
        Optional<Place> place,
        Optional<Entry.File> fragment,
        UnitDefinition.Origin origin,
        List<DropIn> dropIns,
        List<DropIn> wants,
        List<DropIn> requires,
        List<DropIn> upholds) {
    /**
     * Entries up to which a draft may be kept with what it has come to: most units have a handful.
     */
    private static final int SMALL = 32;

    /** Returns whether it takes hardly any memory beside the files' contents, which are charged. */
    boolean isSmall() {
        return dropIns.size() + wants.size() + requires.size() + upholds.size() <= SMALL;
    }

    /** Returns whether all of it is root's, so that other users' managers find the same. */
    boolean isOfRoot() {
        return origin == UnitDefinition.Origin.FILE
                && place.map(UnitDraft::isOfRoot).orElse(fragment.isEmpty())
                && isOfRoot(dropIns)
                && isOfRoot(wants)
                && isOfRoot(requires)
                && isOfRoot(upholds);
    }

    private static boolean isOfRoot(List<DropIn> entries) {
        for (DropIn entry : entries) {
            if (!isOfRoot(entry.place())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfRoot(Place place) {
        return place.role() == Place.Role.BUILT_IN || SearchPath.isShared(place);
    }
}
