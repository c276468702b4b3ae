package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.linger.GroupsKnown;
import hearth.login.linger.LeaseChange;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseOrigin;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.linger.LingerOrder;
import hearth.login.linger.LingerPolicy;
import hearth.login.session.Awaited;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import hearth.login.session.User;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * What is asked about somebody's lingering: by {@code loginctl}, and about leases. Whether the
 * caller may has been decided.
 */
final class LingerOrders {
    /** Leases of one user: some for each person, package and job that has to do with one. */
    static final int PER_USER_MAX = 32;

    /** Leases in all that were asked for: what they say takes a few MB at most. */
    static final int GRANTED_MAX = 8_192;

    /** What logind says of a user whom the name service does not know. */
    private static final LoginError NO_SUCH_USER =
            new LoginError(LoginError.Kind.NO_SUCH_FILE, "No such file or directory");

    private final Roster roster;
    private final LeaseLife life;
    private final LingerLeases leases;
    private final LeaseUnits units;
    private final String boot;
    private final LingerPermission permission;
    private final LingerPace pace = new LingerPace();
    private LongUnaryOperator accounts = LongUnaryOperator.identity();
    private long lastNumber;

    LingerOrders(Roster roster, LeaseLife life, LeaseUnits units, String boot) {
        this.roster = roster;
        this.life = life;
        this.units = units;
        this.boot = boot;
        leases = life.leases();
        permission = new LingerPermission(roster, leases, life.book(), units);
    }

    /** Gives no id that a lease from before a take-over has. */
    void noteNumber(String id) {
        if (id.matches("[1-9][0-9]{0,17}")) {
            lastNumber = Math.max(lastNumber, Long.parseLong(id));
        }
    }

    /** Looks whether there is such a user. */
    Outcome findUser(CallId call, long uid, long callerUid) {
        if (roster.user(uid).isPresent()) {
            return new Outcome.Done();
        }
        Token token = roster.await(new Awaited.UserSearch(call));
        roster.emit(new LoginEffect.LookUpUser(token, new UserKey.ByUid(uid), callerUid));
        return new Outcome.Later();
    }

    /** Tells what the name service says of a user who was looked for. */
    void found(Awaited.UserSearch asked, UserLookUp answer) {
        switch (answer) {
            case UserLookUp.Found _ -> roster.emit(new LoginEffect.Reply(asked.call()));
            case UserLookUp.Unknown() -> refuse(asked.call(), NO_SUCH_USER);
            case UserLookUp.Unavailable(String reason) ->
                    refuse(asked.call(), new LoginError(LoginError.Kind.FAILED, reason));
        }
    }

    private void refuse(CallId call, LoginError error) {
        roster.emit(new LoginEffect.ReplyError(call, error));
    }

    /** Grants a lease, if it can be one. */
    Outcome grant(CallId call, LeaseRequest request) {
        return LeaseCheck.fault(request, roster.now().realtimeUsec())
                .<Outcome>map(fault -> new Outcome.Refused(LoginError.Kind.INVALID_ARGS, fault))
                .orElseGet(() ->
                        order(
                                call,
                                request.uid(),
                                request.askedBy(),
                                new LingerOrder.Grant(request)));
    }

    /** Changes how somebody lingers, once it is known who that is. */
    Outcome order(CallId call, long uid, long callerUid, LingerOrder order) {
        if ((order instanceof LingerOrder.Enable || order instanceof LingerOrder.Grant)
                && !pace.admits(accounts.applyAsLong(callerUid), roster.now().monotonicUsec())) {
            return new Outcome.Refused(
                    LoginError.Kind.LIMITS_EXCEEDED,
                    "you have asked "
                            + LingerPace.ORDERS_MAX
                            + " times within a minute that somebody lingers; try again later");
        }
        Optional<User> user = roster.user(uid);
        if (user.isPresent()) {
            decide(call, user.get().record(), order);
        } else {
            Token token = roster.await(new Awaited.LingerOrderLookUp(call, order));
            roster.emit(new LoginEffect.LookUpUser(token, new UserKey.ByUid(uid), callerUid));
        }
        return new Outcome.Later();
    }

