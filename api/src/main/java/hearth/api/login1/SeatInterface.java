package hearth.api.login1;

import hearth.api.login1.Login1View.OfSeat;
import hearth.dbus.ErrorName;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Property.Emits;
import hearth.login.host.Outcome;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import java.util.function.Supplier;

/**
 * {@code org.freedesktop.login1.Seat}.
 *
 * @see "org.freedesktop.login1(5), Seat Objects"
 */
final class SeatInterface {
    static final String NAME = "org.freedesktop.login1.Seat";

    static final InterfaceTable<OfSeat> TABLE =
            new Rows<OfSeat>()
                    .text("Id", Emits.CONST, it -> it.seat().id())
                    .any(
                            "ActiveSession",
                            "(so)",
                            Emits.CHANGE,
                            (it, out) -> UserInterface.writeSession(it.seat().active(), out))
                    .flag("CanTTY", Emits.CONST, it -> it.seat().canTty())
                    .flag("CanGraphical", Emits.CHANGE, it -> it.seat().canGraphical())
                    .any(
                            "Sessions",
                            "a(so)",
                            Emits.NOTHING,
                            (it, out) -> UserInterface.writeSessions(it.seat().sessions(), out))
                    .idleness(it -> it.seat().isIdle(), it -> it.seat().idleSince())
                    .method(
                            "Terminate",
                            "",
                            "",
                            (it, call) -> terminate(it.view(), it.seat(), call))
                    .method("ActivateSession", "s", "", SeatInterface::activate, "session_id")
                    .method("SwitchTo", "u", "", SeatInterface::switchTo, "vtnr")
                    .method(
                            "SwitchToNext",
                            "",
                            "",
                            (it, call) ->
                                    byWhoMay(
                                            it,
                                            call,
                                            () -> it.view().login().switchToNext(it.seat())))
                    .method(
                            "SwitchToPrevious",
                            "",
                            "",
                            (it, call) ->
                                    byWhoMay(
                                            it,
                                            call,
                                            () -> it.view().login().switchToPrevious(it.seat())))
                    .table(NAME);

    private SeatInterface() {}

    static void terminate(Login1View view, Seat seat, Call call) {
        view.permission()
                .check(
                        call,
                        Permission.MANAGE,
                        false,
                        () ->
                                PendingCalls.answer(
                                        call,
                                        view.asked(
                                                call,
                                                () -> view.login().terminateSeat(seat.id()))));
    }

    /** Without virtual terminals what is switched to is a session's place on the seat. */
    private static void switchTo(OfSeat it, Call call) {
        long place = call.arguments().uint32();
        if (place == 0 || place > Integer.MAX_VALUE) {
            call.error(ErrorName.INVALID_ARGS, "Invalid virtual terminal");
            return;
        }
        byWhoMay(it, call, () -> it.view().login().switchTo(it.seat(), (int) place));
    }

    private static void byWhoMay(OfSeat it, Call call, Supplier<Outcome> order) {
        it.view()
                .permission()
                .check(
                        call,
                        Permission.CHANGE_VT,
                        false,
                        () -> PendingCalls.answer(call, order.get()));
    }

    private static void activate(OfSeat it, Call call) {
        it.view()
                .finder()
                .session(
                        call,
                        call.arguments().string(),
                        session -> activate(it.view(), session, it.seat().id(), call));
    }

    static void activate(Login1View view, Session session, String seat, Call call) {
        SessionInterface.managed(
                view,
                session,
                call,
                Permission.CHANGE_VT,
                () -> view.login().activateSessionOnSeat(session.id(), seat));
    }
}
