package hearth.login.session;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.CreatedSession;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.host.LoginError;
import hearth.login.host.ScopeRequest;
import hearth.login.host.Token;
import hearth.login.host.UnitPhase;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a session begins and ends; {@link SessionPhase} has the picture.
 *
 * <p>No order of messages leaves a session behind: its end begins with whatever comes first of the
 * leader's exit, the FIFO's end, 20 s after the release, or a termination; and it is gone when its
 * scope is empty, whether that was said before or after.
 */
public final class SessionLife {
    /**
     * How long CreateSession may take once it is known who comes: with {@link
     * Admission#LOOK_UP_DEADLINE} less than the 25 s after which a D-Bus client gives up.
     */
    static final Duration OPENING_DEADLINE = Duration.ofSeconds(18);

    /** How long after its release a session may take to end by itself: as long as systemd gives. */
    static final Duration RELEASE_DELAY = Duration.ofSeconds(20);

    private static final Explanations.Reason NOT_OPENED =
            new Explanations.Reason(Kill.NEVER, SessionEnding.NOT_OPENED);

    private final Roster roster;
    private final UserLife users;

    public SessionLife(Roster roster, UserLife users) {
        this.roster = roster;
        this.users = users;
    }

    /** What is killed when a session ends. */
    public enum Kill {
        /** What {@code KillUserProcesses=} and its exceptions say. */
        BY_SETTINGS,
        /** Everything. */
        ALWAYS,
        /** Nothing: the login goes on, without a session. */
        NEVER
    }

    /** Begins a session. */
    public void open(CallId call, SessionSpec spec, UserRecord record) {
        User user = users.know(record);
        OptionalLong audit = freeAuditSession(spec.request().leader());
        String id = audit.isPresent() ? Long.toString(audit.getAsLong()) : roster.newSessionId();
        Session session =
                new Session(id, user, spec, audit, roster.now(), new SessionPhase.Closing());
        Token deadline = roster.await(new Awaited.OpeningDeadline(session));
        session.phase = new SessionPhase.Opening(call, deadline);
        roster.add(session);
        user.add(session);
        spec.seat().ifPresent(seat -> comeOnSeat(session, seat));
        if (session.pinsUser()) {
            users.sessionBegan(user);
        }
        if (session.sessionClass().wantsServiceManager()) {
            users.startManager(user);
        }
        roster.emit(new LoginEffect.SetTimer(deadline, OPENING_DEADLINE));
        watchLeader(session);
        startScope(session);
        user.electDisplay();
        roster.log(logLevel(session), "New session " + id + " of user " + user.name() + ".");
        roster.emit(new LoginEffect.SessionNew(id));
        touchAllOf(user);
    }

    /** The kernel's number, if it has one and no session goes by that name already. */
    private OptionalLong freeAuditSession(LeaderFacts leader) {
        OptionalLong audit = leader.auditSession();
        if (audit.isPresent() && roster.session(Long.toString(audit.getAsLong())).isPresent()) {
            roster.log(
                    Level.WARNING,
                    "Existing logind session ID "
                            + audit.getAsLong()
                            + " used by new audit session, ignoring.");
            return OptionalLong.empty();
        }
        return audit;
    }

    private void comeOnSeat(Session session, Seat seat) {
        seat.attach(session);
        seat.active().ifPresent(roster::touch);
        seat.activate(session);
    }

    /** Waits for the call by which a session was being opened when the brain died. */
    public void interrupt(Session session) {
        session.phase = new SessionPhase.Interrupted(Kill.NEVER);
        watchLeader(session);
        expectFifo(session);
    }

    /** A FIFO may be there of a session that is not watched: its end removes it. */
    public void expectFifo(Session session) {
        if (session.hasFifo()) {
            session.fifo = Optional.of(roster.await(new Awaited.SessionHold(session)));
        }
    }

    /**
     * Goes on with a session that the brain before was opening. What that has ordered is ordered
     * again: what is done is done at once.
     */
    public void goOn(CallId call, Session session) {
        Token deadline = roster.await(new Awaited.OpeningDeadline(session));
        session.phase = new SessionPhase.Opening(call, deadline);
        roster.emit(new LoginEffect.SetTimer(deadline, OPENING_DEADLINE));
        if (session.sessionClass().wantsServiceManager()) {
            users.startManagerAgain(session.user());
        }
        if (session.scopePhase instanceof UnitPhase.Absent) {
            startScope(session);
        }
        roster.touch(session);
    }

