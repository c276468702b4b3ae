package hearth.manager.job;

/**
 * Why an order is refused. Each has one D-Bus error.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5)</a>
 */
public enum Refusal {
    /** The text is no name of a unit, a signal, a variable, ... */
    INVALID_ARGUMENT,
    NO_SUCH_UNIT,
    NO_UNIT_FOR_PROCESS,
    NO_UNIT_FOR_INVOCATION,
    UNIT_EXISTS,
    /** The unit's file is no readable file. */
    LOAD_FAILED,
    /** The unit's file has a section header without end. */
    FILE_MALFORMED,
    /** The unit's file is not UTF-8. */
    FILE_NOT_TEXT,
    /** The unit's file, or a line of it, is too long. */
    FILE_TOO_LARGE,
    /** Another unit has the name on the bus that this one wants. */
    BUS_NAME_TAKEN,
    BAD_SETTING,
    MASKED,
    JOB_TYPE_NOT_APPLICABLE,
    NO_ISOLATION,
    SHUTTING_DOWN,
    ONLY_BY_DEPENDENCY,
    NO_SUCH_JOB,
    NOT_REFERENCED,
    TRANSACTION_JOBS_CONFLICTING,
    TRANSACTION_ORDER_IS_CYCLIC,
    TRANSACTION_IS_DESTRUCTIVE,
    NO_SUCH_PROCESS,
    SCOPE_NOT_RUNNING,
    UNIT_INACTIVE,
    /** The unit runs, or a job is about to change that. */
    UNIT_BUSY,
    NOTHING_TO_CLEAN,
    NOT_SUPPORTED,
    LIMIT_EXCEEDED
}
