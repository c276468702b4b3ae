package hearth.api.login1;

import hearth.dbus.DbusPath;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import java.util.Optional;

/** Where login1's objects are. */
final class ObjectPaths {
    public static final DbusPath MANAGER = DbusPath.of("/org/freedesktop/login1");

    /** What Hearth has and logind has not. */
    static final DbusPath HEARTH = DbusPath.of("/org/hearth/login1");

    static final DbusPath SESSIONS = DbusPath.of("/org/freedesktop/login1/session");
    static final DbusPath USERS = DbusPath.of("/org/freedesktop/login1/user");
    static final DbusPath SEATS = DbusPath.of("/org/freedesktop/login1/seat");

    /** Last label of the object that is the caller's own. */
    public static final String SELF = "self";

    /**
     * Last label of the caller's own session, or else the one that stands for the caller's user.
     */
    static final String AUTO = "auto";

    private ObjectPaths() {}

    static DbusPath ofSession(String id) {
        return SESSIONS.child(id);
    }

    static DbusPath ofSeat(String id) {
        return SEATS.child(id);
    }

    static DbusPath ofUser(long uid) {
        return DbusPath.of(USERS + "/" + userLabel(uid));
    }

    /**
     * A user's label is an underscore and the decimal number: not an escaped text, though it looks
     * like one.
     */
    static String userLabel(long uid) {
        return "_" + uid;
    }

    /** Returns the object of a session, {@code /} for none. */
    static DbusPath ofSession(Optional<Session> session) {
        return session.map(it -> ofSession(it.id())).orElse(DbusPath.ROOT);
    }

    /** Returns the object of a seat, {@code /} for none. */
    static DbusPath ofSeat(Optional<Seat> seat) {
        return seat.map(it -> ofSeat(it.id())).orElse(DbusPath.ROOT);
    }
}
