package hearth.api.systemd1.row;

import static hearth.dbus.object.Property.Emits.CONST;

import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Property;
import hearth.manager.ManagerConfig;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.value.exec.ManagedDirectory;
import java.util.List;

/**
 * How the processes of a unit are run; the settings of systemd.exec(5).
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5)</a>
 */
public final class ExecRows {
    /** What a unit that sets no policy shows. */
    private static final int NO_NUMA_POLICY = -1;

    /** The resources of setrlimit(2) as settings name them, in their order. */
    static final List<String> LIMITS =
            List.of(
                    "CPU",
                    "FSIZE",
                    "DATA",
                    "STACK",
                    "CORE",
                    "RSS",
                    "NOFILE",
                    "AS",
                    "NPROC",
                    "MEMLOCK",
                    "LOCKS",
                    "SIGPENDING",
                    "MSGQUEUE",
                    "NICE",
                    "RTPRIO",
                    "RTTIME");

    /** Symbolic links to directories: target, link, flags. */
    private static final String LINKS = "a(sst)";

    private ExecRows() {}

    /** Adds all of them. */
    public static void add(Rows<UnitView> rows, SettingRows settings) {
        addEnvironment(rows, settings);
        addScheduling(rows, settings);
        addIdentity(rows, settings);
        addSandbox(rows, settings);
        addDirectories(rows, settings);
        addRestrictions(rows, settings);
    }

    private static void addEnvironment(Rows<UnitView> rows, SettingRows settings) {
        rows.with(
                settings.rows(
                        CONST,
                        "Environment",
                        "EnvironmentFiles",
                        "PassEnvironment",
                        "UnsetEnvironment"));
        rows.with(settings.row(CONST, "UMask", (v, out) -> out.uint32(v.facts().umask())));
        for (String resource : LIMITS) {
            String name = "Limit" + resource;
            rows.with(
                            settings.row(
                                    CONST,
                                    name,
                                    (v, out) -> out.uint64(v.facts().limit(resource).hard())))
                    .with(
                            settings.row(
                                    CONST,
                                    name + "Soft",
                                    (v, out) -> out.uint64(v.facts().limit(resource).soft())));
        }
        rows.with(settings.row(CONST, "WorkingDirectory", ExecRows::writeHome))
                .with(
                        settings.rows(
                                CONST,
                                "RootDirectory",
                                "RootImage",
                                "RootImageOptions",
                                "RootHash",
                                "RootHashPath",
                                "RootHashSignature",
                                "RootHashSignaturePath",
                                "RootVerity",
                                "RootEphemeral",
                                "ExtensionDirectories",
                                "ExtensionImages",
                                "MountImages"));
    }

    /** A user's services begin at home, where there is one. */
    private static void writeHome(UnitView view, MessageWriter out) {
        ManagerConfig config = view.manager().config();
        String home = view.home();
        boolean isAtHome = view.isDefined() && config.isUserScope() && !home.isEmpty();
        out.string(isAtHome ? "!" + home : "");
    }

    /** Where no input is written, it is the data that is, as it is for the process. */
    private static void writeInput(UnitView view, MessageWriter out) {
        Settings written = view.unit().settings();
        boolean hasData = written.isSet(ExecSettings.STANDARD_INPUT_DATA);
        out.string(hasData ? "data" : "null");
    }

    private static void addScheduling(Rows<UnitView> rows, SettingRows settings) {
        rows.with(
                        settings.row(
                                CONST,
                                "OOMScoreAdjust",
                                (v, out) -> out.int32(v.facts().oomScoreAdjust())))
                .with(
                        settings.rows(
                                CONST,
                                "CoredumpFilter",
                                "Nice",
                                "IOSchedulingClass",
                                "IOSchedulingPriority",
                                "CPUSchedulingPolicy"))
                .with(settings.row(CONST, "CPUSchedulingPriority", ExecRows::writePriority))
                .with(settings.rows(CONST, "CPUAffinity", "CPUAffinityFromNUMA"))
                .with(settings.row(CONST, "NUMAPolicy", (v, out) -> out.int32(NO_NUMA_POLICY)))
                .with(settings.rows(CONST, "NUMAMask"))
                .with(
                        settings.row(
                                CONST,
                                "TimerSlackNSec",
                                (v, out) -> out.uint64(v.facts().timerSlackNsec())))
                .with(settings.rows(CONST, "CPUSchedulingResetOnFork", "NonBlocking"))
                .with(settings.row(CONST, "StandardInput", ExecRows::writeInput))
                .with(settings.rows(CONST, "StandardInputFileDescriptorName", "StandardInputData"))
                .with(settings.row(CONST, "StandardOutput", "inherit"))
                .with(
                        settings.rows(
                                CONST,
                                "StandardOutputFileDescriptorName",
                                "StandardError",
                                "StandardErrorFileDescriptorName",
                                "TTYPath",
                                "TTYReset",
                                "TTYVHangup",
                                "TTYVTDisallocate",
                                "TTYRows",
                                "TTYColumns"))
                .int32("SyslogPriority", CONST, ExecRows::syslogPriority)
                .with(
                        settings.rows(
                                CONST,
                                "SyslogIdentifier",
                                "SyslogLevelPrefix",
                                "SyslogLevel",
                                "SyslogFacility",
                                "LogLevelMax",
                                "LogRateLimitIntervalUSec",
                                "LogRateLimitBurst",
                                "LogExtraFields",
                                "LogFilterPatterns",
                                "LogNamespace",
                                "SecureBits"));
    }

