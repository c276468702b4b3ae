package hearth.login.linger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who lingers, and why: a user stays as long as one lease says so. At present a lease is a file in
 * {@code /var/lib/systemd/linger}, whoever made it.
 */
public final class LingerLeases {
    private record Held(long uid, LingerLease lease) {}

    private final Map<String, Held> byFile = new LinkedHashMap<>();

    /** Makes it without leases. */
    public LingerLeases() {}

    /** Whether this file is a lease already. */
    public boolean contains(String fileName) {
        return byFile.containsKey(fileName);
    }

    /** Whether a lease keeps this user here. */
    public boolean keeps(long uid) {
        return of(uid).isPresent();
    }

    /** Returns the oldest lease of a user. */
    public Optional<LingerLease> of(long uid) {
        return byFile.values().stream()
                .filter(held -> held.uid() == uid)
                .map(Held::lease)
                .findFirst();
    }

    /** Takes a lease for a user, in the place of one of the same file. */
    public void hold(long uid, LingerLease lease) {
        byFile.put(lease.fileName(), new Held(uid, lease));
    }

    /** Ends a lease; returns whose it was. */
    public Optional<Long> release(String fileName) {
        return Optional.ofNullable(byFile.remove(fileName)).map(Held::uid);
    }
}
