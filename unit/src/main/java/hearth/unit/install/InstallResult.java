package hearth.unit.install;

import java.util.ArrayList;
import java.util.List;

/** What enabling and its like would do. */
public sealed interface InstallResult {

    /**
     * It can be done.
     *
     * @param steps changes in their order, and between them what a person should know of them
     * @param carriesInstallInfo whether any of the units has an [Install] section
     */
    record Plan(List<Step> steps, boolean carriesInstallInfo) implements InstallResult {
        public Plan {
            steps = List.copyOf(steps);
        }

        /** Returns what is to be changed; nothing where all is as it should be. */
        public List<Change> changes() {
            return steps.stream().filter(Change.class::isInstance).map(Change.class::cast).toList();
        }

        /** Returns this plan and then another's steps. */
        Plan then(Plan next) {
            List<Step> all = new ArrayList<>(steps);
            all.addAll(next.steps);
            return new Plan(all, carriesInstallInfo || next.carriesInstallInfo);
        }
    }

    /**
     * It cannot be done; nothing is to be changed.
     *
     * @param reason what kind of failure
     * @param message for people
     */
    record Refused(Reason reason, String message) implements InstallResult {}

    /** Why it cannot be done. */
    enum Reason {
        /** No such unit file. */
        NOT_FOUND,
        /** The unit is masked. */
        MASKED,
        /** Something else has the link's name. */
        EXISTS,
        /** The name or path is none. */
        INVALID,
        /** The name is an alias of a unit that is not there. */
        SEVERED,
        /** The name is an alias, which the unit's own name would do for. */
        ALIAS,
        /** The unit file cannot be read, or what its section [Install] asks for cannot be. */
        BAD
    }
}
