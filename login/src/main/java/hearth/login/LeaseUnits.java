package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.Token;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LingerLease;
import hearth.login.session.Awaited;
import hearth.login.session.Roster;
import hearth.login.user.UserRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The units of users' managers for as long as which leases last, watched. */
final class LeaseUnits {
    private final Roster roster;

    /** A question, and whose unit it is about. */
    private record Watch(Token token, long uid) {}

    private final Map<String, Watch> watches = new HashMap<>();

    /** Of each user, the ids of leases that are granted if their units are seen active. */
    private final Map<Long, Set<String>> waiting = new HashMap<>();

    LeaseUnits(Roster roster) {
        this.roster = roster;
    }

    /** Watches the units of leases that are not watched yet. */
    void watch(UserRecord user, List<LingerLease> leases) {
        for (LingerLease lease : leases) {
            if (lease.end() instanceof LeaseEnd.While(String unit)
                    && !watches.containsKey(lease.id())) {
                watch(user, lease, unit, Optional.empty());
            }
        }
    }

    /** Watches the unit of a lease, which is yet to be granted if a call waits for it. */
    void watch(UserRecord user, LingerLease lease, String unit, Optional<CallId> call) {
        Token token = roster.await(new Awaited.LeaseUnit(user, lease, call));
        watches.put(lease.id(), new Watch(token, user.uid()));
        if (call.isPresent()) {
            waiting.computeIfAbsent(user.uid(), _ -> new HashSet<>()).add(lease.id());
        }
        roster.emit(new LoginEffect.WatchUserUnit(token, user.uid(), unit));
    }

    /** Watches the unit of a lease no more, if it has one. */
    void unwatch(String id) {
        Watch watch = watches.remove(id);
        if (watch != null) {
            seen(watch.uid(), id);
            roster.answered(watch.token(), Awaited.LeaseUnit.class);
            roster.emit(new LoginEffect.UnwatchUserUnit(watch.token(), watch.uid()));
        }
    }

    /** Goes on to watch a unit that is active; returns what it was watched for. */
    Optional<Awaited.LeaseUnit> active(Token token) {
        Optional<Awaited.LeaseUnit> asked = roster.answered(token, Awaited.LeaseUnit.class);
        asked.ifPresent(it -> {
            seen(it.user().uid(), it.lease().id());
            roster.await(token, new Awaited.LeaseUnit(it.user(), it.lease(), Optional.empty()));
        });
        return asked;
    }

    /** Notes that a unit is not active, and so not watched; returns what it was watched for. */
    Optional<Awaited.LeaseUnit> inactive(Token token) {
        Optional<Awaited.LeaseUnit> asked = roster.answered(token, Awaited.LeaseUnit.class);
        asked.ifPresent(it -> {
            seen(it.user().uid(), it.lease().id());
            watches.remove(it.lease().id());
        });
        return asked;
    }

    /** Returns how many leases of a user wait for their units to be seen active. */
    int waitingOf(long uid) {
        return waiting.getOrDefault(uid, Set.of()).size();
    }

    private void seen(long uid, String id) {
        waiting.computeIfPresent(
                uid,
                (_, ids) -> {
                    ids.remove(id);
                    return ids.isEmpty() ? null : ids;
                });
    }
}