    /** No call of before the take-over is left: who still waits for one ends. */
    public void caughtUp() {
        for (Session session : List.copyOf(roster.sessions())) {
            if (session.phase instanceof SessionPhase.Interrupted(Kill otherwise)) {
                end(session, otherwise, SessionEnding.FOUND_OVER);
            }
        }
    }

    /** Goes on with a session without a FIFO that the brain before was opening. */
    public void goOnWithoutCall(Session session) {
        session.isTakenOver = true;
        watchLeader(session);
        goOn(CallId.OF_NOBODY, session);
    }

    /**
     * Returns the session that an earlier brain has made for the like of a request, without a FIFO
     * that would tell whether anybody has heard of it: who asks again is who asked.
     */
    public Optional<Session> begunFor(CreateSessionRequest request) {
        return roster.sessions().stream()
                .filter(session -> session.isTakenOver && !session.hasFifo())
                .filter(session -> session.leader() == request.leader().pid())
                .filter(session -> session.user().uid() == request.uid())
                .filter(_ -> !request.hasFifo())
                .findFirst();
    }

    /** Answers a call with a session that is there, or will be; returns whether it is so. */
    public boolean answerWith(CallId call, Session session) {
        switch (session.phase) {
            case SessionPhase.Opening(CallId _, Token deadline) ->
                    session.phase = new SessionPhase.Opening(call, deadline);
            case SessionPhase.Open() -> replyCreated(call, session);
            case SessionPhase.Answering _,
                    SessionPhase.Interrupted _,
                    SessionPhase.Released _,
                    SessionPhase.Closing _ -> {
                return false;
            }
        }
        return true;
    }

    /** Watches the leader and the FIFO of a session from before a take-over. */
    public void watch(Session session) {
        session.isTakenOver = true;
        watchLeader(session);
        if (!session.hasFifo()) {
            return;
        }
        Token token = roster.await(new Awaited.SessionHold(session));
        session.fifo = Optional.of(token);
        roster.emit(new LoginEffect.WatchHold(token, session.file()));
    }

    private void watchLeader(Session session) {
        Token token = roster.await(new Awaited.Leader(session));
        session.leaderWatch = Optional.of(token);
        roster.emit(new LoginEffect.WatchLeader(token, session.leader()));
    }

    private void startScope(Session session) {
        if (!session.sessionClass().wantsScope()) {
            return;
        }
        User user = session.user();
        List<String> wants = new ArrayList<>(List.of(user.runtimeDirectoryService()));
        if (session.sessionClass().wantsServiceManager()) {
            wants.add(user.service());
        }
        List<String> after =
                new ArrayList<>(List.of("systemd-logind.service", "systemd-user-sessions.service"));
        after.addAll(wants);
        Token token = roster.await(new Awaited.ScopeStart(session));
        session.scopePhase = new UnitPhase.Starting(token, OptionalLong.empty());
        roster.emit(
                new LoginEffect.StartScope(
                        token,
                        new ScopeRequest(
                                session.scope(),
                                user.slice(),
                                "Session " + session.id() + " of User " + user.name(),
                                session.leader(),
                                List.copyOf(wants),
                                List.copyOf(after),
                                user.record().home(),
                                session.spec().request().properties())));
    }

    /** Goes on with an opening session as soon as nothing is missing any more. */
    public void settle(Session session) {
        if (session.phase instanceof SessionPhase.Opening opening
                && !(session.scopePhase instanceof UnitPhase.Starting)
                && !isWaitingForManager(session)) {
            answer(session, opening);
        }
    }

    private static boolean isWaitingForManager(Session session) {
        return session.sessionClass().wantsServiceManager()
                && session.user().manager instanceof UnitPhase.Starting;
    }

    private void answer(Session session, SessionPhase.Opening opening) {
        roster.cancelTimer(opening.deadline());
        if (!session.hasFifo()) {
            opened(session, opening.call());
            return;
        }
        session.fifo.ifPresent(roster::forget); // of before a take-over: a new one takes its place
        Token token = roster.await(new Awaited.SessionHold(session));
        session.phase = new SessionPhase.Answering(opening.call(), token);
        roster.emit(new LoginEffect.MakeHold(token, session.file()));
        roster.touch(session);
    }

    /**
     * Answers CreateSession although something is still missing: a login must not fail for that.
     */
    public void openingDeadlineOver(Session session) {
        if (session.phase instanceof SessionPhase.Opening opening) {
            roster.log(
                    Level.WARNING,
                    "Session "
                            + session.id()
                            + " of user "
                            + session.user().name()
                            + " goes on although not everything has started.");
            answer(session, opening);
        }
    }

