package hearth.api.systemd1.world;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What users' managers, and login, have said in users' logs, whether those managers run or not. */
@FunctionalInterface
public interface UserRecords {
    /**
     * Reads the last of what was said of a unit of a user's.
     *
     * @param uid whose
     * @param unit its name; empty for what was said of processes that were ended, of all units
     * @param count how many at most
     * @param isAwaited asked on any thread before anything is read: where nobody waits any more,
     *     nothing is told
     * @param then is told them, newest first; nothing where too many such questions wait
     */
    void record(
            long uid,
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then);
}
