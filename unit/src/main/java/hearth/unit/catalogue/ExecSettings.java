package hearth.unit.catalogue;

import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.DirectoryTypes;
import hearth.unit.type.EnvironmentTypes;
import hearth.unit.type.ExecTypes;
import hearth.unit.type.FlagTypes;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.LimitTypes;
import hearth.unit.type.SandboxTypes;
import hearth.unit.type.SecurityTypes;
import hearth.unit.type.StreamTypes;
import hearth.unit.value.exec.CapabilitySet;
import hearth.unit.value.exec.CpuSchedulingPolicy;
import hearth.unit.value.exec.CpuSet;
import hearth.unit.value.exec.Credential;
import hearth.unit.value.exec.DirectoryPreserve;
import hearth.unit.value.exec.EnvironmentSource;
import hearth.unit.value.exec.InputStream;
import hearth.unit.value.exec.IoSchedulingClass;
import hearth.unit.value.exec.KeyringMode;
import hearth.unit.value.exec.ManagedDirectory;
import hearth.unit.value.exec.NumaPolicy;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.ResourceLimit;
import hearth.unit.value.exec.SecurityLabel;
import hearth.unit.value.exec.UtmpMode;
import hearth.unit.value.exec.WorkingDirectory;
import java.util.List;

/**
 * How processes are executed: what services share with sockets, mounts and swaps.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5)</a>
 */
