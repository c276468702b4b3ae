package hearth.unit.catalogue;

import hearth.unit.UnitType;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Reading;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.setting.Table;
import hearth.unit.setting.ValueType;
import hearth.unit.syntax.Words;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.EnvironmentTypes;
import hearth.unit.type.ExecTypes;
import hearth.unit.type.ResourceTypes;
import hearth.unit.type.StreamTypes;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.ResourceLimit;
import hearth.unit.value.resource.Amount;
import hearth.unit.value.service.OomPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a manager itself can be told: the section [Manager] of {@code user.conf}. Much of it is for
 * the first process of a machine or for its console: known here, and without effect.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd-user.conf.5.html">
 *     systemd-user.conf(5)</a>
 */
public final class ManagerSettings {
    /** The only section of these files. */
    static final String SECTION = "Manager";

    private static final Table TABLE = Table.of(14, "systemd-user.conf(5)", SECTION);
    private static final Table EMULATED = TABLE.with(Enforcement.EMULATED);
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    /**
     * Specifiers that mean the machine; the manager's user and units are not known to this file.
     */
    private static final String SPECIFIERS = "aAbBHlmMovwWTV%";

    /** Syslog's number of "info". */
    private static final int INFO = 6;

    /** {@code DefaultEnvironment=}: as in units, with the machine's specifiers alone. */
    private static final ValueType<List<String>> ENVIRONMENT =
            new ValueType<>(
                    EnvironmentTypes.ENVIRONMENT.name(),
                    ManagerSettings::parseEnvironment,
                    EnvironmentTypes.ENVIRONMENT.merge(),
                    EnvironmentTypes.ENVIRONMENT.wire());

    /** {@code DefaultStandardOutput=}: only what needs no name. */
    private static final ValueType<OutputStream> OUTPUT =
            new ValueType<>(
                    StreamTypes.OUTPUT.name(),
                    ManagerSettings::parseOutput,
                    StreamTypes.OUTPUT.merge(),
                    StreamTypes.OUTPUT.wire());

    public static final Setting<Integer> LOG_LEVEL = TABLE.add("LogLevel", ExecTypes.LEVEL, INFO);

