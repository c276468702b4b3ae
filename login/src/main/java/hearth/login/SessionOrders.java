package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.session.KillWho;
import hearth.login.session.Roster;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.SessionEnding;
import hearth.login.session.SessionLife;
import hearth.login.session.SessionPhase;
import hearth.login.session.User;
import hearth.login.session.UserLife;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What is asked of sessions, and of users and seats as those who have them. Whether the caller may
 * has been decided; {@link Login} settles what follows.
 */
final class SessionOrders {
    private final Roster roster;
    private final UserLife users;
    private final SessionLife sessions;

    SessionOrders(Roster roster, UserLife users, SessionLife sessions) {
        this.roster = roster;
        this.users = users;
        this.sessions = sessions;
    }

    /** Goes on for a call with the session that it has begun to make; returns whether it has. */
    boolean goOn(CallId call, CreateSessionRequest request) {
        Optional<Session> begun =
                roster.sessions().stream()
                        .filter(session -> session.phase instanceof SessionPhase.Interrupted)
                        .filter(session -> session.leader() == request.leader().pid())
                        .filter(session -> session.user().uid() == request.uid())
                        .findFirst();
        begun.ifPresent(session -> sessions.goOn(call, session));
        return begun.isPresent();
    }

    /** The login program is done with a session. */
    Outcome release(String id) {
        return onSession(id, sessions::release);
    }

    /** Brings a session to the foreground of its seat. */
    Outcome activate(String id) {
        Optional<Session> session = roster.session(id);
        if (session.isPresent() && session.get().seat().isEmpty()) {
            return new Outcome.Refused(
                    LoginError.Kind.OPERATION_NOT_SUPPORTED, "Operation not supported");
        }
        return onSession(id, this::activate);
    }

    private void activate(Session session) {
        session.seat()
                .ifPresent(seat -> {
                    seat.active().ifPresent(roster::touch);
                    seat.activate(session);
                    roster.touch(session);
                });
    }

    /** Brings a session to the foreground of this seat, if that is its seat. */
    Outcome activateOnSeat(String id, String seatId) {
        Optional<Session> session = roster.session(id);
        Optional<Seat> seat = roster.seat(seatId);
        if (seat.isEmpty()) {
            return noSuchSeat(seatId);
        }
        if (session.isPresent() && !session.get().seat().equals(seat)) {
            return new Outcome.Refused(
                    LoginError.Kind.SESSION_NOT_ON_SEAT,
                    "Session " + id + " not on seat " + seatId);
        }
        return activate(id);
    }

    /** Brings what a seat has at some place to the foreground, if it has something there. */
    Outcome foreground(Optional<Session> session) {
        return session.map(it -> activate(it.id()))
                .orElseGet(() ->
                        new Outcome.Refused(LoginError.Kind.INVALID_ARGS, "Invalid argument"));
    }

    /** Asks a session to lock its screen. */
    Outcome lock(String id) {
        return onSession(id, _ -> roster.emit(new LoginEffect.SessionLock(id)));
    }

    /** Asks a session to unlock its screen. */
    Outcome unlock(String id) {
        return onSession(id, _ -> roster.emit(new LoginEffect.SessionUnlock(id)));
    }

    /** Sends a signal to a session's processes. */
    Outcome kill(String id, KillWho who, int signal) {
        if (roster.session(id).map(session -> session.scope().isEmpty()).orElse(false)) {
            return new Outcome.Refused(LoginError.Kind.NO_SUCH_PROCESS, "No such process");
        }
        return onSession(
                id,
                session -> {
                    OptionalLong process =
                            switch (who) {
                                case ALL -> OptionalLong.empty();
                                case LEADER -> OptionalLong.of(session.leader());
                            };
                    sessions.signalled(
                            session.user(), session.scope(), new LoginEffect.Sent(signal, process));
                    roster.emit(
                            switch (who) {
                                case ALL -> new LoginEffect.KillUnit(session.scope(), signal);
                                case LEADER ->
                                        new LoginEffect.KillProcess(
                                                session.scope(), session.leader(), signal);
                            });
                });
    }

    /** Sends a signal to all processes of a user. */
    Outcome killUser(long uid, int signal) {
        return onUser(
                uid,
                user -> {
                    sessions.signalled(
                            user, user.slice(), new LoginEffect.Sent(signal, OptionalLong.empty()));
                    roster.emit(new LoginEffect.KillUnit(user.slice(), signal));
                });
    }

    /** Ends a session and what is left of it. */
    Outcome terminate(String id) {
        return onSession(id, session -> end(session));
    }

    /** Ends all sessions of a user, and the manager. */
    Outcome terminateUser(long uid) {
        return onUser(
                uid,
                user -> {
                    terminate(user.sessions());
                    users.stopManager(user);
                });
    }

    /** Ends all sessions of a seat. */
    Outcome terminateSeat(String id) {
        Optional<Seat> seat = roster.seat(id);
        if (seat.isEmpty()) {
            return noSuchSeat(id);
        }
        terminate(seat.get().sessions());
        return new Outcome.Done();
    }

    private void end(Session session) {
        sessions.end(session, SessionLife.Kill.ALWAYS, SessionEnding.TERMINATED);
    }

    private void terminate(List<Session> several) {
        List.copyOf(several).forEach(session -> end(session));
    }

    /** Notes what a graphical session says about whether somebody is at work in it. */
    Outcome setIdleHint(String id, boolean idle) {
        if (roster.session(id).map(session -> !session.type().isGraphical()).orElse(false)) {
            return new Outcome.Refused(
                    LoginError.Kind.NOT_SUPPORTED,
                    "Idle hint control is not supported on non-graphical sessions.");
        }
        return hinted(id, session -> session.setIdle(idle, roster.now()));
    }

    /** Notes what a session says about its screen. */
    Outcome setLockedHint(String id, boolean locked) {
        return hinted(id, session -> session.setLocked(locked));
    }

    private Outcome hinted(String id, Consumer<Session> action) {
        return onSession(
                id,
                session -> {
                    action.accept(session);
                    roster.touch(session);
                });
    }

    private Outcome onSession(String id, Consumer<Session> action) {
        Optional<Session> session = roster.session(id);
        if (session.isEmpty()) {
            return new Outcome.Refused(
                    LoginError.Kind.NO_SUCH_SESSION, "No session '" + id + "' known");
        }
        action.accept(session.get());
        return new Outcome.Done();
    }

    private Outcome onUser(long uid, Consumer<User> action) {
        Optional<User> user = roster.user(uid);
        if (user.isEmpty()) {
            return new Outcome.Refused(
                    LoginError.Kind.NO_SUCH_USER,
                    "User ID " + uid + " is not logged in or lingering");
        }
        action.accept(user.get());
        return new Outcome.Done();
    }

    private static Outcome noSuchSeat(String id) {
        return new Outcome.Refused(LoginError.Kind.NO_SUCH_SEAT, "No seat '" + id + "' known");
    }
}
