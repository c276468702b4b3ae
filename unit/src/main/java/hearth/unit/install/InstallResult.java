package hearth.unit.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What enabling and its like would do. */
public sealed interface InstallResult {

    /**
     * It can be done.
     *
     * @param steps changes in their order, and between them what a person should know of them
     * @param carriesInstallInfo whether any of the units has an [Install] section
     * @param failure what of it cannot be done, of several the first; the rest is to be done all
     *     the same, and this told then
     */
    record Plan(List<Step> steps, boolean carriesInstallInfo, Optional<Refused> failure)
            implements InstallResult {
        public Plan {
            steps = List.copyOf(steps);
        }

        /** Makes a plan of which all can be done. */
        public Plan(List<Step> steps, boolean carriesInstallInfo) {
            this(steps, carriesInstallInfo, Optional.empty());
        }

        /** Returns what is to be changed; nothing where all is as it should be. */
        public List<Change> changes() {
            return steps.stream().filter(Change.class::isInstance).map(Change.class::cast).toList();
        }

        /** Returns this plan and then another's steps. */
        Plan then(Plan next) {
            List<Step> all = new ArrayList<>(steps);
            all.addAll(next.steps);
            return new Plan(
                    all, carriesInstallInfo || next.carriesInstallInfo, failure.or(next::failure));
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
        /** A line of the unit's file cannot be read. */
        MALFORMED,
        /** The unit's file is not text. */
        NO_TEXT,
        /** The unit file cannot be read, or what its section [Install] asks for cannot be. */
        BAD
    }
}