    /** Goes on with an order now that the name service has answered. */
    void orderLookedUp(Awaited.LingerOrderLookUp asked, UserLookUp answer) {
        switch (answer) {
            case UserLookUp.Found(UserRecord user) -> decide(asked.call(), user, asked.order());
            case UserLookUp.Unknown() -> refuse(asked.call(), NO_SUCH_USER);
            case UserLookUp.Unavailable(String reason) ->
                    refuse(asked.call(), new LoginError(LoginError.Kind.FAILED, reason));
        }
    }

    /** Goes on with an order where the administrator's rules let it. */
    private void decide(CallId call, UserRecord user, LingerOrder order) {
        Set<String> groups = permission.groupsFor(order);
        if (groups.isEmpty()) {
            decide(call, user, order, new GroupsKnown(groups, Set.of()));
        } else {
            Token token = roster.await(new Awaited.LingerGroups(call, user, order, groups));
            roster.emit(new LoginEffect.LookUpGroups(token, user, groups, order.askedBy()));
        }
    }

    /** Goes on with an order now that it is known in which groups the user is. */
    void groupsLookedUp(Awaited.LingerGroups asked, Optional<Set<String>> groups) {
        if (groups.isEmpty()) {
            refuse(
                    asked.call(),
                    new LoginError(
                            LoginError.Kind.FAILED,
                            "the name service does not say in which groups "
                                    + asked.user().name()
                                    + " is, and the linger policy has rules for groups"));
        } else {
            decide(
                    asked.call(),
                    asked.user(),
                    asked.order(),
                    new GroupsKnown(asked.groups(), groups.get()));
        }
    }

    private void decide(CallId call, UserRecord user, LingerOrder order, GroupsKnown groups) {
        Optional<LoginError> obstacle = permission.obstacle(user, order, groups);
        if (obstacle.isPresent()) {
            refuse(call, obstacle.get());
        } else if (order instanceof LingerOrder.May) {
            roster.emit(
                    new LoginEffect.ReplyMayLinger(call, permission.verdict(user, groups.in())));
        } else {
            carryOut(call, user, order, groups);
        }
    }

    /** Has what is asked for from now on be measured by other rules. */
    void setPolicy(LingerPolicy policy) {
        permission.setPolicy(policy);
    }

    /** Counts the orders of all numbers of an account together. */
    void setAccounts(LongUnaryOperator accounts) {
        this.accounts = accounts;
    }

    private void carryOut(CallId call, UserRecord user, LingerOrder order, GroupsKnown groups) {
        switch (order) {
            case LingerOrder.Enable(long askedBy) -> enable(call, user, askedBy);
            case LingerOrder.Disable _ -> disable(call, user);
            case LingerOrder.Grant grant -> begin(call, user, grant, groups);
            case LingerOrder.May _ -> {} // is answered by what the rules say
        }
    }

    /** Who is known to linger by this already goes on by it. */
    private void enable(CallId call, UserRecord user, long askedBy) {
        String fileName = fileName(user);
        LingerLease lease =
                leases.of(fileName).stream()
                        .filter(it -> it.origin() == LeaseOrigin.LOGINCTL)
                        .findFirst()
                        .orElseGet(() ->
                                life.ofFile(
                                        fileName,
                                        LeaseOrigin.LOGINCTL,
                                        OptionalLong.of(askedBy),
                                        boot));
        life.book()
                .write(
                        new LeaseChange(
                                fileName,
                                Optional.of(user),
                                Optional.of(call),
                                List.of(lease),
                                Set.of()));
    }

    private void disable(CallId call, UserRecord user) {
        String fileName = fileName(user);
        life.book()
                .write(
                        new LeaseChange(
                                fileName,
                                Optional.of(user),
                                Optional.of(call),
                                List.of(),
                                life.ids(fileName, lease -> lease.origin().endsWithFile())));
    }

