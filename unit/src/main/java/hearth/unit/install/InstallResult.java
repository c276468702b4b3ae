package hearth.unit.install;

import java.util.List;

/** What enabling and its like would do. */
public sealed interface InstallResult {

    /**
     * It can be done.
     *
     * @param changes in their order; none where all is as it should be
     * @param carriesInstallInfo whether any of the units has an [Install] section
     * @param notes what a person should know
     */
    record Plan(List<Change> changes, boolean carriesInstallInfo, List<String> notes)
            implements InstallResult {
        public Plan {
            changes = List.copyOf(changes);
            notes = List.copyOf(notes);
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
        /** The unit file cannot be read. */
        BAD
    }
}
