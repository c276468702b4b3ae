package hearth.api.login1;

import hearth.dbus.DbusPath;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.function.Consumer;

/**
 * {@code org.freedesktop.login1.Manager}.
 *
 * @see "org.freedesktop.login1(5), The Manager Object"
 */
final class ManagerInterface {
    static final String NAME = "org.freedesktop.login1.Manager";

    public static final InterfaceTable<Login1View> TABLE =
            new Rows<Login1View>()
                    .with(ManagerProperties::add)
                    .with(ManagerInterface::addQueries)
                    .with(ManagerInterface::addLists)
                    .with(ManagerInterface::addSessionOrders)
                    .with(ManagerInterface::addScreenOrders)
                    .with(ManagerInterface::addKillOrders)
                    .with(PowerRows::add)
                    .with(ManagerInterface::addSignals)
                    .table(NAME);

    private ManagerInterface() {}

    private static void addQueries(Rows<Login1View> rows) {
        rows.method(
                        "GetSession",
                        "s",
                        "o",
                        (view, call) ->
                                view.finder()
                                        .session(
                                                call,
                                                call.arguments().string(),
                                                session -> replyWith(call, session)),
                        "session_id",
                        "object_path")
                .method(
                        "GetSessionByPID",
                        "u",
                        "o",
                        (view, call) ->
                                view.finder()
                                        .sessionByPid(
                                                call,
                                                call.arguments().uint32(),
                                                session -> replyWith(call, session)),
                        "pid",
                        "object_path")
                .method(
                        "GetUser",
                        "u",
                        "o",
                        (view, call) ->
                                view.finder()
                                        .user(
                                                call,
                                                call.arguments().uint32(),
                                                user -> replyWith(call, user)),
                        "uid",
                        "object_path")
                .method(
                        "GetUserByPID",
                        "u",
                        "o",
                        (view, call) ->
                                view.finder()
                                        .userByPid(
                                                call,
                                                call.arguments().uint32(),
                                                user -> replyWith(call, user)),
                        "pid",
                        "object_path")
                .method(
                        "GetSeat",
                        "s",
                        "o",
                        (view, call) ->
                                view.finder()
                                        .seat(
                                                call,
                                                call.arguments().string(),
                                                seat -> replyWith(call, seat)),
                        "seat_id",
                        "object_path");
    }

    private static void replyWith(Call call, Session session) {
        replyWith(call, ObjectPaths.ofSession(session.id()));
    }

    private static void replyWith(Call call, User user) {
        replyWith(call, ObjectPaths.ofUser(user.uid()));
    }

    private static void replyWith(Call call, Seat seat) {
        replyWith(call, ObjectPaths.ofSeat(seat.id()));
    }

    private static void replyWith(Call call, DbusPath path) {
        call.reply(out -> out.objectPath(path));
    }

    private static void addLists(Rows<Login1View> rows) {
        rows.method("ListSessions", "", "a(susso)", ManagerInterface::listSessions, "sessions")
                .method(
                        "ListSessionsEx",
                        "",
                        "a(sussussbto)",
                        ManagerInterface::listSessionsInFull,
                        "sessions")
                .method("ListUsers", "", "a(uso)", ManagerInterface::listUsers, "users")
                .method("ListSeats", "", "a(so)", ManagerInterface::listSeats, "seats")
                .with(InhibitorRows::addList);
    }

