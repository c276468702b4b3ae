package hearth.nix.apply;

import hearth.nix.plan.FileChange;
import hearth.nix.plan.FilePlan;
import hearth.nix.plan.LingerPlan;
import hearth.nix.render.Directory;
import java.util.List;

/**
 * What would happen.
 *
 * @param files which change
 * @param switches what happens to units, by user; only users whose managers run
 * @param linger whose lingering changes
 * @param isResuming whether somebody was interrupted while switching units
 * @param warnings what could not be found out, for people
 */
public record Prospect(
        FilePlan files,
        List<UserSwitch> switches,
        LingerPlan linger,
        boolean isResuming,
        List<String> warnings) {
    public Prospect {
        switches = List.copyOf(switches);
        warnings = List.copyOf(warnings);
    }

    /** Returns whether nothing would happen. */
    public boolean isEmpty() {
        return files.isEmpty()
                && files.refusals().isEmpty()
                && linger.changes().isEmpty()
                && switches.stream().allMatch(user -> user.plan().actions().isEmpty());
    }

    /** Returns whether managers have to read their units again. */
    boolean changesUnits() {
        return isResuming
                || files.changes().stream()
                        .map(FileChange::name)
                        .anyMatch(name -> name.directory() == Directory.UNITS);
    }
}
