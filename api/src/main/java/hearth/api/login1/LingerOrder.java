package hearth.api.login1;

import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.login.host.LoginError;
import java.util.OptionalLong;

/**
 * {@code SetUserLinger}: one's own lingering is another question to polkit than somebody else's,
 * and nobody is asked about a user who does not exist.
 *
 * @see "loginctl(1), enable-linger"
 */
final class LingerOrder {
    /** Who is to linger, or no more. */
    private record Wish(long uid, boolean enable, boolean isInteractive) {}

    private LingerOrder() {}

    static void handle(Login1View view, Call call) {
        MessageReader arguments = call.arguments();
        long named = arguments.uint32();
        boolean enable = arguments.bool();
        boolean isInteractive = arguments.bool();
        OptionalLong uid =
                named == Finder.NO_UID
                        ? view.finder().ownUid(call.caller())
                        : OptionalLong.of(named);
        if (uid.isEmpty()) {
            PendingCalls.refuse(
                    call,
                    new LoginError(LoginError.Kind.NO_SUCH_DEVICE, "No such device or address"));
            return;
        }
        Wish wish = new Wish(uid.getAsLong(), enable, isInteractive);
        long caller = Permission.uid(call);
        view.calls()
                .give(
                        call,
                        id -> view.login().findUser(id, wish.uid(), caller),
                        it -> ask(view, it, wish));
    }

    private static void ask(Login1View view, Call call, Wish wish) {
        long caller = Permission.uid(call);
        String action =
                wish.uid() == caller ? Permission.SET_SELF_LINGER : Permission.SET_USER_LINGER;
        view.permission()
                .check(
                        call,
                        action,
                        wish.isInteractive(),
                        () ->
                                view.calls()
                                        .give(
                                                call,
                                                id ->
                                                        view.login()
                                                                .setLinger(
                                                                        id,
                                                                        wish.uid(),
                                                                        wish.enable(),
                                                                        caller)));
    }
}