    private void begin(CallId call, UserRecord user, LingerOrder.Grant order, GroupsKnown groups) {
        LeaseRequest request = order.request();
        Optional<LoginError> hindrance = hindrance(user);
        if (hindrance.isPresent()) {
            refuse(call, hindrance.get());
            return;
        }
        var lease =
                new LingerLease(
                        Long.toString(++lastNumber),
                        LeaseOrigin.GRANTED,
                        OptionalLong.of(request.askedBy()),
                        request.owner(),
                        request.reason(),
                        roster.now().realtimeUsec(),
                        request.end(),
                        boot);
        if (request.end() instanceof LeaseEnd.While(String unit)) {
            var grant = new Awaited.LeaseGrant(call, order, groups);
            units.watch(user, lease, unit, Optional.of(grant));
        } else {
            write(call, user, lease);
        }
    }

    private Optional<LoginError> hindrance(UserRecord user) {
        if (leases.grantedCount() >= GRANTED_MAX) {
            return Optional.of(tooMany("there are " + GRANTED_MAX + " leases already"));
        }
        int count = life.book().countOf(fileName(user)) + units.waitingOf(user.uid());
        return count < PER_USER_MAX
                ? Optional.empty()
                : Optional.of(tooMany("a user can have " + PER_USER_MAX + " leases"));
    }

    private static LoginError tooMany(String what) {
        return new LoginError(
                LoginError.Kind.LIMITS_EXCEEDED, what + "; `hearth linger revoke` ends one");
    }

    private void write(CallId call, UserRecord user, LingerLease lease) {
        life.book()
                .write(
                        new LeaseChange(
                                fileName(user),
                                Optional.of(user),
                                Optional.of(call),
                                List.of(lease),
                                Set.of()));
    }

    /** Ends a lease, unless a file declares it. */
    Outcome revoke(CallId call, String id) {
        Optional<LingerLeases.Holding> holding = leases.find(id);
        if (holding.isEmpty()) {
            return new Outcome.Refused(
                    LoginError.Kind.NO_SUCH_LEASE, "there is no lease '" + id + "'");
        }
        LingerLease lease = holding.get().lease();
        if (lease.origin() == LeaseOrigin.DECLARED) {
            return new Outcome.Refused(
                    LoginError.Kind.NOT_SUPPORTED,
                    lease.owner()
                            + " declares this lease: it ends when that file does not any more, and"
                            + " hearthd is reloaded");
        }
        life.book()
                .write(
                        new LeaseChange(
                                holding.get().fileName(),
                                Optional.empty(),
                                Optional.of(call),
                                List.of(),
                                Set.of(id)));
        return new Outcome.Later();
    }

    /** Grants a lease that waited for its unit to be seen active. */
    void unitActive(Token token) {
        units.active(token).ifPresent(it -> it.grant().ifPresent(grant -> granted(grant, it)));
    }

    /**
     * Others may have been granted, and the rules be others, since it was asked whether the unit is
     * active.
     */
    private void granted(Awaited.LeaseGrant grant, Awaited.LeaseUnit asked) {
        CallId call = grant.call();
        Optional<LoginError> hindrance =
                permission
                        .obstacle(asked.user(), grant.order(), grant.groups())
                        .or(() -> hindrance(asked.user()));
        if (hindrance.isPresent()) {
            units.unwatch(asked.lease().id());
            refuse(call, hindrance.get());
        } else {
            write(call, asked.user(), asked.lease());
        }
    }

    /** Ends a lease whose unit is not active, or refuses it. */
    void unitInactive(Token token) {
        units.inactive(token)
                .ifPresent(it -> {
                    String unit =
                            it.lease().end() instanceof LeaseEnd.While(String name) ? name : "";
                    it.grant()
                            .ifPresentOrElse(
                                    grant -> refuse(grant.call(), notActive(unit, it.user())),
                                    () ->
                                            life.endNow(
                                                    fileName(it.user()),
                                                    List.of(it.lease().id()),
                                                    unit + " is not active any more"));
                });
    }

    private static LoginError notActive(String unit, UserRecord user) {
        return new LoginError(
                LoginError.Kind.INVALID_ARGS,
                unit
                        + " of "
                        + user.name()
                        + " is not active: a lease can last only as long as a unit that is");
    }

    private static String fileName(UserRecord user) {
        return CEscape.escape(user.name());
    }
}
