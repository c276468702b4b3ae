package hearth.manager.table;

import hearth.manager.host.Condition;
import hearth.unit.UnitName;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.EmergencyAction;
import hearth.unit.value.JobMode;
import java.util.List;

/**
 * What the {@code [Unit]} section means to the manager, and where the unit's processes belong.
 *
 * @param cgroup the cgroup, absolute; empty for types without
 * @param slice the slice's name; empty for types without
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public record UnitPlan(
        String description,
        boolean defaultDependencies,
        boolean refusesManualStart,
        boolean refusesManualStop,
        boolean allowsIsolate,
        boolean isIgnoredOnIsolate,
        boolean stopsWhenUnneeded,
        JobMode onFailureJobMode,
        JobMode onSuccessJobMode,
        boolean isCollectedWhenFailed,
        TimeSpan jobTimeout,
        TimeSpan jobRunningTimeout,
        StartLimit.Rule startLimit,
        EmergencyAction startLimitAction,
        EmergencyAction jobTimeoutAction,
        EmergencyAction failureAction,
        EmergencyAction successAction,
        int failureExitStatus,
        int successExitStatus,
        List<Condition> conditions,
        List<Condition> asserts,
        String slice,
        String cgroup) {

    public UnitPlan {
        conditions = List.copyOf(conditions);
        asserts = List.copyOf(asserts);
    }

    /** Returns the plan of a unit that says nothing. */
    public static UnitPlan empty(UnitName name) {
        return new UnitPlan(
                name.text(),
                true,
                false,
                false,
                false,
                false,
                false,
                JobMode.REPLACE,
                JobMode.FAIL,
                false,
                TimeSpan.INFINITY,
                TimeSpan.INFINITY,
                StartLimit.Rule.STANDARD,
                EmergencyAction.NONE,
                EmergencyAction.NONE,
                EmergencyAction.NONE,
                EmergencyAction.NONE,
                -1,
                -1,
                List.of(),
                List.of(),
                "",
                "");
    }
}