    /** Where no priority is written, a policy of real time has its lowest. */
    private static void writePriority(UnitView view, MessageWriter out) {
        out.int32(view.unit().settings().get(ExecSettings.CPU_SCHEDULING_POLICY).lowestPriority());
    }

    /** Facility and level in one number, as syslog(3) has it. */
    private static int syslogPriority(UnitView view) {
        Settings settings = view.unit().settings();
        return settings.get(ExecSettings.SYSLOG_FACILITY) << 3
                | settings.get(ExecSettings.SYSLOG_LEVEL);
    }

    private static void addIdentity(Rows<UnitView> rows, SettingRows settings) {
        rows.with(
                settings.rows(
                        CONST,
                        "CapabilityBoundingSet",
                        "AmbientCapabilities",
                        "User",
                        "Group",
                        "DynamicUser",
                        "SetLoginEnvironment",
                        "RemoveIPC",
                        "SetCredential",
                        "SetCredentialEncrypted",
                        "LoadCredential",
                        "LoadCredentialEncrypted",
                        "ImportCredential",
                        "ImportCredentialEx",
                        "SupplementaryGroups",
                        "PAMName"));
    }

    private static void addSandbox(Rows<UnitView> rows, SettingRows settings) {
        rows.with(
                settings.rows(
                        CONST,
                        "ReadWritePaths",
                        "ReadOnlyPaths",
                        "InaccessiblePaths",
                        "ExecPaths",
                        "NoExecPaths",
                        "ExecSearchPath",
                        "MountFlags",
                        "PrivateTmp",
                        "PrivateTmpEx",
                        "PrivateDevices",
                        "ProtectClock",
                        "ProtectKernelTunables",
                        "ProtectKernelModules",
                        "ProtectKernelLogs",
                        "ProtectControlGroups",
                        "ProtectControlGroupsEx",
                        "PrivateNetwork",
                        "PrivateUsers",
                        "PrivateUsersEx",
                        "PrivateMounts",
                        "PrivateIPC",
                        "PrivatePIDs",
                        "ProtectHome",
                        "ProtectSystem",
                        "SameProcessGroup",
                        "UtmpIdentifier",
                        "UtmpMode",
                        "SELinuxContext",
                        "AppArmorProfile",
                        "SmackProcessLabel",
                        "IgnoreSIGPIPE",
                        "NoNewPrivileges",
                        "SystemCallFilter",
                        "SystemCallArchitectures",
                        "SystemCallErrorNumber",
                        "SystemCallLog",
                        "Personality",
                        "LockPersonality",
                        "RestrictAddressFamilies"));
    }

    private static void addDirectories(Rows<UnitView> rows, SettingRows settings) {
        rows.any("RuntimeDirectorySymlink", LINKS, CONST, links(ExecSettings.RUNTIME_DIRECTORY))
                .with(
                        settings.rows(
                                CONST,
                                "RuntimeDirectoryPreserve",
                                "RuntimeDirectoryMode",
                                "RuntimeDirectory"))
                .any("StateDirectorySymlink", LINKS, CONST, links(ExecSettings.STATE_DIRECTORY))
                .with(settings.rows(CONST, "StateDirectoryMode", "StateDirectory"))
                .any("CacheDirectorySymlink", LINKS, CONST, links(ExecSettings.CACHE_DIRECTORY))
                .with(settings.rows(CONST, "CacheDirectoryMode", "CacheDirectory"))
                .any("LogsDirectorySymlink", LINKS, CONST, links(ExecSettings.LOGS_DIRECTORY))
                .with(
                        settings.rows(
                                CONST,
                                "LogsDirectoryMode",
                                "LogsDirectory",
                                "ConfigurationDirectoryMode",
                                "ConfigurationDirectory"));
    }

    /** Each link as the directory, the link below the same base, and flags. */
    private static Property.Getter<UnitView> links(Setting<List<ManagedDirectory>> setting) {
        return (view, out) -> {
            out.openArray();
            for (ManagedDirectory directory : view.unit().settings().get(setting)) {
                for (String link : directory.links()) {
                    out.openStruct().string(directory.path()).string(link).uint64(0).closeStruct();
                }
            }
            out.closeArray();
        };
    }

    private static void addRestrictions(Rows<UnitView> rows, SettingRows settings) {
        rows.with(
                settings.rows(
                        CONST,
                        "TimeoutCleanUSec",
                        "MemoryDenyWriteExecute",
                        "RestrictRealtime",
                        "RestrictSUIDSGID",
                        "RestrictNamespaces",
                        "RestrictFileSystems",
                        "BindPaths",
                        "BindReadOnlyPaths",
                        "TemporaryFileSystem",
                        "MountAPIVFS",
                        "BindLogSockets",
                        "KeyringMode",
                        "ProtectProc",
                        "ProcSubset",
                        "ProtectHostname",
                        "MemoryKSM",
                        "NetworkNamespacePath",
                        "IPCNamespacePath",
                        "RootImagePolicy",
                        "MountImagePolicy",
                        "ExtensionImagePolicy"));
    }
}
