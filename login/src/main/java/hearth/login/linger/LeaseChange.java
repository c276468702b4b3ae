package hearth.login.linger;

import hearth.login.host.CallId;
import hearth.login.user.UserRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change of one user's leases, which counts once it is on disk.
 *
 * @param fileName the user, as the file's name has it
 * @param user as the name service has it; empty for one it does not know
 * @param call who waits for it
 * @param begun leases that begin, or go on
 * @param ended ids of leases that end
 */
public record LeaseChange(
        String fileName,
        Optional<UserRecord> user,
        Optional<CallId> call,
        List<LingerLease> begun,
        Set<String> ended) {
    public LeaseChange {
        begun = List.copyOf(begun);
        ended = Set.copyOf(ended);
    }

    /** Only writes down what holds already. */
    public static LeaseChange none(String fileName) {
        return new LeaseChange(fileName, Optional.empty(), Optional.empty(), List.of(), Set.of());
    }

    /** Whether it only writes down what holds already. */
    public boolean isNone() {
        return begun.isEmpty() && ended.isEmpty() && call.isEmpty();
    }
}
