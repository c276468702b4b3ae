package hearth.api.login1;

import hearth.api.Authority;
import hearth.budget.Account;
import hearth.budget.Resource;
import hearth.dbus.ErrorName;
import hearth.dbus.object.Call;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides whether a call may go on: root's may, so may the owner's where the thing is somebody's;
 * about others polkit is asked, and the call waits.
 *
 * @see "org.freedesktop.login1(5), SECURITY"
 */
final class Permission {
    static final String SET_SELF_LINGER = "org.freedesktop.login1.set-self-linger";
    static final String SET_USER_LINGER = "org.freedesktop.login1.set-user-linger";
    static final String MANAGE = "org.freedesktop.login1.manage";
    static final String LOCK_SESSIONS = "org.freedesktop.login1.lock-sessions";
    static final String CHANGE_VT = "org.freedesktop.login1.chvt";
    static final String FLUSH_DEVICES = "org.freedesktop.login1.flush-devices";

    private final Authority authority;

    Permission(Authority authority) {
        this.authority = authority;
    }

    /**
     * Goes on if the caller is root or the owner, or else when polkit says yes; answers the call if
     * not.
     */
    void check(Call call, String action, OptionalLong owner, Runnable goOn) {
        boolean isOwner = owner.isPresent() && owner.getAsLong() == uid(call);
        if (isOwner) {
            goOn.run();
        } else {
            check(call, action, false, goOn);
        }
    }

    /**
     * Goes on if the caller is root, or else when polkit says yes; answers the call if not.
     *
     * @param isInteractive whether the method's own argument allows to ask a person
     */
    void check(Call call, String action, boolean isInteractive, Runnable goOn) {
        if (call.caller().isRoot()) {
            goOn.run();
            return;
        }
        boolean mayInteract = isInteractive || call.allowsInteractiveAuthorization();
        authority.ask(
                new Authority.Question(call.caller(), action, Map.of(), mayInteract),
                decision -> {
                    switch (decision) {
                        case ALLOWED -> goOn.run();
                        case DENIED -> call.error(ErrorName.ACCESS_DENIED, "Permission denied");
                        case AUTHENTICATION_REQUIRED ->
                                call.error(
                                        ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                                        "Interactive authentication required.");
                        case TOO_MANY_QUESTIONS ->
                                call.error(
                                        ErrorName.LIMITS_EXCEEDED,
                                        Account.refusal(Resource.QUESTIONS));
                    }
                });
    }

    /** Returns the caller's user as an unsigned number. */
    static long uid(Call call) {
        return Integer.toUnsignedLong(call.caller().uid());
    }
}
