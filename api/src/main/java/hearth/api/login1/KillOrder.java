package hearth.api.login1;

import hearth.dbus.ErrorName;
import hearth.dbus.object.Call;
import hearth.login.session.KillWho;
import hearth.login.session.Session;
import hearth.login.session.User;
import java.util.Optional;
import java.util.OptionalLong;

/** Sending signals. */
final class KillOrder {
    /** The kernel's last signal, SIGRTMAX. */
    private static final int SIGNAL_MAX = 64;

    private KillOrder() {}

    /** Signals a session's processes if its owner asks, or whoever may manage sessions. */
    static void session(Login1View view, Session session, Call call, String who, int signal) {
        Optional<KillWho> target = target(who);
        if (target.isEmpty()) {
            call.error(ErrorName.INVALID_ARGS, "Invalid kill parameter '" + who + "'");
        } else if (isValid(signal, call)) {
            SessionInterface.managed(
                    view,
                    session,
                    call,
                    Permission.MANAGE,
                    () ->
                            view.asked(
                                    call,
                                    () ->
                                            view.login()
                                                    .killSession(
                                                            session.id(), target.get(), signal)));
        }
    }

    /** Signals a user's processes if the user asks, or whoever may manage sessions. */
    static void user(Login1View view, User user, Call call, int signal) {
        if (isValid(signal, call)) {
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
                                                    () ->
                                                            view.login()
                                                                    .killUser(
                                                                            user.uid(), signal))));
        }
    }

    private static Optional<KillWho> target(String who) {
        if (who.isEmpty()) {
            return Optional.of(KillWho.ALL);
        }
        for (KillWho candidate : KillWho.values()) {
            if (candidate.wireName().equals(who)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isValid(int signal, Call call) {
        boolean isValid = signal > 0 && signal <= SIGNAL_MAX;
        if (!isValid) {
            call.error(ErrorName.INVALID_ARGS, "Invalid signal " + signal);
        }
        return isValid;
    }
}
