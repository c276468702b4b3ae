package hearth.manager.type.service;

import hearth.manager.host.ExitCode;
import hearth.unit.value.Signals;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.ExitStatuses;
import java.util.Set;

/** What an exit means. */
final class ExitVerdict {
    /** The signals by which a daemon may end and be well. */
    private static final Set<Integer> CLEAN_SIGNALS =
            Set.of(Signals.SIGHUP, 2, Signals.SIGTERM, Signals.SIGPIPE);

    private ExitVerdict() {}

    /**
     * Returns the result that an exit is.
     *
     * @param isDaemon whether the usual signals are a clean end
     * @param success further clean ends
     */
    static ServiceResult of(ExitCode code, int status, boolean isDaemon, ExitStatusSet success) {
        return switch (code) {
            case EXITED ->
                    status == 0 || success.statuses().contains(status)
                            ? ServiceResult.SUCCESS
                            : ServiceResult.EXIT_CODE;
            case KILLED ->
                    (isDaemon && CLEAN_SIGNALS.contains(status))
                                    || success.signals().contains(status)
                            ? ServiceResult.SUCCESS
                            : ServiceResult.SIGNAL;
            case DUMPED -> ServiceResult.CORE_DUMP;
        };
    }

    /** Returns whether a set has the end of a process that has ended. */
    static boolean matches(ExitStatusSet set, ExecStatus status) {
        if (status.exit().isNever()) {
            return false;
        }
        return status.code() == ExitCode.EXITED.number()
                ? set.statuses().contains(status.status())
                : set.signals().contains(status.status());
    }

    /** Returns the end as messages have it: {@code code=exited, status=203/EXEC}. */
    static String words(ExitCode code, int status) {
        String name =
                code == ExitCode.EXITED
                        ? ExitStatuses.nameOf(status).orElse("n/a")
                        : Signals.nameOf(status).map(word -> word.substring(3)).orElse("n/a");
        return "code=" + code.wireName() + ", status=" + status + "/" + name;
    }
}
