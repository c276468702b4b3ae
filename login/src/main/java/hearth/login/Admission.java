package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.session.Awaited;
import hearth.login.session.CgroupOwner;
import hearth.login.session.Roster;
import hearth.login.session.Session;
import hearth.login.session.SessionCheck;
import hearth.login.session.SessionLife;
import hearth.login.session.SessionSpec;
import hearth.login.session.User;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may have a session: {@code CreateSession} up to the point where it is known whose it will be.
 */
final class Admission {
    /**
     * How long the name service may take, so that a login goes on, without a session, when it
     * hangs.
     */
    static final Duration LOOK_UP_DEADLINE = Duration.ofSeconds(5);

    private final Roster roster;
    private final SessionLife sessions;
    private final SessionCheck check;

    Admission(Roster roster, SessionLife sessions) {
        this.roster = roster;
        this.sessions = sessions;
        this.check = new SessionCheck(roster.seat0());
    }

    /** Checks a request, and begins the session or asks first who that is. */
    Outcome admit(CallId call, CreateSessionRequest request) {
        return switch (check.check(request)) {
            case SessionCheck.Checked.Unsound(LoginError error) -> new Outcome.Refused(error);
            case SessionCheck.Checked.Sound(SessionSpec spec) -> admit(call, spec);
        };
    }

    private Outcome admit(CallId call, SessionSpec spec) {
        Optional<Session> begun = sessions.begunFor(spec.request());
        if (begun.isPresent() && sessions.answerWith(call, begun.get())) {
            return new Outcome.Later();
        }
        Optional<LoginError> hindrance = hindrance(spec);
        if (hindrance.isPresent()) {
            return new Outcome.Refused(hindrance.get());
        }
        long uid = spec.request().uid();
        Optional<User> user = roster.user(uid);
        if (user.isPresent()) {
            sessions.open(call, spec, user.get().record());
        } else {
            lookUp(call, spec, uid);
        }
        return new Outcome.Later();
    }

    private void lookUp(CallId call, SessionSpec spec, long uid) {
        Token lookUp = roster.newToken();
        Token deadline = roster.await(new Awaited.LookUpDeadline(lookUp));
        roster.await(lookUp, new Awaited.SessionLookUp(call, spec, deadline));
        roster.emit(new LoginEffect.LookUpUser(lookUp, new UserKey.ByUid(uid), uid));
        roster.emit(new LoginEffect.SetTimer(deadline, LOOK_UP_DEADLINE));
    }

    /** Goes on with a request now that the name service has answered. */
    void lookedUp(Awaited.SessionLookUp asked, UserLookUp answer) {
        roster.cancelTimer(asked.deadline());
        switch (answer) {
            case UserLookUp.Found(UserRecord user) -> {
                Optional<LoginError> hindrance = hindrance(asked.spec());
                if (hindrance.isPresent()) {
                    refuse(asked, hindrance.get());
                } else {
                    sessions.open(asked.call(), asked.spec(), user);
                }
            }
            case UserLookUp.Unknown() ->
                    refuse(
                            asked,
                            new LoginError(LoginError.Kind.NO_SUCH_PROCESS, "No such process"));
            case UserLookUp.Unavailable(String reason) ->
                    refuse(asked, new LoginError(LoginError.Kind.FAILED, reason));
        }
    }

    /** Refuses a request because the name service takes too long. */
    void lookUpDeadlineOver(Token lookUp) {
        roster.answered(lookUp, Awaited.SessionLookUp.class)
                .ifPresent(asked ->
                        refuse(
                                asked,
                                new LoginError(
                                        LoginError.Kind.FAILED,
                                        "name service did not say who uid "
                                                + asked.spec().request().uid()
                                                + " is")));
    }

    private void refuse(Awaited.SessionLookUp asked, LoginError error) {
        roster.emit(new LoginEffect.ReplyError(asked.call(), error));
    }

    /**
     * Returns whether the leader is in a session, or in the slice of somebody who is logged in:
     * what services start there is no login, whatever it says of itself. A service manager of newer
     * versions is, where it says that it is one: such a session has no seat and keeps nobody.
     */
    private boolean isAlreadyWithin(SessionSpec spec) {
        LeaderFacts leader = spec.request().leader();
        if (roster.sessionOf(leader.pid(), leader.cgroup()).isPresent()) {
            return true;
        }
        Optional<User> owner =
                CgroupOwner.user(leader.cgroup()).stream()
                        .boxed()
                        .findFirst()
                        .flatMap(roster::user);
        return owner.isPresent()
                && !(!spec.sessionClass().pinsUser()
                        && spec.seat().isEmpty()
                        && owner.get().uid() == spec.request().uid());
    }

    private Optional<LoginError> hindrance(SessionSpec spec) {
        if (isAlreadyWithin(spec)) {
            return Optional.of(
                    new LoginError(
                            LoginError.Kind.SESSION_BUSY,
                            "Already running in a session or user slice"));
        }
        long sessionsMax = roster.settings().sessionsMax().value();
        if (roster.sessionCount() >= sessionsMax) {
            return Optional.of(
                    new LoginError(
                            LoginError.Kind.LIMITS_EXCEEDED,
                            "Maximum number of sessions ("
                                    + sessionsMax
                                    + ") reached, refusing further sessions."));
        }
        return Optional.empty();
    }
}
