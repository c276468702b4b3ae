package hearth.login;

import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginError;
import hearth.login.linger.GroupsKnown;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LingerLeases;
import hearth.login.linger.LingerOrder;
import hearth.login.linger.LingerPolicy;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import hearth.login.user.UserRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Whether the administrator's rules allow what somebody asks for. */
final class LingerPermission {
    /** What a lease's span is typed in, the largest first. */
    private static final List<Unit> UNITS =
            List.of(
                    new Unit("h", 3_600_000_000L),
                    new Unit("min", 60_000_000L),
                    new Unit("s", 1_000_000L),
                    new Unit("ms", 1_000L));

    private record Unit(String name, long usec) {}

    private final Roster roster;
    private final LingerLeases leases;
    private final LingerBook book;
    private final LeaseUnits units;
    private LingerPolicy policy = LingerPolicy.NONE;

    /**
     * Makes one by which everybody may.
     *
     * @param leases what is written down
     * @param book what is about to be
     * @param units what is granted once units are seen active
     */
    LingerPermission(Roster roster, LingerLeases leases, LingerBook book, LeaseUnits units) {
        this.roster = roster;
        this.leases = leases;
        this.book = book;
        this.units = units;
    }

    void setPolicy(LingerPolicy policy) {
        this.policy = policy;
    }

    /** Returns the groups of which it has to be known whether a user is in them. */
    Set<String> groupsFor(LingerOrder order) {
        return isBound(order) || order instanceof LingerOrder.May ? policy.groups() : Set.of();
    }

    /** Root's word counts without rules, and to end is free. */
    private static boolean isBound(LingerOrder order) {
        return switch (order) {
            case LingerOrder.Enable _, LingerOrder.Grant _ -> order.askedBy() != 0;
            case LingerOrder.Disable _, LingerOrder.May _ -> false;
        };
    }

    /**
     * Returns why an order is not carried out any more; nothing where it still is.
     *
     * @param known what was known of the user's groups when it was asked for
     */
    Optional<LoginError> obstacle(UserRecord user, LingerOrder order, GroupsKnown known) {
        if (!known.asked().containsAll(groupsFor(order))) {
            return denied(
                    "the linger policy has rules for other groups since this was asked for; ask"
                            + " again");
        }
        return obstacle(user, order, known.in());
    }

    /** Returns why an order is not carried out; nothing where it is. */
    Optional<LoginError> obstacle(UserRecord user, LingerOrder order, Set<String> groups) {
        if (!isBound(order)) {
            return Optional.empty();
        }
        LingerVerdict verdict = policy.verdict(user, groups);
        if (!verdict.allows()) {
            return denied(user.name() + " may not linger, by " + verdict.origin());
        }
        if (isFull(user)) {
            return Optional.of(
                    new LoginError(
                            LoginError.Kind.LIMITS_EXCEEDED,
                            policy.lingerersMax()
                                    + " users linger, and no more may (LingerersMax=)"));
        }
        if (verdict.longestUsec().isPresent()
                && isLonger(order, verdict.longestUsec().getAsLong())) {
            String longest = span(verdict.longestUsec().getAsLong());
            return denied(
                    user.name()
                            + " may linger by a lease of "
                            + longest
                            + " at most, by "
                            + verdict.origin()
                            + "; `hearth linger grant --for "
                            + longest
                            + "` asks for one");
        }
        return Optional.empty();
    }

    private static Optional<LoginError> denied(String message) {
        return Optional.of(new LoginError(LoginError.Kind.ACCESS_DENIED, message));
    }

    /** A span as one word, in the largest unit of which it is a whole number. */
    private static String span(long usec) {
        for (Unit unit : UNITS) {
            if (usec % unit.usec() == 0) {
                return usec / unit.usec() + unit.name();
            }
        }
        return usec + "us";
    }

    /**
     * Returns whether a user who does not linger yet would be one too many beside those who do, are
     * about to, or will once their units are seen active.
     */
    private boolean isFull(UserRecord user) {
        String own = CEscape.escape(user.name());
        if (policy.lingerersMax() == Long.MAX_VALUE || book.countOf(own) > 0) {
            return false;
        }
        var others = new HashSet<String>(leases.fileNames());
        others.addAll(book.beginning());
        units.waitingUsers().forEach(name -> others.add(CEscape.escape(name)));
        others.remove(own);
        return others.size() >= policy.lingerersMax();
    }

    /** Who asks for a while says how long; the moment between has passed meanwhile. */
    private boolean isLonger(LingerOrder order, long longestUsec) {
        return !(order instanceof LingerOrder.Grant(var request)
                && request.end() instanceof LeaseEnd.At(long usec)
                && usec - roster.now().realtimeUsec() <= longestUsec);
    }

    /** Returns what the rules say of a user. */
    LingerVerdict verdict(UserRecord user, Set<String> groups) {
        LingerVerdict verdict = policy.verdict(user, groups);
        return verdict.allows() && isFull(user)
                ? new LingerVerdict(
                        false, OptionalLong.empty(), "LingerersMax=" + policy.lingerersMax())
                : verdict;
    }
}
