package hearth.manager.type.service;

import hearth.manager.type.ExecStatus;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.RestartPolicy;

/**
 * {@code Restart=} and its kin.
 *
 * @param policy after which ends
 * @param delay before a restart
 * @param prevent ends after which it is never restarted
 * @param force ends after which it always is
 * @param isDirect whether other units do not notice ({@code RestartMode=direct})
 */
public record RestartRule(
        RestartPolicy policy,
        RestartDelay delay,
        ExitStatusSet prevent,
        ExitStatusSet force,
        boolean isDirect) {

    /** Never. */
    public static final RestartRule NEVER = of(RestartPolicy.NO);

    /** Returns a rule with systemd's own delay. */
    public static RestartRule of(RestartPolicy policy) {
        return new RestartRule(
                policy,
                new RestartDelay(TimeSpan.ofMillis(100), 0, TimeSpan.INFINITY),
                ExitStatusSet.EMPTY,
                ExitStatusSet.EMPTY,
                false);
    }

    /** Returns whether a service is started again after it has ended so. */
    boolean applies(ServiceResult result, ExecStatus main) {
        if (ExitVerdict.matches(prevent, main)) {
            return false;
        }
        if (ExitVerdict.matches(force, main)) {
            return true;
        }
        return switch (policy) {
            case NO -> false;
            case ALWAYS -> result != ServiceResult.EXEC_CONDITION;
            case ON_SUCCESS -> result == ServiceResult.SUCCESS;
            case ON_FAILURE ->
                    result != ServiceResult.SUCCESS && result != ServiceResult.EXEC_CONDITION;
            case ON_ABNORMAL ->
                    result != ServiceResult.SUCCESS
                            && result != ServiceResult.EXIT_CODE
                            && result != ServiceResult.EXEC_CONDITION;
            case ON_WATCHDOG -> result == ServiceResult.WATCHDOG;
            case ON_ABORT -> result == ServiceResult.SIGNAL || result == ServiceResult.CORE_DUMP;
        };
    }
}
