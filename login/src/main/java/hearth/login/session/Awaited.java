package hearth.login.session;

import hearth.login.host.CallId;
import hearth.login.host.Token;
import hearth.login.inhibit.Inhibitor;
import hearth.login.linger.GroupsKnown;
import hearth.login.linger.LeaseChange;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerOrder;
import hearth.login.user.UserRecord;
import java.util.Optional;
import java.util.Set;

/** What login waits for, by {@link Token}: the reason why the effect was emitted. */
public sealed interface Awaited {
    /** The end of a job of the system manager. */
    sealed interface Job extends Awaited {}

    /** A user's manager was ordered to start. */
    record ManagerStart(User user) implements Job {}

    /** A user's manager was ordered to stop. */
    record ManagerStop(User user) implements Job {}

    /** A session's scope was ordered to start. */
    record ScopeStart(Session session) implements Job {}

    /** A session's scope was ordered to stop. */
    record ScopeStop(Session session) implements Job {}

    /** The passing of time. */
    sealed interface Timer extends Awaited {}

    /** CreateSession is answered now, whatever is still missing. */
    record OpeningDeadline(Session session) implements Timer {}

    /** A released session has had its time to end by itself. */
    record ReleaseDelay(Session session) implements Timer {}

    /** A user has been away for {@code UserStopDelaySec=}. */
    record StopDelay(User user) implements Timer {}

    /** The name service has had its time to say whose session is asked for. */
    record LookUpDeadline(Token lookUp) implements Timer {}

    /** A lingering user whom the name service did not know is asked for again. */
    record LingerRetry(String fileName) implements Timer {}

    /** The first of all leases ends. */
    record LeaseDeadline() implements Timer {}

    /** It is time to say how much was not said about leases. */
    record LeaseLogPause() implements Timer {}

    /** An answer of the name service. */
    sealed interface LookUp extends Awaited {}

    /** Whose session is asked for? */
    record SessionLookUp(CallId call, SessionSpec spec, Token deadline) implements LookUp {}

    /** Is there such a user? */
    record UserSearch(CallId call) implements LookUp {}

    /** Who is to linger, or no more? */
    record LingerOrderLookUp(CallId call, LingerOrder order) implements LookUp {}

    /**
     * Is a user who is to linger in some groups?
     *
     * @param groups of which it is asked
     */
    record LingerGroups(CallId call, UserRecord user, LingerOrder order, Set<String> groups)
            implements Awaited {}

    /** Whom does a linger file name? */
    record LingerFileLookUp(String fileName) implements LookUp {}

    /** A change of a user's leases is being written down. */
    record LingerStore(LeaseChange change) implements Awaited {}

    /**
     * A lease lasts as long as a user's unit.
     *
     * @param grant who waits for it to be granted; none once it is
     */
    record LeaseUnit(UserRecord user, LingerLease lease, Optional<LeaseGrant> grant)
            implements Awaited {}

    /**
     * A lease that waits for its unit to be seen active.
     *
     * @param call who has asked for it
     * @param order what was asked for: the rules of that moment count as well
     * @param groups what was known of the user's groups when it was asked for
     */
    record LeaseGrant(CallId call, LingerOrder order, GroupsKnown groups) {}

    /** A hold is being made, and its end waited for. */
    sealed interface Hold extends Awaited {}

    /** That of a session. */
    record SessionHold(Session session) implements Hold {}

    /**
     * That of an inhibitor.
     *
     * @param call by which it is asked for; none after a take-over
     */
    record InhibitorHold(Inhibitor inhibitor, Optional<CallId> call) implements Hold {}

    /** The exit of a session's leader. */
    record Leader(Session session) implements Awaited {}
}
