package hearth.unit.catalogue;

import hearth.unit.UnitName;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.CommandTypes;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.UnitTypes;
import hearth.unit.value.Signals;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.RestartMode;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import hearth.unit.value.service.TimeoutFailureMode;
import java.util.List;

/**
 * What services can say: the section [Service].
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5)</a>
 */
public final class ServiceSettings {
    private static final Table TABLE = Table.of(2, "systemd.service(5)", "Service");
    private static final Table EMULATED = TABLE.with(Enforcement.EMULATED);
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<ServiceType> TYPE =
            TABLE.add(
                    "Type",
                    BasicTypes.choice("service type", ServiceType.values()),
                    ServiceType.SIMPLE,
                    "Type");

    public static final Setting<ExitType> EXIT_TYPE =
            TABLE.add(
                    "ExitType",
                    BasicTypes.choice("exit type", ExitType.values()),
                    ExitType.MAIN,
                    "ExitType");

    public static final Setting<RestartPolicy> RESTART =
            TABLE.add(
                    "Restart",
                    BasicTypes.choice("restart policy", RestartPolicy.values()),
                    RestartPolicy.NO,
                    "Restart");

    public static final Setting<RestartMode> RESTART_MODE =
            TABLE.add(
                    "RestartMode",
                    BasicTypes.choice("restart mode", RestartMode.values()),
                    RestartMode.NORMAL,
                    "RestartMode");

    public static final Setting<TimeSpan> RESTART_SEC =
            TABLE.add("RestartSec", BasicTypes.TIME_SPAN, TimeSpan.ofMillis(100), "RestartUSec");

    public static final Setting<Integer> RESTART_STEPS =
            TABLE.add(
                    "RestartSteps",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    0,
                    "RestartSteps");

    public static final Setting<TimeSpan> RESTART_MAX_DELAY_SEC =
            TABLE.add(
                    "RestartMaxDelaySec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.INFINITY,
                    "RestartMaxDelayUSec");

    public static final Setting<String> PID_FILE =
            TABLE.add("PIDFile", UnitTypes.PID_FILE, "", "PIDFile");

    public static final Setting<Boolean> GUESS_MAIN_PID =
            TABLE.add("GuessMainPID", BasicTypes.BOOLEAN, true, "GuessMainPID");

    public static final Setting<String> BUS_NAME =
            TABLE.add("BusName", UnitTypes.BUS_NAME, "", "BusName");

