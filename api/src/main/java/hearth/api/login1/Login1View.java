package hearth.api.login1;

import hearth.api.systemd1.world.UserRecords;
import hearth.dbus.object.Call;
import hearth.dbus.object.Caller;
import hearth.login.Login;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the rows of the interfaces work with.
 *
 * @param records what is in users' logs
 * @param isCalledBefore whether the call that is being handled was made to an earlier brain
 */
record Login1View(
        Login login,
        Processes processes,
        UserRecords records,
        Finder finder,
        Permission permission,
        PendingCalls calls,
        BooleanSupplier isCalledBefore) {

    /** A session as an object. */
    record OfSession(Login1View view, Session session) {}

    /** A user as an object. */
    record OfUser(Login1View view, User user) {}

    /** A seat as an object. */
    record OfSeat(Login1View view, Seat seat) {}

    /** Does something with login for a caller, who is named where an end is told of. */
    <T> T asked(Call call, Supplier<T> order) {
        Caller caller = call.caller();
        String name = caller.pid() == 0 ? "" : processes.nameOf(caller.pid());
        String who =
                (name.isEmpty() ? "a program" : name)
                        + " (process "
                        + caller.pid()
                        + " of user "
                        + Integer.toUnsignedString(caller.uid())
                        + ")";
        return login.askedBy(who, order);
    }

    OfSession of(Session session) {
        return new OfSession(this, session);
    }

    OfUser of(User user) {
        return new OfUser(this, user);
    }

    OfSeat of(Seat seat) {
        return new OfSeat(this, seat);
    }
}
