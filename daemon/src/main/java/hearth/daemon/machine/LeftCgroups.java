package hearth.daemon.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Cgroups of units that are gone: a brain has written down that the unit is, and died before it had
 * the cgroup removed. Only below slices: what is in a unit's own cgroup is the unit's business.
 */
public final class LeftCgroups {
    private final Cgroups cgroups;
    private final Predicate<String> isKnown;
    private final List<String> found = new ArrayList<>();

    private LeftCgroups(Cgroups cgroups, Predicate<String> isKnown) {
        this.cgroups = cgroups;
        this.isKnown = isKnown;
    }

    /**
     * Returns those that may be removed: units' by name, unknown and without processes.
     *
     * @param root the slice, or a manager's own cgroup, below which is looked
     * @param isKnown whether there is such a unit
     */
    public static List<String> below(Cgroups cgroups, String root, Predicate<String> isKnown) {
        var left = new LeftCgroups(cgroups, isKnown);
        left.look(root);
        return left.found;
    }

    private void look(String slice) {
        for (String cgroup : cgroups.below(slice)) {
            String name = cgroup.substring(cgroup.lastIndexOf('/') + 1);
            boolean isSlice = name.endsWith(".slice");
            boolean isUnit = isSlice || name.endsWith(".service") || name.endsWith(".scope");
            if (isUnit && !isKnown.test(name) && !cgroups.isPopulated(cgroup)) {
                found.add(cgroup);
            } else if (isSlice) {
                look(cgroup);
            }
        }
    }
}
