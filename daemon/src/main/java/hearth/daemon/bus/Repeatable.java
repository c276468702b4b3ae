package hearth.daemon.bus;

import hearth.dbus.Message;
import java.util.List;
import java.util.Set;

/**
 * Which calls may be carried out a second time, where a brain has died with them and nobody knows
 * how far it came: those that only ask, and those that come to the same. Of the others their
 * callers are told that it isn't known.
 */
public final class Repeatable {
    /** How the names of methods begin that only ask. */
    private static final List<String> QUESTIONS =
            List.of("Get", "List", "Can", "Introspect", "Ping", "LoadUnit");

    /** Orders that come to the same: sessions are found again by their leaders. */
    private static final Set<String> ORDERS =
            Set.of(
                    "CreateSession",
                    "CreateSessionWithPIDFD",
                    "ReleaseSession",
                    "ActivateSession",
                    "ActivateSessionOnSeat",
                    "Activate",
                    "LockSession",
                    "UnlockSession",
                    "LockSessions",
                    "UnlockSessions",
                    "Lock",
                    "Unlock",
                    "SetUserLinger",
                    "SetIdleHint",
                    "SetLockedHint",
                    "SetType",
                    "SetDisplay",
                    "SetTTY",
                    "SetClass",
                    "TerminateSession",
                    "TerminateUser",
                    "TerminateSeat",
                    "Terminate",
                    "Subscribe",
                    "Unsubscribe",
                    "Reload",
                    "ResetFailed",
                    "ResetFailedUnit",
                    "SetEnvironment",
                    "UnsetEnvironment",
                    "UnsetAndSetEnvironment",
                    "Set");

    private Repeatable() {}

    /** Returns whether a call may be carried out again. */
    public static boolean is(Message call) {
        String member = call.member().orElse("");
        return ORDERS.contains(member) || QUESTIONS.stream().anyMatch(member::startsWith);
    }
}