public final class ExecSettings {
    private static final Table TABLE =
            Table.of(3, "systemd.exec(5)", "Service", "Socket", "Mount", "Swap");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);
    private static final Table OF_SYSTEM = TABLE.with(Enforcement.OF_SYSTEM);

    public static final Setting<List<String>> EXEC_SEARCH_PATH =
            TABLE.add("ExecSearchPath", SandboxTypes.SEARCH_PATHS, List.of(), "ExecSearchPath");

    public static final Setting<WorkingDirectory> WORKING_DIRECTORY =
            TABLE.add(
                    "WorkingDirectory",
                    DirectoryTypes.WORKING_DIRECTORY,
                    WorkingDirectory.DEFAULT,
                    "WorkingDirectory");

    public static final Setting<String> USER = TABLE.add("User", ExecTypes.ACCOUNT, "", "User");

    public static final Setting<String> GROUP = TABLE.add("Group", ExecTypes.ACCOUNT, "", "Group");

    public static final Setting<Boolean> DYNAMIC_USER =
            IGNORED.add("DynamicUser", BasicTypes.BOOLEAN, false, "DynamicUser");

    public static final Setting<List<String>> SUPPLEMENTARY_GROUPS =
            TABLE.add("SupplementaryGroups", ExecTypes.ACCOUNTS, List.of(), "SupplementaryGroups");

    public static final Setting<String> SET_LOGIN_ENVIRONMENT =
            IGNORED.add(
                    "SetLoginEnvironment",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.flag("SetLoginEnvironment"));

    public static final Setting<String> PAM_NAME =
            OF_SYSTEM.add("PAMName", BasicTypes.STRING, "", "PAMName");

    public static final Setting<CapabilitySet> CAPABILITY_BOUNDING_SET =
            TABLE.add(
                    "CapabilityBoundingSet",
                    ExecTypes.BOUNDING_CAPABILITIES,
                    CapabilitySet.ALL,
                    "CapabilityBoundingSet");

    public static final Setting<CapabilitySet> AMBIENT_CAPABILITIES =
            TABLE.add(
                    "AmbientCapabilities",
                    ExecTypes.AMBIENT_CAPABILITIES,
                    CapabilitySet.NONE,
                    "AmbientCapabilities");

    public static final Setting<Boolean> NO_NEW_PRIVILEGES =
            TABLE.add("NoNewPrivileges", BasicTypes.BOOLEAN, false, "NoNewPrivileges");

    public static final Setting<Integer> SECURE_BITS =
            IGNORED.add("SecureBits", FlagTypes.SECURE, 0, "SecureBits");

    public static final Setting<SecurityLabel> SELINUX_CONTEXT =
            IGNORED.add(
                    "SELinuxContext", SecurityTypes.LABEL, SecurityLabel.NONE, "SELinuxContext");

    public static final Setting<SecurityLabel> APP_ARMOR_PROFILE =
            IGNORED.add(
                    "AppArmorProfile", SecurityTypes.LABEL, SecurityLabel.NONE, "AppArmorProfile");

    public static final Setting<SecurityLabel> SMACK_PROCESS_LABEL =
            IGNORED.add(
                    "SmackProcessLabel",
                    SecurityTypes.LABEL,
                    SecurityLabel.NONE,
                    "SmackProcessLabel");

    public static final Setting<ResourceLimit> LIMIT_CPU =
            TABLE.add(
                    "LimitCPU",
                    LimitTypes.SECONDS,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitCPU"));

    public static final Setting<ResourceLimit> LIMIT_FSIZE =
            TABLE.add(
                    "LimitFSIZE",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitFSIZE"));

    public static final Setting<ResourceLimit> LIMIT_DATA =
            TABLE.add(
                    "LimitDATA",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitDATA"));

    public static final Setting<ResourceLimit> LIMIT_STACK =
            TABLE.add(
                    "LimitSTACK",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitSTACK"));

    public static final Setting<ResourceLimit> LIMIT_CORE =
            TABLE.add(
                    "LimitCORE",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitCORE"));

    public static final Setting<ResourceLimit> LIMIT_RSS =
            TABLE.add(
                    "LimitRSS",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitRSS"));

    public static final Setting<ResourceLimit> LIMIT_NOFILE =
            TABLE.add(
                    "LimitNOFILE",
                    LimitTypes.COUNT,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitNOFILE"));

    public static final Setting<ResourceLimit> LIMIT_AS =
            TABLE.add(
                    "LimitAS",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitAS"));

    public static final Setting<ResourceLimit> LIMIT_NPROC =
            TABLE.add(
                    "LimitNPROC",
                    LimitTypes.COUNT,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitNPROC"));

    public static final Setting<ResourceLimit> LIMIT_MEMLOCK =
            TABLE.add(
                    "LimitMEMLOCK",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitMEMLOCK"));

    public static final Setting<ResourceLimit> LIMIT_LOCKS =
            TABLE.add(
                    "LimitLOCKS",
                    LimitTypes.COUNT,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitLOCKS"));

    public static final Setting<ResourceLimit> LIMIT_SIGPENDING =
            TABLE.add(
                    "LimitSIGPENDING",
                    LimitTypes.COUNT,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitSIGPENDING"));

    public static final Setting<ResourceLimit> LIMIT_MSGQUEUE =
            TABLE.add(
                    "LimitMSGQUEUE",
                    LimitTypes.BYTES,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitMSGQUEUE"));

    public static final Setting<ResourceLimit> LIMIT_NICE =
            TABLE.add(
                    "LimitNICE",
                    LimitTypes.NICENESS,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitNICE"));

    public static final Setting<ResourceLimit> LIMIT_RTPRIO =
            TABLE.add(
                    "LimitRTPRIO",
                    LimitTypes.COUNT,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitRTPRIO"));

    public static final Setting<ResourceLimit> LIMIT_RTTIME =
            TABLE.add(
                    "LimitRTTIME",
                    LimitTypes.MICROSECONDS,
                    LimitTypes.INHERITED,
                    LimitTypes.properties("LimitRTTIME"));

    public static final Setting<Integer> UMASK = TABLE.add("UMask", BasicTypes.MODE, 0022, "UMask");

    public static final Setting<Long> COREDUMP_FILTER =
            IGNORED.add(
                    "CoredumpFilter",
                    FlagTypes.COREDUMP_PARTS,
                    FlagTypes.DEFAULT_PARTS,
                    "CoredumpFilter");

    public static final Setting<KeyringMode> KEYRING_MODE =
            IGNORED.add(
                    "KeyringMode",
                    BasicTypes.choice("keyring mode", KeyringMode.values()),
                    KeyringMode.INHERIT,
                    "KeyringMode");

    public static final Setting<Integer> OOM_SCORE_ADJUST =
            TABLE.add(
                    "OOMScoreAdjust",
                    BasicTypes.resettable(BasicTypes.integer("i", -1000, 1000)),
                    0,
                    "OOMScoreAdjust");

    public static final Setting<Integer> TIMER_SLACK_N_SEC =
            TABLE.add("TimerSlackNSec", ExecTypes.NANOSECONDS, 50000, "TimerSlackNSec");

    public static final Setting<String> PERSONALITY =
            IGNORED.add("Personality", ExecTypes.PERSONALITY, "", "Personality");

    public static final Setting<Boolean> IGNORE_SIGPIPE =
            TABLE.add("IgnoreSIGPIPE", BasicTypes.BOOLEAN, true, "IgnoreSIGPIPE");

    public static final Setting<Integer> NICE =
            TABLE.add("Nice", BasicTypes.resettable(BasicTypes.integer("i", -20, 19)), 0, "Nice");

    public static final Setting<CpuSchedulingPolicy> CPU_SCHEDULING_POLICY =
            TABLE.add(
                    "CPUSchedulingPolicy",
                    ExecTypes.CPU_POLICY,
                    CpuSchedulingPolicy.OTHER,
                    "CPUSchedulingPolicy");

    public static final Setting<Integer> CPU_SCHEDULING_PRIORITY =
            TABLE.add(
                    "CPUSchedulingPriority",
                    BasicTypes.integer("i", 0, 99),
                    0,
                    "CPUSchedulingPriority");

    public static final Setting<Boolean> CPU_SCHEDULING_RESET_ON_FORK =
            TABLE.add(
                    "CPUSchedulingResetOnFork",
                    BasicTypes.BOOLEAN,
                    false,
                    "CPUSchedulingResetOnFork");

    public static final Setting<CpuSet> CPU_AFFINITY =
            TABLE.add("CPUAffinity", ExecTypes.CPUS, CpuSet.NONE, "CPUAffinity");

    public static final Setting<NumaPolicy> NUMA_POLICY =
            IGNORED.add(
                    "NUMAPolicy",
                    BasicTypes.resettable(
                            BasicTypes.numbered(
                                    "NUMA policy", NumaPolicy.values(), NumaPolicy::number)),
                    NumaPolicy.DEFAULT,
                    "NUMAPolicy");

    public static final Setting<CpuSet> NUMA_MASK =
            IGNORED.add("NUMAMask", ExecTypes.CPUS, CpuSet.NONE, "NUMAMask");

    public static final Setting<IoSchedulingClass> IO_SCHEDULING_CLASS =
            TABLE.add(
                    "IOSchedulingClass",
                    ExecTypes.IO_CLASS,
                    IoSchedulingClass.BEST_EFFORT,
                    "IOSchedulingClass");

    public static final Setting<Integer> IO_SCHEDULING_PRIORITY =
            TABLE.add("IOSchedulingPriority", ExecTypes.PRIORITY_8, 4, "IOSchedulingPriority");

    public static final Setting<List<ManagedDirectory>> RUNTIME_DIRECTORY =
            TABLE.add(
                    "RuntimeDirectory",
                    DirectoryTypes.DIRECTORIES,
                    List.of(),
                    DirectoryTypes.directoryProperties("RuntimeDirectory"));

    public static final Setting<List<ManagedDirectory>> STATE_DIRECTORY =
            TABLE.add(
                    "StateDirectory",
                    DirectoryTypes.DIRECTORIES,
                    List.of(),
                    DirectoryTypes.directoryProperties("StateDirectory"));

    public static final Setting<List<ManagedDirectory>> CACHE_DIRECTORY =
            TABLE.add(
                    "CacheDirectory",
                    DirectoryTypes.DIRECTORIES,
                    List.of(),
                    DirectoryTypes.directoryProperties("CacheDirectory"));

    public static final Setting<List<ManagedDirectory>> LOGS_DIRECTORY =
            TABLE.add(
                    "LogsDirectory",
                    DirectoryTypes.DIRECTORIES,
                    List.of(),
                    DirectoryTypes.directoryProperties("LogsDirectory"));

    public static final Setting<List<ManagedDirectory>> CONFIGURATION_DIRECTORY =
            TABLE.add(
                    "ConfigurationDirectory",
                    DirectoryTypes.DIRECTORIES,
                    List.of(),
                    "ConfigurationDirectory");

    public static final Setting<Integer> RUNTIME_DIRECTORY_MODE =
            TABLE.add("RuntimeDirectoryMode", BasicTypes.MODE, 0755, "RuntimeDirectoryMode");

    public static final Setting<Integer> STATE_DIRECTORY_MODE =
            TABLE.add("StateDirectoryMode", BasicTypes.MODE, 0755, "StateDirectoryMode");

    public static final Setting<Integer> CACHE_DIRECTORY_MODE =
            TABLE.add("CacheDirectoryMode", BasicTypes.MODE, 0755, "CacheDirectoryMode");

    public static final Setting<Integer> LOGS_DIRECTORY_MODE =
            TABLE.add("LogsDirectoryMode", BasicTypes.MODE, 0755, "LogsDirectoryMode");

    public static final Setting<Integer> CONFIGURATION_DIRECTORY_MODE =
            TABLE.add(
                    "ConfigurationDirectoryMode",
                    BasicTypes.MODE,
                    0755,
                    "ConfigurationDirectoryMode");

    public static final Setting<DirectoryPreserve> RUNTIME_DIRECTORY_PRESERVE =
            TABLE.add(
                    "RuntimeDirectoryPreserve",
                    BasicTypes.switchable(
                            "mode",
                            DirectoryPreserve.values(),
                            DirectoryPreserve.NO,
                            DirectoryPreserve.YES),
                    DirectoryPreserve.NO,
                    "RuntimeDirectoryPreserve");

    public static final Setting<TimeSpan> TIMEOUT_CLEAN_SEC =
            TABLE.add(
                    "TimeoutCleanSec",
                    BasicTypes.TIME_LIMIT,
                    TimeSpan.INFINITY,
                    "TimeoutCleanUSec");

    public static final Setting<List<String>> ENVIRONMENT =
            TABLE.add("Environment", EnvironmentTypes.ENVIRONMENT, List.of(), "Environment");

    public static final Setting<List<EnvironmentSource>> ENVIRONMENT_FILE =
            TABLE.add(
                    "EnvironmentFile",
                    EnvironmentTypes.ENVIRONMENT_FILES,
                    List.of(),
                    "EnvironmentFiles");

    public static final Setting<List<String>> PASS_ENVIRONMENT =
            TABLE.add(
                    "PassEnvironment",
                    EnvironmentTypes.VARIABLE_NAMES,
                    List.of(),
                    "PassEnvironment");

    public static final Setting<List<String>> UNSET_ENVIRONMENT =
            TABLE.add(
                    "UnsetEnvironment",
                    EnvironmentTypes.NAMES_OR_ASSIGNMENTS,
                    List.of(),
                    "UnsetEnvironment");

    public static final Setting<InputStream> STANDARD_INPUT =
            TABLE.add(
                    "StandardInput",
                    StreamTypes.INPUT,
                    new InputStream.Null(),
                    StreamTypes.inputProperties("StandardInput"));

    public static final Setting<OutputStream> STANDARD_OUTPUT =
            TABLE.add(
                    "StandardOutput",
                    StreamTypes.OUTPUT,
                    new OutputStream.Journal(false),
                    StreamTypes.outputProperties("StandardOutput"));

    public static final Setting<OutputStream> STANDARD_ERROR =
            TABLE.add(
                    "StandardError",
                    StreamTypes.OUTPUT,
                    new OutputStream.Inherit(),
                    StreamTypes.outputProperties("StandardError"));

    public static final Setting<byte[]> STANDARD_INPUT_DATA =
            TABLE.add("StandardInputData", StreamTypes.DATA, new byte[0], "StandardInputData");

    public static final Setting<Integer> LOG_LEVEL_MAX =
            TABLE.add("LogLevelMax", ExecTypes.LEVEL, -1, "LogLevelMax");

    public static final Setting<List<String>> LOG_EXTRA_FIELDS =
            IGNORED.add("LogExtraFields", ExecTypes.JOURNAL_FIELDS, List.of(), "LogExtraFields");

    public static final Setting<TimeSpan> LOG_RATE_LIMIT_INTERVAL_SEC =
            TABLE.add(
                    "LogRateLimitIntervalSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ZERO,
                    "LogRateLimitIntervalUSec");

    public static final Setting<Integer> LOG_RATE_LIMIT_BURST =
            TABLE.add(
                    "LogRateLimitBurst",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    0,
                    "LogRateLimitBurst");

    public static final Setting<List<String>> LOG_FILTER_PATTERNS =
            IGNORED.add(
                    "LogFilterPatterns",
                    BasicTypes.RAW_LINES,
                    List.of(),
                    KeptProperties.logPatterns());

    public static final Setting<String> LOG_NAMESPACE =
            IGNORED.add("LogNamespace", ExecTypes.LOG_NAMESPACE, "", "LogNamespace");

    public static final Setting<String> SYSLOG_IDENTIFIER =
            TABLE.add("SyslogIdentifier", BasicTypes.STRING, "", "SyslogIdentifier");

    public static final Setting<Integer> SYSLOG_FACILITY =
            TABLE.add("SyslogFacility", ExecTypes.FACILITY, 3, "SyslogFacility");

    public static final Setting<Integer> SYSLOG_LEVEL =
            TABLE.add("SyslogLevel", ExecTypes.LEVEL, 6, "SyslogLevel");

    public static final Setting<Boolean> SYSLOG_LEVEL_PREFIX =
            TABLE.add("SyslogLevelPrefix", BasicTypes.BOOLEAN, true, "SyslogLevelPrefix");

    public static final Setting<String> TTY_PATH =
            TABLE.add("TTYPath", BasicTypes.PATH, "", "TTYPath");

    public static final Setting<Boolean> TTY_RESET =
            IGNORED.add("TTYReset", BasicTypes.BOOLEAN, false, "TTYReset");

    public static final Setting<Boolean> TTYV_HANGUP =
            IGNORED.add("TTYVHangup", BasicTypes.BOOLEAN, false, "TTYVHangup");

    public static final Setting<Boolean> TTYVT_DISALLOCATE =
            IGNORED.add("TTYVTDisallocate", BasicTypes.BOOLEAN, false, "TTYVTDisallocate");

    public static final Setting<Integer> TTY_ROWS =
            IGNORED.add(
                    "TTYRows",
                    BasicTypes.resettable(BasicTypes.integer("q", 0, 65535)),
                    65535,
                    ExecTypes.terminalProperties("TTYRows"));

    public static final Setting<Integer> TTY_COLUMNS =
            IGNORED.add(
                    "TTYColumns",
                    BasicTypes.resettable(BasicTypes.integer("q", 0, 65535)),
                    65535,
                    ExecTypes.terminalProperties("TTYColumns"));

    public static final Setting<List<Credential>> LOAD_CREDENTIAL =
            IGNORED.add("LoadCredential", SecurityTypes.LOADED, List.of(), "LoadCredential");

    public static final Setting<List<Credential>> LOAD_CREDENTIAL_ENCRYPTED =
            IGNORED.add(
                    "LoadCredentialEncrypted",
                    SecurityTypes.LOADED,
                    List.of(),
                    "LoadCredentialEncrypted");

    public static final Setting<List<String>> IMPORT_CREDENTIAL =
            IGNORED.add(
                    "ImportCredential",
                    BasicTypes.RAW_LINES,
                    List.of(),
                    KeptProperties.importedCredentials());

    public static final Setting<List<Credential>> SET_CREDENTIAL =
            IGNORED.add("SetCredential", SecurityTypes.SET, List.of(), "SetCredential");

    public static final Setting<List<Credential>> SET_CREDENTIAL_ENCRYPTED =
            IGNORED.add(
                    "SetCredentialEncrypted",
                    SecurityTypes.SET_ENCRYPTED,
                    List.of(),
                    "SetCredentialEncrypted");

    public static final Setting<String> UTMP_IDENTIFIER =
            IGNORED.add("UtmpIdentifier", BasicTypes.STRING, "", "UtmpIdentifier");

    public static final Setting<UtmpMode> UTMP_MODE =
            IGNORED.add(
                    "UtmpMode",
                    BasicTypes.choice("utmp mode", UtmpMode.values()),
                    UtmpMode.INIT,
                    "UtmpMode");

    static {
        // Both fill one buffer, in the order written.
        TABLE.spelling("StandardInputText", StreamTypes::parseLine, STANDARD_INPUT_DATA);
        // Known of earlier versions, without effect for long.
        TABLE.ignored("Capabilities");
        TABLE.ignored("TCPWrapName");
    }

    private ExecSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
