package hearth.api.login1;

import hearth.dbus.object.Call;
import hearth.dbus.object.Caller;
import hearth.login.Login;
import hearth.login.host.LoginError;
import hearth.login.host.LoginError.Kind;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Whom a call means: by name, by number, or "self" and "auto", which are found by the caller's
 * process. A call that means nobody is answered with an error.
 */
final class Finder {
    /** What stands for "mine" where a number is asked for: (uid_t) -1. */
    static final long NO_UID = 0xFFFF_FFFFL;

    private final Login login;
    private final Processes processes;

    Finder(Login login, Processes processes) {
        this.login = login;
        this.processes = processes;
    }

    /**
     * Goes on with the session of this name; none or "self" is the caller's, "auto" or else the
     * caller's user's.
     */
    void session(Call call, String name, Consumer<Session> goOn) {
        if (isSelf(name) || name.equals(ObjectPaths.AUTO)) {
            goOnWith(
                    call,
                    ownSession(call.caller(), name),
                    Kind.NO_SESSION_FOR_PID,
                    "Caller does not belong to any known session",
                    goOn);
        } else {
            goOnWith(
                    call,
                    login.session(name),
                    Kind.NO_SUCH_SESSION,
                    "No session '" + name + "' known",
                    goOn);
        }
    }

    /** Goes on with the session of a process; 0 is the caller's. */
    void sessionByPid(Call call, long pid, Consumer<Session> goOn) {
        if (pid == 0) {
            session(call, ObjectPaths.SELF, goOn);
        } else if (pid > Integer.MAX_VALUE) {
            refuseProcess(call);
        } else {
            goOnWith(
                    call,
                    sessionOf(pid),
                    Kind.NO_SESSION_FOR_PID,
                    "PID " + pid + " does not belong to any known session",
                    goOn);
        }
    }

    /** Goes on with the user of this number; -1 is the caller's. */
    void user(Call call, long uid, Consumer<User> goOn) {
        if (uid == NO_UID) {
            goOnWith(
                    call,
                    ownUser(call.caller()),
                    Kind.NO_USER_FOR_PID,
                    "Caller does not belong to any logged in or lingering user",
                    goOn);
        } else {
            goOnWith(
                    call,
                    login.user(uid),
                    Kind.NO_SUCH_USER,
                    "User ID " + uid + " is not logged in or lingering",
                    goOn);
        }
    }

    /** Goes on with the user of a process; 0 is the caller's. */
    void userByPid(Call call, long pid, Consumer<User> goOn) {
        if (pid == 0) {
            user(call, NO_UID, goOn);
        } else if (pid > Integer.MAX_VALUE) {
            refuseProcess(call);
        } else {
            goOnWith(
                    call,
                    processes.find(pid).flatMap(facts -> login.userOf(facts.cgroup())),
                    Kind.NO_USER_FOR_PID,
                    "PID " + pid + " does not belong to any logged in user or lingering user",
                    goOn);
        }
    }

    /**
     * Goes on with the seat of this name; none, "self" and "auto" are that of the caller's session.
     */
    void seat(Call call, String name, Consumer<Seat> goOn) {
        if (isSelf(name) || name.equals(ObjectPaths.AUTO)) {
            session(
                    call,
                    name,
                    session ->
                            goOnWith(
                                    call,
                                    session.seat(),
                                    Kind.NO_SUCH_SEAT,
                                    "Session has no seat",
                                    goOn));
        } else {
            goOnWith(
                    call,
                    login.seat(name),
                    Kind.NO_SUCH_SEAT,
                    "No seat '" + name + "' known",
                    goOn);
        }
    }

    /** A process id is a signed number, and never negative. */
    private static void refuseProcess(Call call) {
        PendingCalls.refuse(call, new LoginError(Kind.INVALID_ARGS, "Invalid argument"));
    }

    private static <T> void goOnWith(
            Call call, Optional<T> found, Kind kind, String message, Consumer<T> goOn) {
        if (found.isPresent()) {
            goOn.accept(found.get());
        } else {
            PendingCalls.refuse(call, new LoginError(kind, message));
        }
    }

    /**
     * Returns the caller's session: for "auto" the one that stands for the caller's user will do.
     */
    Optional<Session> ownSession(Caller caller, String name) {
        Optional<Session> own = sessionOf(caller.pid());
        return own.isPresent() || !name.equals(ObjectPaths.AUTO)
                ? own
                : ownUser(caller).flatMap(User::display);
    }

    /** Returns the user in whose slice the caller is. */
    Optional<User> ownUser(Caller caller) {
        return processes.find(caller.pid()).flatMap(facts -> login.userOf(facts.cgroup()));
    }

    /** Returns the number of the user whose session the caller is in, or who lingers around it. */
    OptionalLong ownUid(Caller caller) {
        return ownUser(caller).stream().mapToLong(User::uid).findFirst();
    }

    private Optional<Session> sessionOf(long pid) {
        return processes.find(pid).flatMap(facts -> login.sessionOf(pid, facts.cgroup()));
    }

    private static boolean isSelf(String name) {
        return name.isEmpty() || name.equals(ObjectPaths.SELF);
    }
}
