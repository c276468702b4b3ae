package hearth.api.login1;

import hearth.api.login1.Login1View.OfSession;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Property.Emits;
import hearth.login.host.Outcome;
import hearth.login.host.SessionClass;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * {@code org.freedesktop.login1.Session}.
 *
 * @see "org.freedesktop.login1(5), Session Objects"
 */
final class SessionInterface {
    static final String NAME = "org.freedesktop.login1.Session";

    private static final String NO_LATE_HOMES =
            "Hearth starts no manager for a session whose home is unlocked later; log in anew";

    private static final String NO_DEVICES = "Hearth hands out no devices of a seat";

    static final InterfaceTable<OfSession> TABLE =
            new Rows<OfSession>()
                    .with(SessionInterface::addIdentity)
                    .with(SessionInterface::addState)
                    .with(SessionInterface::addOrders)
                    .with(SessionInterface::addControl)
                    .signal("PauseDevice", "uus", "major", "minor", "type")
                    .signal("ResumeDevice", "uuh", "major", "minor", "fd")
                    .signal("Lock", "")
                    .signal("Unlock", "")
                    .table(NAME);

    private SessionInterface() {}

    private static void addIdentity(Rows<OfSession> rows) {
        rows.text("Id", Emits.CONST, it -> it.session().id())
                .any(
                        "User",
                        "(uo)",
                        Emits.CONST,
                        (it, out) ->
                                out.openStruct()
                                        .uint32(it.session().user().uid())
                                        .objectPath(ObjectPaths.ofUser(it.session().user().uid()))
                                        .closeStruct())
                .text("Name", Emits.CONST, it -> it.session().user().name())
                .moment("Timestamp", Emits.CONST, it -> it.session().since())
                .uint32("VTNr", Emits.CONST, it -> it.session().vtNumber())
                .any(
                        "Seat",
                        "(so)",
                        Emits.CONST,
                        (it, out) ->
                                out.openStruct()
                                        .string(it.session().seat().map(Seat::id).orElse(""))
                                        .objectPath(ObjectPaths.ofSeat(it.session().seat()))
                                        .closeStruct())
                .text("TTY", Emits.CHANGE, it -> it.session().tty())
                .text("Display", Emits.CHANGE, it -> it.session().display())
                .flag("Remote", Emits.CONST, it -> it.session().isRemote())
                .text("RemoteHost", Emits.CONST, it -> it.session().remoteHost())
                .text("RemoteUser", Emits.CONST, it -> it.session().remoteUser())
                .text("Service", Emits.CONST, it -> it.session().service())
                .text("Desktop", Emits.CONST, it -> it.session().desktop())
                .text("Scope", Emits.CONST, it -> it.session().scope())
                .uint32("Leader", Emits.CONST, it -> it.session().leader())
                .uint32("Audit", Emits.CONST, it -> it.session().audit().orElse(0));
    }

    private static void addState(Rows<OfSession> rows) {
        rows.text("Type", Emits.CHANGE, it -> it.session().type().wireName())
                .text("Class", Emits.CHANGE, it -> it.session().sessionClass().wireName())
                .flag("Active", Emits.CHANGE, it -> it.session().isActive())
                .text("State", Emits.CHANGE, it -> it.session().state().wireName())
                .idleness(it -> it.session().isIdle(), it -> it.session().idleSince())
                .flag("CanIdle", Emits.CONST, it -> it.session().sessionClass().canIdle())
                .flag("CanLock", Emits.CONST, it -> it.session().sessionClass().canLock())
                .flag("LockedHint", Emits.CHANGE, it -> it.session().isLocked());
    }

    private static void addOrders(Rows<OfSession> rows) {
        rows.method("Terminate", "", "", (it, call) -> terminate(it.view(), it.session(), call))
                .method("Activate", "", "", (it, call) -> activate(it.view(), it.session(), call))
                .method("Lock", "", "", (it, call) -> lock(it.view(), it.session(), call, true))
                .method("Unlock", "", "", (it, call) -> lock(it.view(), it.session(), call, false))
                .method("SetIdleHint", "b", "", SessionInterface::setIdleHint, "idle")
                .method("SetLockedHint", "b", "", SessionInterface::setLockedHint, "locked")
                .method(
                        "Kill",
                        "si",
                        "",
                        (it, call) -> {
                            MessageReader arguments = call.arguments();
                            KillOrder.session(
                                    it.view(),
                                    it.session(),
                                    call,
                                    arguments.string(),
                                    arguments.int32());
                        },
                        "whom",
                        "signal_number");
    }