    /** Notes that the scope is up. */
    public void scopeStarted(Session session) {
        session.scopePhase =
                session.scopeWasEmptied ? new UnitPhase.Absent() : new UnitPhase.Running();
        roster.touch(session);
        removeIfGone(session);
    }

    /** Notes that there is no scope: a session that is not open yet cannot be. */
    public void scopeFailed(Session session, LoginError error) {
        session.scopePhase = new UnitPhase.Absent();
        roster.touch(session);
        if (session.phase instanceof SessionPhase.Opening) {
            end(session, NOT_OPENED, error);
        } else {
            roster.log(Level.WARNING, session.scope() + " failed to start: " + error.message());
            removeIfGone(session);
        }
    }

    /** Notes that the scope is gone, as its stop job says. */
    public void scopeStopped(Session session) {
        session.scopePhase = new UnitPhase.Absent();
        roster.touch(session);
        removeIfGone(session);
    }

    /**
     * Notes that a stop job ended without success: processes that cannot be killed are still there.
     */
    public void scopeStillThere(Session session) {
        session.scopePhase = new UnitPhase.Running();
        roster.touch(session);
    }

    /** Notes that the scope's cgroup is empty. */
    public void scopeInactive(Session session) {
        switch (session.scopePhase) {
            case UnitPhase.Starting _ -> session.scopeWasEmptied = true;
            case UnitPhase.Stopping stopping -> {
                roster.forget(stopping.token());
                scopeStopped(session);
            }
            case UnitPhase.Running _ -> scopeStopped(session);
            case UnitPhase.Absent _ -> {}
        }
    }

    /** Answers CreateSession: the FIFO is there. */
    public void fifoMade(Session session) {
        if (session.phase instanceof SessionPhase.Answering(CallId call, Token fifo)) {
            session.fifo = Optional.of(fifo);
            opened(session, call);
        }
    }

    private void opened(Session session, CallId call) {
        session.phase = new SessionPhase.Open();
        roster.touch(session);
        replyCreated(call, session);
    }

    private void replyCreated(CallId call, Session session) {
        roster.emit(
                new LoginEffect.ReplyCreateSession(
                        call,
                        new CreatedSession(
                                session.id(),
                                session.user().uid(),
                                session.user().runtimePath(),
                                session.seat().map(Seat::id).orElse(""),
                                session.vtNumber())));
    }

    /** Notes that there will be no FIFO: the login goes on without a session. */
    public void fifoFailed(Session session, LoginError error) {
        end(session, NOT_OPENED, error);
    }

    /**
     * Notes that nobody holds the session open any more; or, where that is found at a take-over,
     * that perhaps nobody ever did.
     */
    public void fifoEnded(Session session) {
        if (roster.isCatchingUp() && session.phase instanceof SessionPhase.Open) {
            session.phase = new SessionPhase.Interrupted(Kill.BY_SETTINGS);
        } else {
            end(session, Kill.BY_SETTINGS, SessionEnding.LET_GO);
        }
    }

    /** Notes that the leader is gone. */
    public void leaderExited(Session session) {
        session.leaderWatch = Optional.empty();
        end(session, Kill.BY_SETTINGS, SessionEnding.LEADER_EXITED);
    }

    /** Gives the session its time to end by itself. */
    public void release(Session session) {
        switch (session.phase) {
            case SessionPhase.Open() -> {
                Token timer = roster.await(new Awaited.ReleaseDelay(session));
                session.phase = new SessionPhase.Released(timer);
                roster.emit(new LoginEffect.SetTimer(timer, RELEASE_DELAY));
                roster.touch(session);
            }
            case SessionPhase.Opening _, SessionPhase.Answering _, SessionPhase.Interrupted _ ->
                    end(session, Kill.NEVER, SessionEnding.RELEASED);
            case SessionPhase.Released _, SessionPhase.Closing _ -> {}
        }
    }

    /** Ends the session; one that is closing already can still be killed. */
    public void end(Session session, Kill kill, SessionEnding ending) {
        end(
                session,
                new Explanations.Reason(kill, ending),
                new LoginError(
                        LoginError.Kind.JOB_FAILED,
                        "Session " + session.id() + " ended while it was being opened"));
    }

