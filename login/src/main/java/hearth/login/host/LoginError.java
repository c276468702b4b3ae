package hearth.login.host;

/**
 * Why login refuses something, for the person who asked.
 *
 * @param kind what sort of refusal; carries the D-Bus error name
 * @param message for the person, in logind's words where logind has some
 */
public record LoginError(Kind kind, String message) {
    /** The sorts of refusals, each a D-Bus error name that login1's clients know. */
    public enum Kind {
        /** No session of that id. */
        NO_SUCH_SESSION("org.freedesktop.login1.NoSuchSession"),
        /** The process belongs to no session. */
        NO_SESSION_FOR_PID("org.freedesktop.login1.NoSessionForPID"),
        /** The user neither is logged in nor lingers. */
        NO_SUCH_USER("org.freedesktop.login1.NoSuchUser"),
        /** The process belongs to no user that is here. */
        NO_USER_FOR_PID("org.freedesktop.login1.NoUserForPID"),
        /** No linger lease of that id. */
        NO_SUCH_LEASE("org.hearth.Linger1.NoSuchLease"),
        /** No seat of that name. */
        NO_SUCH_SEAT("org.freedesktop.login1.NoSuchSeat"),
        /** The session is not on the seat that was named. */
        SESSION_NOT_ON_SEAT("org.freedesktop.login1.SessionNotOnSeat"),
        /** The leader already is in a session. */
        SESSION_BUSY("org.freedesktop.login1.SessionBusy"),
        /** The session's scope could not be started. */
        JOB_FAILED("org.freedesktop.login1.JobFailed"),
        /** Only the session's controller may do this. */
        NOT_IN_CONTROL("org.freedesktop.login1.NotInControl"),
        /** An argument makes no sense. */
        INVALID_ARGS("org.freedesktop.DBus.Error.InvalidArgs"),
        /** A limit is reached. */
        LIMITS_EXCEEDED("org.freedesktop.DBus.Error.LimitsExceeded"),
        /** This cannot be done here. */
        NOT_SUPPORTED("org.freedesktop.DBus.Error.NotSupported"),
        /** The caller may not. */
        ACCESS_DENIED("org.freedesktop.DBus.Error.AccessDenied"),
        /** ESRCH: the user or process does not exist. */
        NO_SUCH_PROCESS("System.Error.ESRCH"),
        /** ENOENT: the name service does not know the user. */
        NO_SUCH_FILE("org.freedesktop.DBus.Error.FileNotFound"),
        /** EOPNOTSUPP: the session has no seat to be activated on. */
        OPERATION_NOT_SUPPORTED("org.freedesktop.DBus.Error.NotSupported"),
        /** ENXIO: the caller belongs to nobody. */
        NO_SUCH_DEVICE("System.Error.ENXIO"),
        /** Something in the machine failed; the message says what. */
        FAILED("org.freedesktop.DBus.Error.Failed");

        private final String errorName;

        Kind(String errorName) {
            this.errorName = errorName;
        }

        /** Returns the D-Bus error name. */
        public String errorName() {
            return errorName;
        }
    }
}
