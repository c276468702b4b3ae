package hearth.dbus;

/** Names of errors: D-Bus's own, systemd's, and those made from an errno. */
public final class ErrorName {
    /** Anything without a name of its own. */
    public static final String FAILED = "org.freedesktop.DBus.Error.Failed";

    public static final String NO_MEMORY = "org.freedesktop.DBus.Error.NoMemory";
    public static final String SERVICE_UNKNOWN = "org.freedesktop.DBus.Error.ServiceUnknown";
    public static final String NAME_HAS_NO_OWNER = "org.freedesktop.DBus.Error.NameHasNoOwner";
    public static final String NO_REPLY = "org.freedesktop.DBus.Error.NoReply";
    public static final String DISCONNECTED = "org.freedesktop.DBus.Error.Disconnected";
    public static final String TIMEOUT = "org.freedesktop.DBus.Error.Timeout";
    public static final String NOT_SUPPORTED = "org.freedesktop.DBus.Error.NotSupported";
    public static final String LIMITS_EXCEEDED = "org.freedesktop.DBus.Error.LimitsExceeded";
    public static final String ACCESS_DENIED = "org.freedesktop.DBus.Error.AccessDenied";
    public static final String INVALID_ARGS = "org.freedesktop.DBus.Error.InvalidArgs";
    public static final String FILE_NOT_FOUND = "org.freedesktop.DBus.Error.FileNotFound";
    public static final String FILE_EXISTS = "org.freedesktop.DBus.Error.FileExists";
    public static final String UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";
    public static final String UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject";
    public static final String UNKNOWN_INTERFACE = "org.freedesktop.DBus.Error.UnknownInterface";
    public static final String UNKNOWN_PROPERTY = "org.freedesktop.DBus.Error.UnknownProperty";
    public static final String PROPERTY_READ_ONLY = "org.freedesktop.DBus.Error.PropertyReadOnly";
    public static final String MATCH_RULE_NOT_FOUND =
            "org.freedesktop.DBus.Error.MatchRuleNotFound";
    public static final String MATCH_RULE_INVALID = "org.freedesktop.DBus.Error.MatchRuleInvalid";
    public static final String UNIX_PROCESS_ID_UNKNOWN =
            "org.freedesktop.DBus.Error.UnixProcessIdUnknown";
    public static final String INCONSISTENT_MESSAGE =
            "org.freedesktop.DBus.Error.InconsistentMessage";
    public static final String OBJECT_PATH_IN_USE = "org.freedesktop.DBus.Error.ObjectPathInUse";

    /** A person has to authenticate first, and the caller did not allow to ask. */
    public static final String INTERACTIVE_AUTHORIZATION_REQUIRED =
            "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired";

    public static final String NO_SUCH_UNIT = "org.freedesktop.systemd1.NoSuchUnit";
    public static final String NO_UNIT_FOR_PID = "org.freedesktop.systemd1.NoUnitForPID";
    public static final String NO_UNIT_FOR_INVOCATION_ID =
            "org.freedesktop.systemd1.NoUnitForInvocationID";
    public static final String UNIT_EXISTS = "org.freedesktop.systemd1.UnitExists";
    public static final String LOAD_FAILED = "org.freedesktop.systemd1.LoadFailed";
    public static final String BAD_UNIT_SETTING = "org.freedesktop.systemd1.BadUnitSetting";
    public static final String JOB_FAILED = "org.freedesktop.systemd1.JobFailed";
    public static final String NO_SUCH_JOB = "org.freedesktop.systemd1.NoSuchJob";
    public static final String NOT_SUBSCRIBED = "org.freedesktop.systemd1.NotSubscribed";
    public static final String ALREADY_SUBSCRIBED = "org.freedesktop.systemd1.AlreadySubscribed";
    public static final String ONLY_BY_DEPENDENCY = "org.freedesktop.systemd1.OnlyByDependency";
    public static final String TRANSACTION_JOBS_CONFLICTING =
            "org.freedesktop.systemd1.TransactionJobsConflicting";
    public static final String TRANSACTION_ORDER_IS_CYCLIC =
            "org.freedesktop.systemd1.TransactionOrderIsCyclic";
    public static final String TRANSACTION_IS_DESTRUCTIVE =
            "org.freedesktop.systemd1.TransactionIsDestructive";
    public static final String UNIT_MASKED = "org.freedesktop.systemd1.UnitMasked";
    public static final String UNIT_GENERATED = "org.freedesktop.systemd1.UnitGenerated";
    public static final String UNIT_LINKED = "org.freedesktop.systemd1.UnitLinked";
    public static final String JOB_TYPE_NOT_APPLICABLE =
            "org.freedesktop.systemd1.JobTypeNotApplicable";
    public static final String NO_ISOLATION = "org.freedesktop.systemd1.NoIsolation";
    public static final String SHUTTING_DOWN = "org.freedesktop.systemd1.ShuttingDown";
    public static final String SCOPE_NOT_RUNNING = "org.freedesktop.systemd1.ScopeNotRunning";
    public static final String NO_SUCH_DYNAMIC_USER = "org.freedesktop.systemd1.NoSuchDynamicUser";
    public static final String NOT_REFERENCED = "org.freedesktop.systemd1.NotReferenced";
    public static final String DISK_FULL = "org.freedesktop.systemd1.DiskFull";
    public static final String FILE_DESCRIPTOR_STORE_DISABLED =
            "org.freedesktop.systemd1.FileDescriptorStoreDisabled";
    public static final String NO_SUCH_PROCESS = "org.freedesktop.systemd1.NoSuchProcess";
    public static final String NOTHING_TO_CLEAN = "org.freedesktop.systemd1.NothingToClean";
    public static final String UNIT_BUSY = "org.freedesktop.systemd1.UnitBusy";
    public static final String UNIT_INACTIVE = "org.freedesktop.systemd1.UnitInactive";
    public static final String FREEZE_CANCELLED = "org.freedesktop.systemd1.FreezeCancelled";

    public static final String NO_SUCH_SESSION = "org.freedesktop.login1.NoSuchSession";
    public static final String NO_SESSION_FOR_PID = "org.freedesktop.login1.NoSessionForPID";
    public static final String NO_SUCH_USER = "org.freedesktop.login1.NoSuchUser";
    public static final String NO_USER_FOR_PID = "org.freedesktop.login1.NoUserForPID";
    public static final String NO_SUCH_SEAT = "org.freedesktop.login1.NoSuchSeat";
    public static final String SESSION_NOT_ON_SEAT = "org.freedesktop.login1.SessionNotOnSeat";
    public static final String NOT_IN_CONTROL = "org.freedesktop.login1.NotInControl";
    public static final String DEVICE_IS_TAKEN = "org.freedesktop.login1.DeviceIsTaken";
    public static final String DEVICE_NOT_TAKEN = "org.freedesktop.login1.DeviceNotTaken";
    public static final String OPERATION_IN_PROGRESS = "org.freedesktop.login1.OperationInProgress";
    public static final String SLEEP_VERB_NOT_SUPPORTED =
            "org.freedesktop.login1.SleepVerbNotSupported";
    public static final String SESSION_BUSY = "org.freedesktop.login1.SessionBusy";
    public static final String NOT_YOUR_DEVICE = "org.freedesktop.login1.NotYourDevice";

    private ErrorName() {}

    /**
     * Returns the name that libsystemd maps back to an errno.
     *
     * @param errno its name, for example {@code ENXIO}
     */
    public static String ofErrno(String errno) {
        return "System.Error." + errno;
    }
}
