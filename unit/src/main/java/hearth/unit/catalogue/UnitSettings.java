package hearth.unit.catalogue;

import hearth.unit.UnitName;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Reading;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.ConditionTypes;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.UnitTypes;
import hearth.unit.value.CollectMode;
import hearth.unit.value.Condition;
import hearth.unit.value.ConditionKind;
import hearth.unit.value.EmergencyAction;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Optional;

/**
 * What every unit can say: the section [Unit].
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public final class UnitSettings {
    private static final Table TABLE = Table.of(0, "systemd.unit(5)", "Unit");
    private static final Table EMULATED = TABLE.with(Enforcement.EMULATED);
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<String> DESCRIPTION =
            TABLE.add("Description", UnitTypes.DESCRIPTION, "", "Description");

    public static final Setting<List<String>> DOCUMENTATION =
            TABLE.add("Documentation", UnitTypes.DOCUMENTATION, List.of(), "Documentation");

    public static final Setting<String> SOURCE_PATH =
            TABLE.add("SourcePath", BasicTypes.PATH, "", "SourcePath");

    public static final Setting<List<UnitName>> REQUIRES =
            TABLE.add("Requires", UnitTypes.UNITS, List.of(), "Requires");

    public static final Setting<List<UnitName>> REQUISITE =
            TABLE.add("Requisite", UnitTypes.UNITS, List.of(), "Requisite");

    public static final Setting<List<UnitName>> WANTS =
            TABLE.add("Wants", UnitTypes.UNITS, List.of(), "Wants");

    public static final Setting<List<UnitName>> BINDS_TO =
            TABLE.add("BindsTo", UnitTypes.UNITS, List.of(), "BindsTo");

    public static final Setting<List<UnitName>> PART_OF =
            TABLE.add("PartOf", UnitTypes.UNITS, List.of(), "PartOf");

    public static final Setting<List<UnitName>> UPHOLDS =
            TABLE.add("Upholds", UnitTypes.UNITS, List.of(), "Upholds");

    public static final Setting<List<UnitName>> CONFLICTS =
            TABLE.add("Conflicts", UnitTypes.UNITS, List.of(), "Conflicts");

    public static final Setting<List<UnitName>> BEFORE =
            TABLE.add("Before", UnitTypes.UNITS, List.of(), "Before");

    public static final Setting<List<UnitName>> AFTER =
            TABLE.add("After", UnitTypes.UNITS, List.of(), "After");

    public static final Setting<List<UnitName>> ON_FAILURE =
            TABLE.add("OnFailure", UnitTypes.UNITS, List.of(), "OnFailure");

    public static final Setting<List<UnitName>> ON_SUCCESS =
            TABLE.add("OnSuccess", UnitTypes.UNITS, List.of(), "OnSuccess");

    public static final Setting<List<UnitName>> PROPAGATES_RELOAD_TO =
            TABLE.add("PropagatesReloadTo", UnitTypes.UNITS, List.of(), "PropagatesReloadTo");

    public static final Setting<List<UnitName>> RELOAD_PROPAGATED_FROM =
            TABLE.add("ReloadPropagatedFrom", UnitTypes.UNITS, List.of(), "ReloadPropagatedFrom");

    public static final Setting<List<UnitName>> PROPAGATES_STOP_TO =
            TABLE.add("PropagatesStopTo", UnitTypes.UNITS, List.of(), "PropagatesStopTo");

    public static final Setting<List<UnitName>> STOP_PROPAGATED_FROM =
            TABLE.add("StopPropagatedFrom", UnitTypes.UNITS, List.of(), "StopPropagatedFrom");

    public static final Setting<List<UnitName>> JOINS_NAMESPACE_OF =
            IGNORED.add("JoinsNamespaceOf", UnitTypes.UNITS, List.of(), "JoinsNamespaceOf");

    public static final Setting<List<String>> REQUIRES_MOUNTS_FOR =
            EMULATED.add("RequiresMountsFor", UnitTypes.MOUNTS, List.of(), "RequiresMountsFor");

    public static final Setting<List<String>> WANTS_MOUNTS_FOR =
            EMULATED.add("WantsMountsFor", UnitTypes.MOUNTS, List.of(), "WantsMountsFor");

    public static final Setting<Boolean> DEFAULT_DEPENDENCIES =
            TABLE.add("DefaultDependencies", BasicTypes.BOOLEAN, true, "DefaultDependencies");

    public static final Setting<Boolean> STOP_WHEN_UNNEEDED =
            TABLE.add("StopWhenUnneeded", BasicTypes.BOOLEAN, false, "StopWhenUnneeded");

    public static final Setting<Boolean> REFUSE_MANUAL_START =
            TABLE.add("RefuseManualStart", BasicTypes.BOOLEAN, false, "RefuseManualStart");

    public static final Setting<Boolean> REFUSE_MANUAL_STOP =
            TABLE.add("RefuseManualStop", BasicTypes.BOOLEAN, false, "RefuseManualStop");

    public static final Setting<Boolean> ALLOW_ISOLATE =
            TABLE.add("AllowIsolate", BasicTypes.BOOLEAN, false, "AllowIsolate");

    public static final Setting<Boolean> IGNORE_ON_ISOLATE =
            TABLE.add("IgnoreOnIsolate", BasicTypes.BOOLEAN, false, "IgnoreOnIsolate");

    public static final Setting<Boolean> SURVIVE_FINAL_KILL_SIGNAL =
            IGNORED.add(
                    "SurviveFinalKillSignal",
                    BasicTypes.BOOLEAN,
                    false,
                    KeptProperties.of("SurviveFinalKillSignal", BasicTypes.BOOLEAN));

    public static final Setting<JobMode> ON_FAILURE_JOB_MODE =
            TABLE.add(
                    "OnFailureJobMode",
                    BasicTypes.choice("job mode", JobMode.values()),
                    JobMode.REPLACE,
                    "OnFailureJobMode");

    public static final Setting<JobMode> ON_SUCCESS_JOB_MODE =
            TABLE.add(
                    "OnSuccessJobMode",
                    BasicTypes.choice("job mode", JobMode.values()),
                    JobMode.FAIL,
                    "OnSuccessJobMode");

    public static final Setting<CollectMode> COLLECT_MODE =
            TABLE.add(
                    "CollectMode",
                    BasicTypes.choice("collect mode", CollectMode.values()),
                    CollectMode.INACTIVE,
                    "CollectMode");

    public static final Setting<TimeSpan> JOB_TIMEOUT_SEC =
            TABLE.add("JobTimeoutSec", BasicTypes.TIME_LIMIT, TimeSpan.INFINITY, "JobTimeoutUSec");

    public static final Setting<TimeSpan> JOB_RUNNING_TIMEOUT_SEC =
            TABLE.add(
                    "JobRunningTimeoutSec",
                    BasicTypes.TIME_LIMIT,
                    TimeSpan.INFINITY,
                    "JobRunningTimeoutUSec");

    public static final Setting<EmergencyAction> JOB_TIMEOUT_ACTION =
            TABLE.add(
                    "JobTimeoutAction", UnitTypes.ACTION, EmergencyAction.NONE, "JobTimeoutAction");

    public static final Setting<String> JOB_TIMEOUT_REBOOT_ARGUMENT =
            IGNORED.add(
                    "JobTimeoutRebootArgument", BasicTypes.STRING, "", "JobTimeoutRebootArgument");

    public static final Setting<TimeSpan> START_LIMIT_INTERVAL_SEC =
            TABLE.add(
                    "StartLimitIntervalSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ofSeconds(10),
                    "StartLimitIntervalUSec");

    public static final Setting<Integer> START_LIMIT_BURST =
            TABLE.add(
                    "StartLimitBurst",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    5,
                    "StartLimitBurst");

    public static final Setting<EmergencyAction> START_LIMIT_ACTION =
            TABLE.add(
                    "StartLimitAction", UnitTypes.ACTION, EmergencyAction.NONE, "StartLimitAction");

    public static final Setting<EmergencyAction> FAILURE_ACTION =
            TABLE.add("FailureAction", UnitTypes.ACTION, EmergencyAction.NONE, "FailureAction");

    public static final Setting<EmergencyAction> SUCCESS_ACTION =
            TABLE.add("SuccessAction", UnitTypes.ACTION, EmergencyAction.NONE, "SuccessAction");

    public static final Setting<Integer> FAILURE_ACTION_EXIT_STATUS =
            TABLE.add(
                    "FailureActionExitStatus",
                    UnitTypes.EXIT_STATUS,
                    -1,
                    "FailureActionExitStatus");

    public static final Setting<Integer> SUCCESS_ACTION_EXIT_STATUS =
            TABLE.add(
                    "SuccessActionExitStatus",
                    UnitTypes.EXIT_STATUS,
                    -1,
                    "SuccessActionExitStatus");

    public static final Setting<String> REBOOT_ARGUMENT =
            IGNORED.add("RebootArgument", BasicTypes.STRING, "", "RebootArgument");

    public static final Setting<Boolean> X_LINGER =
            TABLE.add("X-Linger", BasicTypes.BOOLEAN, false);

    /** All {@code Condition...=} lines, in their order. */
    public static final Setting<List<Condition>> CONDITIONS =
            TABLE.gathered(
                    "Conditions",
                    ConditionTypes.CONDITIONS,
                    List.of(),
                    ConditionTypes.properties("Condition"));

    /** All {@code Assert...=} lines, in their order. */
    public static final Setting<List<Condition>> ASSERTS =
            TABLE.gathered(
                    "Asserts",
                    ConditionTypes.CONDITIONS,
                    List.of(),
                    ConditionTypes.properties("Assert"));

    static {
        for (ConditionKind kind : ConditionKind.values()) {
            TABLE.spelling("Condition" + kind.wireName(), ConditionTypes.parser(kind), CONDITIONS);
            TABLE.spelling("Assert" + kind.wireName(), ConditionTypes.parser(kind), ASSERTS);
        }
        // What these directives were called in earlier versions.
        TABLE.alias("BindTo", BINDS_TO);
        TABLE.alias("RequiresOverridable", REQUIRES);
        TABLE.alias("RequisiteOverridable", REQUISITE);
        TABLE.alias("PropagateReloadTo", PROPAGATES_RELOAD_TO);
        TABLE.alias("PropagateReloadFrom", RELOAD_PROPAGATED_FROM);
        TABLE.alias("StartLimitInterval", START_LIMIT_INTERVAL_SEC);
        TABLE.spelling("OnFailureIsolate", UnitSettings::isolating, ON_FAILURE_JOB_MODE);
        TABLE.ignored("IgnoreOnSnapshot");
        TABLE.ignored("PropertyChanged");
    }

    private UnitSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }

    private static Optional<JobMode> isolating(String text, Reading reading) {
        return BasicTypes.orWarn(BasicTypes.parseBoolean(text), text, "a boolean", reading)
                .map(isIsolating -> isIsolating ? JobMode.ISOLATE : JobMode.REPLACE);
    }
}