    private void end(Session session, Explanations.Reason reason, LoginError answerIfWaiting) {
        Kill kill = reason.kill();
        switch (session.phase) {
            case SessionPhase.Opening(CallId call, Token deadline) -> {
                roster.cancelTimer(deadline);
                roster.emit(new LoginEffect.ReplyError(call, answerIfWaiting));
            }
            case SessionPhase.Answering(CallId call, Token fifo) -> {
                session.fifo = Optional.of(fifo);
                roster.emit(new LoginEffect.ReplyError(call, answerIfWaiting));
            }
            case SessionPhase.Released(Token timer) -> roster.cancelTimer(timer);
            case SessionPhase.Open(), SessionPhase.Interrupted _ -> {}
            case SessionPhase.Closing() -> {
                if (kill == Kill.ALWAYS) {
                    explain(session, reason);
                    stopScope(session);
                }
                return;
            }
        }
        session.phase = new SessionPhase.Closing();
        letGo(session);
        explain(session, reason);
        if (!(session.scopePhase instanceof UnitPhase.Absent)) {
            leaveScope(session, kill);
        }
        session.user().electDisplay();
        touchAllOf(session.user());
        removeIfGone(session);
    }

    private void explain(Session session, Explanations.Reason reason) {
        roster.emit(
                Explanations.ofSession(
                        session,
                        reason,
                        roster.asker(),
                        roster.settings(),
                        logLevel(session) == Level.INFO));
    }

    /** Somebody has a signal sent to what belongs to a user. */
    public void signalled(User user, String unit, LoginEffect.Sent sent) {
        roster.emit(Explanations.ofSignal(user, unit, sent, roster.asker()));
    }

    /** Leader and FIFO have said all that they had to say. */
    private void letGo(Session session) {
        session.leaderWatch.ifPresent(token -> {
            roster.forget(token);
            roster.emit(new LoginEffect.UnwatchLeader(token));
        });
        session.leaderWatch = Optional.empty();
        session.fifo.ifPresent(token -> {
            roster.forget(token);
            roster.emit(new LoginEffect.CloseHold(token, session.file()));
        });
        session.fifo = Optional.empty();
    }

    private void leaveScope(Session session, Kill kill) {
        roster.emit(new LoginEffect.AbandonScope(session.scope()));
        boolean kills =
                switch (kill) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case BY_SETTINGS -> roster.settings().killsProcessesOf(session.user().name());
                };
        if (kills) {
            stopScope(session);
        } else {
            roster.log(
                    logLevel(session),
                    "Session " + session.id() + " logged out. Waiting for processes to exit.");
        }
    }

    private void stopScope(Session session) {
        switch (session.scopePhase) {
            case UnitPhase.Absent _, UnitPhase.Stopping _ -> {}
            case UnitPhase.Starting starting -> {
                roster.forget(starting.token());
                orderStop(session);
            }
            case UnitPhase.Running _ -> orderStop(session);
        }
        roster.touch(session);
    }

    private void orderStop(Session session) {
        Token token = roster.await(new Awaited.ScopeStop(session));
        session.scopePhase = new UnitPhase.Stopping(token, OptionalLong.empty());
        roster.emit(new LoginEffect.StopUnit(token, session.scope()));
    }

    /** A session is gone when it has ended and nothing is left in its scope. */
    void removeIfGone(Session session) {
        if (!session.isClosing()
                || !(session.scopePhase instanceof UnitPhase.Absent)
                || roster.session(session.id()).isEmpty()) {
            return;
        }
        User user = session.user();
        session.seat().ifPresent(seat -> seat.detach(session));
        roster.log(logLevel(session), "Removed session " + session.id() + ".");
        roster.remove(session);
        roster.emit(new LoginEffect.SessionRemoved(session.id()));
        user.remove(session);
        user.electDisplay();
        users.sessionEnded(user);
        touchAllOf(user);
    }

    /** Which session stands for the user shows in each of them. */
    private void touchAllOf(User user) {
        roster.touch(user);
        user.sessions().forEach(roster::touch);
    }

    /** Cron's sessions are nobody's news. */
    private static Level logLevel(Session session) {
        return switch (session.sessionClass()) {
            case BACKGROUND, BACKGROUND_LIGHT, MANAGER, MANAGER_EARLY -> Level.DEBUG;
            case USER,
                    USER_EARLY,
                    USER_INCOMPLETE,
                    USER_LIGHT,
                    USER_EARLY_LIGHT,
                    GREETER,
                    LOCK_SCREEN ->
                    Level.INFO;
        };
    }
}
