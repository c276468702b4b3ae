package hearth.login;

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

    /** Leases that are granted if their units are seen active. */
    private record Waiting(String user, Set<String> ids) {}

    private final Map<Long, Waiting> waiting = new HashMap<>();

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

    /** Watches the unit of a lease, which is yet to be granted if somebody waits for that. */
    void watch(
            UserRecord user, LingerLease lease, String unit, Optional<Awaited.LeaseGrant> grant) {
        Token token = roster.await(new Awaited.LeaseUnit(user, lease, grant));
        watches.put(lease.id(), new Watch(token, user.uid()));
        if (grant.isPresent()) {
            waiting.computeIfAbsent(user.uid(), _ -> new Waiting(user.name(), new HashSet<>()))
                    .ids()
                    .add(lease.id());
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
        Waiting ofUser = waiting.get(uid);
        return ofUser == null ? 0 : ofUser.ids().size();
    }

    /** Returns the names of the users who have such leases. */
    List<String> waitingUsers() {
        return waiting.values().stream().map(Waiting::user).toList();
    }

    private void seen(long uid, String id) {
        waiting.computeIfPresent(
                uid,
                (_, ofUser) -> {
                    ofUser.ids().remove(id);
                    return ofUser.ids().isEmpty() ? null : ofUser;
                });
    }
}