    /** Nobody can take control of a session here, so nobody is in control of one. */
    private static void addControl(Rows<OfSession> rows) {
        rows.refused("TakeControl", "b", "", NO_DEVICES, "force")
                .method("ReleaseControl", "", "", SessionInterface::refuseControl)
                .method("SetType", "s", "", SessionInterface::refuseControl, "type")
                .method("SetClass", "s", "", SessionInterface::setClass, "class")
                .method("SetDisplay", "s", "", SessionInterface::refuseControl, "display")
                .method("SetTTY", "h", "", SessionInterface::refuseControl, "tty_fd")
                .method(
                        "TakeDevice",
                        "uu",
                        "hb",
                        SessionInterface::refuseControl,
                        "major",
                        "minor",
                        "fd",
                        "inactive")
                .method(
                        "ReleaseDevice",
                        "uu",
                        "",
                        SessionInterface::refuseControl,
                        "major",
                        "minor")
                .method(
                        "PauseDeviceComplete",
                        "uu",
                        "",
                        SessionInterface::refuseControl,
                        "major",
                        "minor")
                .refused("SetBrightness", "ssu", "", NO_DEVICES, "subsystem", "name", "brightness");
    }

    private static void refuseControl(OfSession it, Call call) {
        call.error(ErrorName.NOT_IN_CONTROL, "You are not in control of this session");
    }

    /** A session becomes one of a person at work; here it was one from its beginning. */
    private static void setClass(OfSession it, Call call) {
        String word = call.arguments().string();
        Optional<SessionClass> wanted = SessionClass.ofWireName(word);
        SessionClass now = it.session().sessionClass();
        if (wanted.isEmpty()) {
            call.error(ErrorName.INVALID_ARGS, "Invalid session class '" + word + "'");
        } else if (wanted.get() != SessionClass.USER) {
            call.error(ErrorName.INVALID_ARGS, "Class may only be set to 'user'");
        } else if (now == SessionClass.USER) {
            call.reply();
        } else if (now != SessionClass.USER_INCOMPLETE) {
            call.error(
                    ErrorName.INVALID_ARGS,
                    "Only sessions with class 'user-incomplete' may change class");
        } else {
            call.error(ErrorName.NOT_SUPPORTED, NO_LATE_HOMES);
        }
    }

    static void terminate(Login1View view, Session session, Call call) {
        managed(
                view,
                session,
                call,
                Permission.MANAGE,
                () -> view.asked(call, () -> view.login().terminateSession(session.id())));
    }

    static void activate(Login1View view, Session session, Call call) {
        managed(
                view,
                session,
                call,
                Permission.CHANGE_VT,
                () -> view.login().activateSession(session.id()));
    }

    static void lock(Login1View view, Session session, Call call, boolean isLock) {
        managed(
                view,
                session,
                call,
                Permission.LOCK_SESSIONS,
                () ->
                        isLock
                                ? view.login().lockSession(session.id())
                                : view.login().unlockSession(session.id()));
    }

    /** Gives an order about a session if its owner asks, or whoever may. */
    static void managed(
            Login1View view, Session session, Call call, String action, Supplier<Outcome> order) {
        view.permission()
                .check(
                        call,
                        action,
                        OptionalLong.of(session.user().uid()),
                        () -> PendingCalls.answer(call, order.get()));
    }

    private static void setIdleHint(OfSession it, Call call) {
        boolean idle = call.arguments().bool();
        byOwner(it, call, "idle", () -> it.view().login().setIdleHint(it.session().id(), idle));
    }

    private static void setLockedHint(OfSession it, Call call) {
        boolean locked = call.arguments().bool();
        byOwner(
                it,
                call,
                "locked",
                () -> it.view().login().setLockedHint(it.session().id(), locked));
    }

    private static void byOwner(OfSession it, Call call, String hint, Supplier<Outcome> order) {
        if (call.caller().isRoot() || Permission.uid(call) == it.session().user().uid()) {
            PendingCalls.answer(call, order.get());
        } else {
            call.error(ErrorName.ACCESS_DENIED, "Only owner of session may set " + hint + " hint");
        }
    }
}