    private static void listSessions(Login1View view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (Session session : view.login().sessions()) {
                out.openStruct()
                        .string(session.id())
                        .uint32(session.user().uid())
                        .string(session.user().name())
                        .string(session.seat().map(Seat::id).orElse(""))
                        .objectPath(ObjectPaths.ofSession(session.id()))
                        .closeStruct();
            }
            out.closeArray();
        });
    }

    private static void listSessionsInFull(Login1View view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (Session session : view.login().sessions()) {
                out.openStruct()
                        .string(session.id())
                        .uint32(session.user().uid())
                        .string(session.user().name())
                        .string(session.seat().map(Seat::id).orElse(""))
                        .uint32(session.leader())
                        .string(session.sessionClass().wireName())
                        .string(session.tty())
                        .bool(session.isIdle())
                        .uint64(session.idleSince().monotonicUsec())
                        .objectPath(ObjectPaths.ofSession(session.id()))
                        .closeStruct();
            }
            out.closeArray();
        });
    }

    private static void listUsers(Login1View view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (User user : view.login().users()) {
                out.openStruct()
                        .uint32(user.uid())
                        .string(user.name())
                        .objectPath(ObjectPaths.ofUser(user.uid()))
                        .closeStruct();
            }
            out.closeArray();
        });
    }

    private static void listSeats(Login1View view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (Seat seat : view.login().seats()) {
                out.openStruct()
                        .string(seat.id())
                        .objectPath(ObjectPaths.ofSeat(seat.id()))
                        .closeStruct();
            }
            out.closeArray();
        });
    }

    private static void addSessionOrders(Rows<Login1View> rows) {
        rows.method(
                        "CreateSession",
                        "uusssssussbssa(sv)",
                        "soshusub",
                        CreateSession::handle,
                        "uid",
                        "pid",
                        "service",
                        "type",
                        "class",
                        "desktop",
                        "seat_id",
                        "vtnr",
                        "tty",
                        "display",
                        "remote",
                        "remote_user",
                        "remote_host",
                        "properties",
                        "session_id",
                        "object_path",
                        "runtime_path",
                        "fifo_fd",
                        "uid",
                        "seat_id",
                        "vtnr",
                        "existing")
                .method(
                        "CreateSessionWithPIDFD",
                        "uhsssssussbssta(sv)",
                        "soshusub",
                        CreateSession::handleWithPidFd,
                        "uid",
                        "pidfd",
                        "service",
                        "type",
                        "class",
                        "desktop",
                        "seat_id",
                        "vtnr",
                        "tty",
                        "display",
                        "remote",
                        "remote_user",
                        "remote_host",
                        "flags",
                        "properties",
                        "session_id",
                        "object_path",
                        "runtime_path",
                        "fifo_fd",
                        "uid",
                        "seat_id",
                        "vtnr",
                        "existing")
                .method("ReleaseSession", "s", "", CreateSession::release, "session_id")
                .method(
                        "ActivateSession",
                        "s",
                        "",
                        (view, call) ->
                                onSession(
                                        view,
                                        call,
                                        session -> SessionInterface.activate(view, session, call)),
                        "session_id")
                .method(
                        "ActivateSessionOnSeat",
                        "ss",
                        "",
                        ManagerInterface::activateOnSeat,
                        "session_id",
                        "seat_id");
    }

    private static void onSession(Login1View view, Call call, Consumer<Session> goOn) {
        view.finder().session(call, call.arguments().string(), goOn);
    }

    private static void activateOnSeat(Login1View view, Call call) {
        MessageReader arguments = call.arguments();
        String id = arguments.string();
        String seat = arguments.string();
        view.finder()
                .session(
                        call,
                        id,
                        session ->
                                view.finder()
                                        .seat(
                                                call,
                                                seat,
                                                found ->
                                                        SeatInterface.activate(
                                                                view, session, found.id(), call)));
    }

    private static void addScreenOrders(Rows<Login1View> rows) {
        rows.method(
                        "LockSession",
                        "s",
                        "",
                        (view, call) ->
                                onSession(
                                        view,
                                        call,
                                        it -> SessionInterface.lock(view, it, call, true)),
                        "session_id")
                .method(
                        "UnlockSession",
                        "s",
                        "",
                        (view, call) ->
                                onSession(
                                        view,
                                        call,
                                        it -> SessionInterface.lock(view, it, call, false)),
                        "session_id")
                .method(
                        "LockSessions",
                        "",
                        "",
                        (view, call) -> onAllScreens(view, call, view.login()::lockSessions))
                .method(
                        "UnlockSessions",
                        "",
                        "",
                        (view, call) -> onAllScreens(view, call, view.login()::unlockSessions));
    }

    private static void onAllScreens(Login1View view, Call call, Runnable order) {
        view.permission()
                .check(
                        call,
                        Permission.LOCK_SESSIONS,
                        false,
                        () -> {
                            order.run();
                            call.reply();
                        });
    }

    private static void addKillOrders(Rows<Login1View> rows) {
        rows.method(
                        "KillSession",
                        "ssi",
                        "",
                        ManagerInterface::killSession,
                        "session_id",
                        "whom",
                        "signal_number")
                .method("KillUser", "ui", "", ManagerInterface::killUser, "uid", "signal_number")
                .method(
                        "TerminateSession",
                        "s",
                        "",
                        (view, call) ->
                                onSession(
                                        view,
                                        call,
                                        it -> SessionInterface.terminate(view, it, call)),
                        "session_id")
                .method(
                        "TerminateUser",
                        "u",
                        "",
                        (view, call) ->
                                view.finder()
                                        .user(
                                                call,
                                                call.arguments().uint32(),
                                                user -> UserInterface.terminate(view, user, call)),
                        "uid")
                .method(
                        "TerminateSeat",
                        "s",
                        "",
                        (view, call) ->
                                view.finder()
                                        .seat(
                                                call,
                                                call.arguments().string(),
                                                seat -> SeatInterface.terminate(view, seat, call)),
                        "seat_id")
                .method(
                        "SetUserLinger",
                        "ubb",
                        "",
                        LingerOrder::handle,
                        "uid",
                        "enable",
                        "interactive");
    }

    private static void killSession(Login1View view, Call call) {
        MessageReader arguments = call.arguments();
        String id = arguments.string();
        String who = arguments.string();
        int signal = arguments.int32();
        view.finder()
                .session(call, id, session -> KillOrder.session(view, session, call, who, signal));
    }

    private static void killUser(Login1View view, Call call) {
        MessageReader arguments = call.arguments();
        long uid = arguments.uint32();
        int signal = arguments.int32();
        view.finder().user(call, uid, user -> KillOrder.user(view, user, call, signal));
    }

    private static void addSignals(Rows<Login1View> rows) {
        rows.signal("SecureAttentionKey", "so", "seat_id", "object_path")
                .signal("SessionNew", "so", "session_id", "object_path")
                .signal("SessionRemoved", "so", "session_id", "object_path")
                .signal("UserNew", "uo", "uid", "object_path")
                .signal("UserRemoved", "uo", "uid", "object_path")
                .signal("SeatNew", "so", "seat_id", "object_path")
                .signal("SeatRemoved", "so", "seat_id", "object_path")
                .signal("PrepareForShutdown", "b", "start")
                .signal("PrepareForShutdownWithMetadata", "ba{sv}", "start", "metadata")
                .signal("PrepareForSleep", "b", "start");
    }
}