    public static final Setting<List<ExecCommand>> EXEC_CONDITION =
            TABLE.add(
                    "ExecCondition",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecCondition"));

    public static final Setting<List<ExecCommand>> EXEC_START_PRE =
            TABLE.add(
                    "ExecStartPre",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecStartPre"));

    public static final Setting<List<ExecCommand>> EXEC_START =
            TABLE.add(
                    "ExecStart",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecStart"));

    public static final Setting<List<ExecCommand>> EXEC_START_POST =
            TABLE.add(
                    "ExecStartPost",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecStartPost"));

    public static final Setting<List<ExecCommand>> EXEC_RELOAD =
            TABLE.add(
                    "ExecReload",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecReload"));

    public static final Setting<List<ExecCommand>> EXEC_RELOAD_POST =
            TABLE.add("ExecReloadPost", CommandTypes.COMMANDS, List.of());

    public static final Setting<List<ExecCommand>> EXEC_STOP =
            TABLE.add(
                    "ExecStop",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecStop"));

    public static final Setting<List<ExecCommand>> EXEC_STOP_POST =
            TABLE.add(
                    "ExecStopPost",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.properties("ExecStopPost"));

    public static final Setting<TimeSpan> TIMEOUT_START_SEC =
            TABLE.add(
                    "TimeoutStartSec",
                    BasicTypes.TIME_LIMIT,
                    TimeSpan.ofSeconds(90),
                    "TimeoutStartUSec");

    public static final Setting<TimeSpan> TIMEOUT_STOP_SEC =
            TABLE.add(
                    "TimeoutStopSec",
                    BasicTypes.TIME_LIMIT,
                    TimeSpan.ofSeconds(90),
                    "TimeoutStopUSec");

    public static final Setting<TimeSpan> TIMEOUT_ABORT_SEC =
            TABLE.add(
                    "TimeoutAbortSec",
                    BasicTypes.resettable(BasicTypes.TIME_LIMIT),
                    TimeSpan.ofSeconds(90),
                    "TimeoutAbortUSec");

    public static final Setting<TimeoutFailureMode> TIMEOUT_START_FAILURE_MODE =
            TABLE.add(
                    "TimeoutStartFailureMode",
                    BasicTypes.choice("timeout failure mode", TimeoutFailureMode.values()),
                    TimeoutFailureMode.TERMINATE,
                    "TimeoutStartFailureMode");

    public static final Setting<TimeoutFailureMode> TIMEOUT_STOP_FAILURE_MODE =
            TABLE.add(
                    "TimeoutStopFailureMode",
                    BasicTypes.choice("timeout failure mode", TimeoutFailureMode.values()),
                    TimeoutFailureMode.TERMINATE,
                    "TimeoutStopFailureMode");

    public static final Setting<TimeSpan> RUNTIME_MAX_SEC =
            TABLE.add("RuntimeMaxSec", BasicTypes.TIME_LIMIT, TimeSpan.INFINITY, "RuntimeMaxUSec");

    public static final Setting<TimeSpan> RUNTIME_RANDOMIZED_EXTRA_SEC =
            TABLE.add(
                    "RuntimeRandomizedExtraSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ZERO,
                    "RuntimeRandomizedExtraUSec");

    public static final Setting<TimeSpan> WATCHDOG_SEC =
            TABLE.add("WatchdogSec", BasicTypes.TIME_SPAN, TimeSpan.ZERO, "WatchdogUSec");

    public static final Setting<Boolean> REMAIN_AFTER_EXIT =
            TABLE.add("RemainAfterExit", BasicTypes.BOOLEAN, false, "RemainAfterExit");

    public static final Setting<ExitStatusSet> SUCCESS_EXIT_STATUS =
            TABLE.add(
                    "SuccessExitStatus",
                    UnitTypes.EXIT_STATUSES,
                    ExitStatusSet.EMPTY,
                    "SuccessExitStatus");

    public static final Setting<ExitStatusSet> RESTART_PREVENT_EXIT_STATUS =
            TABLE.add(
                    "RestartPreventExitStatus",
                    UnitTypes.EXIT_STATUSES,
                    ExitStatusSet.EMPTY,
                    "RestartPreventExitStatus");

    public static final Setting<ExitStatusSet> RESTART_FORCE_EXIT_STATUS =
            TABLE.add(
                    "RestartForceExitStatus",
                    UnitTypes.EXIT_STATUSES,
                    ExitStatusSet.EMPTY,
                    "RestartForceExitStatus");

    public static final Setting<Boolean> ROOT_DIRECTORY_START_ONLY =
            IGNORED.add(
                    "RootDirectoryStartOnly", BasicTypes.BOOLEAN, false, "RootDirectoryStartOnly");

    public static final Setting<Boolean> NON_BLOCKING =
            TABLE.add("NonBlocking", BasicTypes.BOOLEAN, false, "NonBlocking");

    public static final Setting<NotifyAccess> NOTIFY_ACCESS =
            TABLE.add(
                    "NotifyAccess",
                    BasicTypes.choice("notify access", NotifyAccess.values()),
                    NotifyAccess.NONE,
                    "NotifyAccess");

    public static final Setting<List<UnitName>> SOCKETS =
            TABLE.add("Sockets", UnitTypes.UNITS, List.of());

    public static final Setting<Integer> FILE_DESCRIPTOR_STORE_MAX =
            TABLE.add(
                    "FileDescriptorStoreMax",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    0,
                    "FileDescriptorStoreMax");

    public static final Setting<String> FILE_DESCRIPTOR_STORE_PRESERVE =
            IGNORED.add(
                    "FileDescriptorStorePreserve",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.of("FileDescriptorStorePreserve", BasicTypes.RAW));

    public static final Setting<String> USB_FUNCTION_DESCRIPTORS =
            IGNORED.add("USBFunctionDescriptors", BasicTypes.PATH, "", "USBFunctionDescriptors");

    public static final Setting<String> USB_FUNCTION_STRINGS =
            IGNORED.add("USBFunctionStrings", BasicTypes.PATH, "", "USBFunctionStrings");

    public static final Setting<OomPolicy> OOM_POLICY =
            EMULATED.add(
                    "OOMPolicy",
                    BasicTypes.choice("OOM policy", OomPolicy.values()),
                    OomPolicy.STOP,
                    "OOMPolicy");

    public static final Setting<List<String>> OPEN_FILE =
            IGNORED.add("OpenFile", BasicTypes.RAW_LINES, List.of(), KeptProperties.openFiles());

    public static final Setting<Integer> RELOAD_SIGNAL =
            TABLE.add("ReloadSignal", BasicTypes.SIGNAL, Signals.SIGHUP, "ReloadSignal");

    public static final Setting<List<String>> REFRESH_ON_RELOAD =
            IGNORED.add("RefreshOnReload", BasicTypes.RAW_LINES, List.of());

    static {
        TABLE.alias("TimeoutSec", TIMEOUT_START_SEC, TIMEOUT_STOP_SEC);
        // These moved to [Unit] long ago and are still taken here.
        TABLE.alias("StartLimitInterval", UnitSettings.START_LIMIT_INTERVAL_SEC);
        TABLE.alias("StartLimitBurst", UnitSettings.START_LIMIT_BURST);
        TABLE.alias("StartLimitAction", UnitSettings.START_LIMIT_ACTION);
        TABLE.alias("FailureAction", UnitSettings.FAILURE_ACTION);
        TABLE.alias("SuccessAction", UnitSettings.SUCCESS_ACTION);
        TABLE.alias("RebootArgument", UnitSettings.REBOOT_ARGUMENT);
        TABLE.ignored("PermissionsStartOnly"); // replaced by the prefix '+'
        TABLE.ignored("FsckPassNo");
        TABLE.ignored("SysVStartPriority");
        TABLE.ignored("BusPolicy");
    }

    private ServiceSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
