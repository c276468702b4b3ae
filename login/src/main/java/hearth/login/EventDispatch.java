package hearth.login;

import hearth.login.host.JobResult;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.Token;
import hearth.login.session.Awaited;
import hearth.login.session.CgroupOwner;
import hearth.login.session.Roster;
import hearth.login.session.Session;
import hearth.login.session.SessionEnding;
import hearth.login.session.SessionLife;
import hearth.login.session.User;
import hearth.login.session.UserLife;
import hearth.login.user.UserLookUp;
import java.util.Optional;

/** Tells each event to whom it belongs: what carries a token, to whoever waits for that. */
final class EventDispatch {
    private final Roster roster;
    private final UserLife users;
    private final SessionLife sessions;
    private final LingerLife linger;
    private final InhibitorLife inhibitors;
    private final Admission admission;

    EventDispatch(
            Roster roster,
            UserLife users,
            SessionLife sessions,
            LingerLife linger,
            InhibitorLife inhibitors,
            Admission admission) {
        this.roster = roster;
        this.users = users;
        this.sessions = sessions;
        this.linger = linger;
        this.inhibitors = inhibitors;
        this.admission = admission;
    }

    void handle(LoginEvent event) {
        switch (event) {
            case LoginEvent.JobQueued(Token token, long jobId) ->
                    roster.awaiting(token, Awaited.Job.class)
                            .ifPresent(job -> jobQueued(job, jobId));
            case LoginEvent.JobRemoved(Token token, JobResult result) ->
                    roster.answered(token, Awaited.Job.class)
                            .ifPresent(job -> jobRemoved(job, result));
            case LoginEvent.JobRefused(Token token, LoginError error) ->
                    roster.answered(token, Awaited.Job.class)
                            .ifPresent(job -> jobRefused(job, error));
            case LoginEvent.UnitInactive(String unit) -> unitInactive(unit);
            case LoginEvent.HoldMade(Token token) ->
                    roster.awaiting(token, Awaited.Hold.class).ifPresent(this::holdMade);
            case LoginEvent.HoldFailed(Token token, LoginError error) ->
                    roster.awaiting(token, Awaited.Hold.class)
                            .ifPresent(hold -> holdFailed(token, hold, error));
            case LoginEvent.HoldEnded(Token token) ->
                    roster.awaiting(token, Awaited.Hold.class)
                            .ifPresent(hold -> holdEnded(token, hold));
            case LoginEvent.LeaderExited(Token token) ->
                    roster.answered(token, Awaited.Leader.class)
                            .ifPresent(leader -> sessions.leaderExited(leader.session()));
            case LoginEvent.TimerFired(Token token) ->
                    roster.answered(token, Awaited.Timer.class).ifPresent(this::timerFired);
            case LoginEvent.UserLookedUp(Token token, UserLookUp answer) ->
                    roster.answered(token, Awaited.LookUp.class)
                            .ifPresent(asked -> lookedUp(asked, answer));
            case LoginEvent.GroupsLookedUp(Token token, var groups) ->
                    roster.answered(token, Awaited.LingerGroups.class)
                            .ifPresent(asked -> linger.orders().groupsLookedUp(asked, groups));
            case LoginEvent.OfLinger news -> linger.handle(news);
        }
    }

    private void holdMade(Awaited.Hold hold) {
        switch (hold) {
            case Awaited.SessionHold(Session session) -> sessions.fifoMade(session);
            case Awaited.InhibitorHold inhibitor -> inhibitors.holdMade(inhibitor);
        }
    }

    private void holdFailed(Token token, Awaited.Hold hold, LoginError error) {
        switch (hold) {
            case Awaited.SessionHold(Session session) -> sessions.fifoFailed(session, error);
            case Awaited.InhibitorHold inhibitor -> {
                roster.answered(token, Awaited.Hold.class);
                inhibitors.holdFailed(inhibitor, error);
            }
        }
    }

