package hearth.login.inhibit;

import hearth.login.host.DualTimestamp;
import hearth.login.host.StateFile;

/**
 * Something is put off: as long as somebody has its hold.
 *
 * @param id a number; those that are over may come back after a take-over
 * @param since when it began
 */
public record Inhibitor(String id, Inhibition inhibition, DualTimestamp since) {
    /** Returns where it is written down. */
    public StateFile file() {
        return new StateFile.OfInhibitor(id);
    }
}
