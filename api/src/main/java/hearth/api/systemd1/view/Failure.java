package hearth.api.systemd1.view;

import hearth.dbus.ErrorName;
import hearth.dbus.object.Call;
import hearth.manager.Unit;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;

/**
 * Why a call fails.
 *
 * @param name one of {@link ErrorName}; clients decide by it
 * @param text clients print it
 */
public record Failure(String name, String text) {
    /** No failure, as the property {@code LoadError} has it. */
    private static final Failure NONE = new Failure("", "");

    public static Failure of(Outcome.Refused<?> refused) {
        return new Failure(errorName(refused.reason()), refused.message());
    }

    public static Failure invalid(String text) {
        return new Failure(ErrorName.INVALID_ARGS, text);
    }

    public static Failure notSupported(String text) {
        return new Failure(ErrorName.NOT_SUPPORTED, text);
    }

    public static Failure noSuchJob(long id) {
        return new Failure(ErrorName.NO_SUCH_JOB, "Job " + id + " does not exist.");
    }

    /** Returns why a unit's definition could not be had. */
    public static Failure loadError(Unit unit) {
        return unit.loadRefusal().map(Failure::of).orElse(NONE);
    }

    /** Answers a call with this. */
    public void answer(Call call) {
        call.error(name, text);
    }

    private static String errorName(Refusal reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> ErrorName.INVALID_ARGS;
            case NO_SUCH_UNIT -> ErrorName.NO_SUCH_UNIT;
            case NO_UNIT_FOR_PROCESS -> ErrorName.NO_UNIT_FOR_PID;
            case NO_UNIT_FOR_INVOCATION -> ErrorName.NO_UNIT_FOR_INVOCATION_ID;
            case UNIT_EXISTS -> ErrorName.UNIT_EXISTS;
            case LOAD_FAILED -> ErrorName.LOAD_FAILED;
            // As sd-bus calls EBADMSG, EINVAL and ENOBUFS, which systemd's own reading ends with.
            case FILE_MALFORMED -> ErrorName.INCONSISTENT_MESSAGE;
            case FILE_NOT_TEXT -> ErrorName.INVALID_ARGS;
            case FILE_TOO_LARGE -> ErrorName.LIMITS_EXCEEDED;
            case BUS_NAME_TAKEN -> ErrorName.FILE_EXISTS; // as sd-bus calls EEXIST
            case BAD_SETTING -> ErrorName.BAD_UNIT_SETTING;
            case MASKED -> ErrorName.UNIT_MASKED;
            case JOB_TYPE_NOT_APPLICABLE -> ErrorName.JOB_TYPE_NOT_APPLICABLE;
            case NO_ISOLATION -> ErrorName.NO_ISOLATION;
            case SHUTTING_DOWN -> ErrorName.SHUTTING_DOWN;
            case ONLY_BY_DEPENDENCY -> ErrorName.ONLY_BY_DEPENDENCY;
            case NO_SUCH_JOB -> ErrorName.NO_SUCH_JOB;
            case NOT_REFERENCED -> ErrorName.NOT_REFERENCED;
            case TRANSACTION_JOBS_CONFLICTING -> ErrorName.TRANSACTION_JOBS_CONFLICTING;
            case TRANSACTION_ORDER_IS_CYCLIC -> ErrorName.TRANSACTION_ORDER_IS_CYCLIC;
            case TRANSACTION_IS_DESTRUCTIVE -> ErrorName.TRANSACTION_IS_DESTRUCTIVE;
            case NO_SUCH_PROCESS -> ErrorName.NO_SUCH_PROCESS;
            case SCOPE_NOT_RUNNING -> ErrorName.SCOPE_NOT_RUNNING;
            case UNIT_INACTIVE -> ErrorName.UNIT_INACTIVE;
            case UNIT_BUSY -> ErrorName.UNIT_BUSY;
            case NOTHING_TO_CLEAN -> ErrorName.NOTHING_TO_CLEAN;
            case NOT_SUPPORTED -> ErrorName.NOT_SUPPORTED;
            case LIMIT_EXCEEDED -> ErrorName.LIMITS_EXCEEDED;
        };
    }
}
