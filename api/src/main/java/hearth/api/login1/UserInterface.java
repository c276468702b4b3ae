package hearth.api.login1;

import hearth.api.login1.Login1View.OfUser;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Property.Emits;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code org.freedesktop.login1.User}.
 *
 * @see "org.freedesktop.login1(5), User Objects"
 */
final class UserInterface {
    static final String NAME = "org.freedesktop.login1.User";

    static final InterfaceTable<OfUser> TABLE =
            new Rows<OfUser>()
                    .uint32("UID", Emits.CONST, it -> it.user().uid())
                    .uint32("GID", Emits.CONST, it -> it.user().record().gid())
                    .text("Name", Emits.CONST, it -> it.user().name())
                    .moment("Timestamp", Emits.CONST, it -> it.user().since())
                    .text("RuntimePath", Emits.CONST, it -> it.user().runtimePath())
                    .text("Service", Emits.CONST, it -> it.user().service())
                    .text("Slice", Emits.CONST, it -> it.user().slice())
                    .any(
                            "Display",
                            "(so)",
                            Emits.CHANGE,
                            (it, out) -> writeSession(it.user().display(), out))
                    .text("State", Emits.NOTHING, it -> it.user().state().wireName())
                    .any(
                            "Sessions",
                            "a(so)",
                            Emits.NOTHING,
                            (it, out) -> writeSessions(it.user().sessions(), out))
                    .idleness(it -> it.user().isIdle(), it -> it.user().idleSince())
                    .flag("Linger", Emits.NOTHING, it -> it.user().isLingering())
                    .method(
                            "Terminate",
                            "",
                            "",
                            (it, call) -> terminate(it.view(), it.user(), call))
                    .method(
                            "Kill",
                            "i",
                            "",
                            (it, call) ->
                                    KillOrder.user(
                                            it.view(), it.user(), call, call.arguments().int32()),
                            "signal_number")
                    .table(NAME);

    private UserInterface() {}

    static void terminate(Login1View view, User user, Call call) {
        view.permission()
                .check(
                        call,
                        Permission.MANAGE,
                        OptionalLong.of(user.uid()),
                        () ->
                                PendingCalls.answer(
                                        call,
                                        view.asked(
                                                call,
                                                () -> view.login().terminateUser(user.uid()))));
    }

    /** Writes a session's id and object; no session is an empty id and the root. */
    static void writeSession(Optional<Session> session, MessageWriter out) {
        out.openStruct()
                .string(session.map(Session::id).orElse(""))
                .objectPath(ObjectPaths.ofSession(session))
                .closeStruct();
    }

    static void writeSessions(List<Session> sessions, MessageWriter out) {
        out.openArray();
        sessions.forEach(session -> writeSession(Optional.of(session), out));
        out.closeArray();
    }
}