    public static final Setting<TimeSpan> DEFAULT_TIMEOUT_START_SEC =
            TABLE.add("DefaultTimeoutStartSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90));

    public static final Setting<TimeSpan> DEFAULT_TIMEOUT_STOP_SEC =
            TABLE.add("DefaultTimeoutStopSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90));

    /** Where it isn't written it is what {@link #DEFAULT_TIMEOUT_STOP_SEC} says. */
    public static final Setting<TimeSpan> DEFAULT_TIMEOUT_ABORT_SEC =
            TABLE.add("DefaultTimeoutAbortSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90));

    public static final Setting<TimeSpan> DEFAULT_RESTART_SEC =
            TABLE.add("DefaultRestartSec", BasicTypes.TIME_SPAN, TimeSpan.ofMillis(100));

    public static final Setting<TimeSpan> DEFAULT_START_LIMIT_INTERVAL_SEC =
            TABLE.add("DefaultStartLimitIntervalSec", BasicTypes.TIME_SPAN, TimeSpan.ofSeconds(10));

    public static final Setting<Integer> DEFAULT_START_LIMIT_BURST =
            TABLE.add("DefaultStartLimitBurst", BasicTypes.integer("u", 0, Integer.MAX_VALUE), 5);

    public static final Setting<List<String>> DEFAULT_ENVIRONMENT =
            TABLE.add("DefaultEnvironment", ENVIRONMENT, List.of());

    public static final Setting<List<String>> MANAGER_ENVIRONMENT =
            TABLE.add("ManagerEnvironment", ENVIRONMENT, List.of());

    public static final Setting<OutputStream> DEFAULT_STANDARD_OUTPUT =
            TABLE.add("DefaultStandardOutput", OUTPUT, new OutputStream.Journal(false));

    public static final Setting<OutputStream> DEFAULT_STANDARD_ERROR =
            TABLE.add("DefaultStandardError", OUTPUT, new OutputStream.Inherit());

    public static final Setting<OomPolicy> DEFAULT_OOM_POLICY =
            EMULATED.add(
                    "DefaultOOMPolicy",
                    BasicTypes.choice("OOM policy", OomPolicy.values()),
                    OomPolicy.STOP);

    public static final Setting<Integer> DEFAULT_OOM_SCORE_ADJUST =
            TABLE.add("DefaultOOMScoreAdjust", BasicTypes.integer("i", -1000, 1000), 0);

    public static final Setting<Amount> DEFAULT_TASKS_MAX =
            TABLE.add("DefaultTasksMax", ResourceTypes.POSITIVE_AMOUNT, Amount.INFINITY);

    /** The kernel counts wherever it can: what is switched off is only shown as off. */
    public static final Setting<Boolean> DEFAULT_CPU_ACCOUNTING =
            EMULATED.add("DefaultCPUAccounting", BasicTypes.BOOLEAN, true);

    public static final Setting<Boolean> DEFAULT_MEMORY_ACCOUNTING =
            EMULATED.add("DefaultMemoryAccounting", BasicTypes.BOOLEAN, true);

    public static final Setting<Boolean> DEFAULT_TASKS_ACCOUNTING =
            EMULATED.add("DefaultTasksAccounting", BasicTypes.BOOLEAN, true);

    public static final Setting<Boolean> DEFAULT_IO_ACCOUNTING =
            EMULATED.add("DefaultIOAccounting", BasicTypes.BOOLEAN, false);

    public static final Setting<Boolean> DEFAULT_BLOCK_IO_ACCOUNTING =
            EMULATED.add("DefaultBlockIOAccounting", BasicTypes.BOOLEAN, false);

    public static final Setting<Boolean> DEFAULT_IP_ACCOUNTING =
            IGNORED.add("DefaultIPAccounting", BasicTypes.BOOLEAN, false);

    public static final Setting<TimeSpan> DEFAULT_TIMER_ACCURACY_SEC =
            IGNORED.add("DefaultTimerAccuracySec", BasicTypes.TIME_SPAN, TimeSpan.ofSeconds(60));

    public static final Setting<TimeSpan> DEFAULT_DEVICE_TIMEOUT_SEC =
            IGNORED.add("DefaultDeviceTimeoutSec", BasicTypes.TIME_SPAN, TimeSpan.ofSeconds(90));

    /** The limits of setrlimit(2), each with that of units. */
    private static final List<Default<ResourceLimit>> LIMITS = defaultLimits();

    /** Those that hold for units which say nothing. */
    private static final List<Default<?>> DEFAULTS = defaults();

    /**
     * A setting of managers that is the default of one of units.
     *
     * @param <T> the type of their values
     * @param ofManager such as {@code DefaultLimitNOFILE=}
     * @param ofUnit such as {@code LimitNOFILE=}
     */
    private record Default<T>(Setting<T> ofManager, Setting<T> ofUnit) {}

    private ManagerSettings() {}

    static {
        TABLE.alias("DefaultStartLimitInterval", DEFAULT_START_LIMIT_INTERVAL_SEC);
        for (String name :
                new String[] {
                    "CPUAffinity",
                    "CapabilityBoundingSet",
                    "CrashChVT",
                    "CrashChangeVT",
                    "CrashReboot",
                    "CrashShell",
                    "CtrlAltDelBurstAction",
                    "DefaultSmackProcessLabel",
                    "DumpCore",
                    "JoinControllers",
                    "KExecWatchdogSec",
                    "LogColor",
                    "LogLocation",
                    "LogTarget",
                    "LogTime",
                    "NUMAMask",
                    "NUMAPolicy",
                    "NoNewPrivileges",
                    "RebootWatchdogSec",
                    "RuntimeWatchdogPreGovernor",
                    "RuntimeWatchdogPreSec",
                    "RuntimeWatchdogSec",
                    "ShowStatus",
                    "ShutdownWatchdogSec",
                    "StatusUnitFormat",
                    "SystemCallArchitectures",
                    "TimerSlackNSec",
                    "WatchdogDevice"
                }) {
            IGNORED.add(name, BasicTypes.RAW, "");
        }
    }

    private static List<Default<?>> defaults() {
        List<Default<?>> defaults = new ArrayList<>();
        defaults.add(new Default<>(DEFAULT_STANDARD_OUTPUT, ExecSettings.STANDARD_OUTPUT));
        defaults.add(new Default<>(DEFAULT_STANDARD_ERROR, ExecSettings.STANDARD_ERROR));
        defaults.add(new Default<>(DEFAULT_OOM_POLICY, ServiceSettings.OOM_POLICY));
        defaults.add(new Default<>(DEFAULT_OOM_SCORE_ADJUST, ExecSettings.OOM_SCORE_ADJUST));
        defaults.add(new Default<>(DEFAULT_TASKS_MAX, ResourceControlSettings.TASKS_MAX));
        defaults.add(new Default<>(DEFAULT_CPU_ACCOUNTING, ResourceControlSettings.CPU_ACCOUNTING));
        defaults.add(
                new Default<>(
                        DEFAULT_MEMORY_ACCOUNTING, ResourceControlSettings.MEMORY_ACCOUNTING));
        defaults.add(
                new Default<>(DEFAULT_TASKS_ACCOUNTING, ResourceControlSettings.TASKS_ACCOUNTING));
        defaults.add(new Default<>(DEFAULT_IO_ACCOUNTING, ResourceControlSettings.IO_ACCOUNTING));
        defaults.add(
                new Default<>(
                        DEFAULT_BLOCK_IO_ACCOUNTING, ResourceControlSettings.BLOCK_IO_ACCOUNTING));
        defaults.addAll(LIMITS);
        return List.copyOf(defaults);
    }

    private static List<Default<ResourceLimit>> defaultLimits() {
        List<Default<ResourceLimit>> limits = new ArrayList<>();
        for (Setting<ResourceLimit> limit :
                List.of(
                        ExecSettings.LIMIT_CPU,
                        ExecSettings.LIMIT_FSIZE,
                        ExecSettings.LIMIT_DATA,
                        ExecSettings.LIMIT_STACK,
                        ExecSettings.LIMIT_CORE,
                        ExecSettings.LIMIT_RSS,
                        ExecSettings.LIMIT_NOFILE,
                        ExecSettings.LIMIT_AS,
                        ExecSettings.LIMIT_NPROC,
                        ExecSettings.LIMIT_MEMLOCK,
                        ExecSettings.LIMIT_LOCKS,
                        ExecSettings.LIMIT_SIGPENDING,
                        ExecSettings.LIMIT_MSGQUEUE,
                        ExecSettings.LIMIT_NICE,
                        ExecSettings.LIMIT_RTPRIO,
                        ExecSettings.LIMIT_RTTIME)) {
            Setting<ResourceLimit> ofManager =
                    TABLE.add("Default" + limit.name(), limit.type(), limit.fallback());
            limits.add(new Default<>(ofManager, limit));
        }
        return List.copyOf(limits);
    }

    /** Returns {@code DefaultLimitCPU=} and its kin, in the order of systemd.exec(5). */
    public static List<Setting<ResourceLimit>> limits() {
        return LIMITS.stream().map(Default::ofManager).toList();
    }

    /**
     * Returns what a manager's settings mean for its units, as values of their own settings: what
     * is written as {@code DefaultLimitNOFILE=} becomes a {@code LimitNOFILE=}. Times are not among
     * them, since what they mean depends on the unit.
     *
     * @param told what the manager was told
     * @param type of the units; slices have no {@code DefaultTasksMax=}
     */
    public static Settings defaultsOf(Settings told, UnitType type) {
        TreeMap<Integer, Object> values = new TreeMap<>();
        for (Default<?> one : DEFAULTS) {
            boolean isMeant = type != UnitType.SLICE || one.ofManager() != DEFAULT_TASKS_MAX;
            if (isMeant && told.isSet(one.ofManager())) {
                values.put(one.ofUnit().row(), told.get(one.ofManager()));
            }
        }
        return Settings.of(values);
    }

    private static Optional<List<String>> parseEnvironment(String text, Reading reading) {
        List<String> known = new ArrayList<>();
        for (String word : BasicTypes.words(text, Words.Escapes.DECODED, reading)) {
            if (isOfMachine(word)) {
                known.add(Words.quote(word));
            } else {
                reading.warn("'" + word + "' has a specifier that has no meaning here, ignored");
            }
        }
        return EnvironmentTypes.ENVIRONMENT.parser().parse(String.join(" ", known), reading);
    }

    private static boolean isOfMachine(String word) {
        for (int i = word.indexOf('%'); i >= 0; i = word.indexOf('%', i + 2)) {
            if (i + 1 == word.length() || SPECIFIERS.indexOf(word.charAt(i + 1)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<OutputStream> parseOutput(String text, Reading reading) {
        return StreamTypes.OUTPUT
                .parser()
                .parse(text, reading)
                .filter(output ->
                        switch (output) {
                            case OutputStream.Inherit _,
                                    OutputStream.Null _,
                                    OutputStream.Tty _,
                                    OutputStream.Journal _,
                                    OutputStream.KernelLog _ ->
                                    true;
                            case OutputStream.Socket _,
                                    OutputStream.File _,
                                    OutputStream.Descriptor _ -> {
                                reading.warn("'" + text + "' is for single units, ignored");
                                yield false;
                            }
                        });
    }

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