    private void holdEnded(Token token, Awaited.Hold hold) {
        switch (hold) {
            case Awaited.SessionHold(Session session) -> sessions.fifoEnded(session);
            case Awaited.InhibitorHold inhibitor -> {
                roster.answered(token, Awaited.Hold.class);
                inhibitors.holdEnded(token, inhibitor);
            }
        }
    }

    private void jobQueued(Awaited.Job job, long jobId) {
        switch (job) {
            case Awaited.ManagerStart(User user) -> noteJob(user, jobId);
            case Awaited.ManagerStop(User user) -> noteJob(user, jobId);
            case Awaited.ScopeStart(Session session) -> noteJob(session, jobId);
            case Awaited.ScopeStop(Session session) -> noteJob(session, jobId);
        }
    }

    private void noteJob(User user, long jobId) {
        user.manager = user.manager.withJob(jobId);
        roster.touch(user);
    }

    private void noteJob(Session session, long jobId) {
        session.scopePhase = session.scopePhase.withJob(jobId);
        roster.touch(session);
    }

    private void jobRemoved(Awaited.Job job, JobResult result) {
        switch (job) {
            case Awaited.ManagerStart(User user) ->
                    users.managerStarted(user, failure(user.service(), result));
            case Awaited.ManagerStop(User user) -> users.managerStopped(user);
            case Awaited.ScopeStart(Session session) ->
                    failure(session.scope(), result)
                            .ifPresentOrElse(
                                    error -> sessions.scopeFailed(session, error),
                                    () -> sessions.scopeStarted(session));
            case Awaited.ScopeStop(Session session) -> {
                if (result == JobResult.DONE) {
                    sessions.scopeStopped(session);
                } else {
                    sessions.scopeStillThere(session);
                }
            }
        }
    }

    private static Optional<LoginError> failure(String unit, JobResult result) {
        return result == JobResult.DONE
                ? Optional.empty()
                : Optional.of(
                        new LoginError(
                                LoginError.Kind.JOB_FAILED,
                                "Start job for unit '"
                                        + unit
                                        + "' failed with '"
                                        + result.wireName()
                                        + "'"));
    }

    private void jobRefused(Awaited.Job job, LoginError error) {
        switch (job) {
            case Awaited.ManagerStart(User user) -> users.managerStarted(user, Optional.of(error));
            case Awaited.ManagerStop(User user) -> users.managerStopped(user);
            case Awaited.ScopeStart(Session session) -> sessions.scopeFailed(session, error);
            case Awaited.ScopeStop(Session session) -> sessions.scopeStopped(session);
        }
    }

    private void unitInactive(String unit) {
        CgroupOwner.sessionOfScope(unit)
                .flatMap(roster::session)
                .ifPresent(sessions::scopeInactive);
        CgroupOwner.userOfService(unit).stream()
                .boxed()
                .flatMap(uid -> roster.user(uid).stream())
                .forEach(users::managerInactive);
    }

    private void timerFired(Awaited.Timer timer) {
        switch (timer) {
            case Awaited.OpeningDeadline(Session session) -> sessions.openingDeadlineOver(session);
            case Awaited.ReleaseDelay(Session session) ->
                    sessions.end(session, SessionLife.Kill.BY_SETTINGS, SessionEnding.RELEASED);
            case Awaited.StopDelay(User user) -> users.stopDelayOver(user);
            case Awaited.LookUpDeadline(Token lookUp) -> admission.lookUpDeadlineOver(lookUp);
            case Awaited.LingerRetry retry -> linger.retry(retry);
            case Awaited.LeaseDeadline() -> linger.deadline();
            case Awaited.LeaseLogPause() -> linger.logPauseOver();
        }
    }

    private void lookedUp(Awaited.LookUp asked, UserLookUp answer) {
        switch (asked) {
            case Awaited.SessionLookUp session -> admission.lookedUp(session, answer);
            case Awaited.UserSearch search -> linger.orders().found(search, answer);
            case Awaited.LingerOrderLookUp order -> linger.orders().orderLookedUp(order, answer);
            case Awaited.LingerFileLookUp file -> linger.fileLookedUp(file, answer);
        }
    }
}
