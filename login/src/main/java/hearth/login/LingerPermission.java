package hearth.login;

import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginError;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LingerLeases;
import hearth.login.linger.LingerOrder;
import hearth.login.linger.LingerPolicy;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import hearth.login.user.UserRecord;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether the administrator's rules allow what somebody asks for. */
final class LingerPermission {
    private static final long MINUTE_USEC = TimeUnit.MINUTES.toMicros(1);

    private final Roster roster;
    private final LingerLeases leases;
    private LingerPolicy policy = LingerPolicy.NONE;

    LingerPermission(Roster roster, LingerLeases leases) {
        this.roster = roster;
        this.leases = leases;
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
            return denied(
                    user.name()
                            + " may linger by a lease of "
                            + minutes(verdict.longestUsec())
                            + " min at most, by "
                            + verdict.origin()
                            + "; `hearth linger grant --for "
                            + minutes(verdict.longestUsec())
                            + "min` asks for one");
        }
        return Optional.empty();
    }

    private static Optional<LoginError> denied(String message) {
        return Optional.of(new LoginError(LoginError.Kind.ACCESS_DENIED, message));
    }

    private static long minutes(OptionalLong usec) {
        return usec.getAsLong() / MINUTE_USEC;
    }

    /** Returns whether a user who does not linger yet would be one too many. */
    private boolean isFull(UserRecord user) {
        return policy.lingerersMax() != Long.MAX_VALUE
                && leases.of(CEscape.escape(user.name())).isEmpty()
                && leases.fileNames().size() >= policy.lingerersMax();
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
