package hearth.unit.catalogue;

import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.ExecTypes;
import hearth.unit.type.FilterTypes;
import hearth.unit.type.ImageProperties;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.MountTypes;
import hearth.unit.type.SandboxTypes;
import hearth.unit.type.SecurityTypes;
import hearth.unit.value.Choices;
import hearth.unit.value.sandbox.BindPath;
import hearth.unit.value.sandbox.ProcSubset;
import hearth.unit.value.sandbox.ProtectHome;
import hearth.unit.value.sandbox.ProtectProc;
import hearth.unit.value.sandbox.ProtectSystem;
import hearth.unit.value.sandbox.TemporaryDirectory;
import java.util.List;

/**
 * The part of systemd.exec(5) that walls processes off: file system views, namespaces, filters of
 * system calls. A user's manager may do none of it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5)</a>
 */
public final class SandboxSettings {
    private static final Table TABLE =
            Table.of(13, "systemd.exec(5)", "Service", "Socket", "Mount", "Swap");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<String> ROOT_DIRECTORY =
            IGNORED.add("RootDirectory", BasicTypes.STRICT_PATH, "", "RootDirectory");

    public static final Setting<String> ROOT_IMAGE =
            IGNORED.add("RootImage", BasicTypes.STRICT_PATH, "", "RootImage");

    public static final Setting<String> ROOT_IMAGE_OPTIONS =
            IGNORED.add("RootImageOptions", BasicTypes.RAW, "", ImageProperties.rootImageOptions());

    public static final Setting<Boolean> ROOT_EPHEMERAL =
            IGNORED.add(
                    "RootEphemeral",
                    BasicTypes.BOOLEAN,
                    false,
                    KeptProperties.of("RootEphemeral", BasicTypes.BOOLEAN));

    public static final Setting<String> ROOT_HASH =
            IGNORED.add("RootHash", BasicTypes.RAW, "", ImageProperties.rootHash());

    public static final Setting<String> ROOT_HASH_SIGNATURE =
            IGNORED.add(
                    "RootHashSignature", BasicTypes.RAW, "", ImageProperties.rootHashSignature());

    public static final Setting<String> ROOT_VERITY =
            IGNORED.add("RootVerity", BasicTypes.PATH, "", "RootVerity");

    public static final Setting<String> ROOT_IMAGE_POLICY =
            IGNORED.add(
                    "RootImagePolicy",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.of("RootImagePolicy", BasicTypes.RAW));

    public static final Setting<String> MOUNT_IMAGE_POLICY =
            IGNORED.add(
                    "MountImagePolicy",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.of("MountImagePolicy", BasicTypes.RAW));

    public static final Setting<String> EXTENSION_IMAGE_POLICY =
            IGNORED.add(
                    "ExtensionImagePolicy",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.of("ExtensionImagePolicy", BasicTypes.RAW));

    public static final Setting<Boolean> MOUNT_API_VFS =
            IGNORED.add(
                    "MountAPIVFS", BasicTypes.resettable(BasicTypes.BOOLEAN), false, "MountAPIVFS");

    public static final Setting<String> BIND_LOG_SOCKETS =
            IGNORED.add(
                    "BindLogSockets", BasicTypes.RAW, "", KeptProperties.flag("BindLogSockets"));

    public static final Setting<ProtectProc> PROTECT_PROC =
            IGNORED.add(
                    "ProtectProc",
                    BasicTypes.choice("mode", ProtectProc.values()),
                    ProtectProc.DEFAULT,
                    "ProtectProc");

    public static final Setting<ProcSubset> PROC_SUBSET =
            IGNORED.add(
                    "ProcSubset",
                    BasicTypes.choice("mode", ProcSubset.values()),
                    ProcSubset.ALL,
                    "ProcSubset");

    public static final Setting<List<BindPath>> BIND_PATHS =
            IGNORED.add("BindPaths", MountTypes.BINDS, List.of(), "BindPaths");

    public static final Setting<List<BindPath>> BIND_READ_ONLY_PATHS =
            IGNORED.add("BindReadOnlyPaths", MountTypes.BINDS, List.of(), "BindReadOnlyPaths");

    public static final Setting<List<String>> MOUNT_IMAGES =
            IGNORED.add(
                    "MountImages", BasicTypes.RAW_LINES, List.of(), ImageProperties.mountImages());

    public static final Setting<List<String>> EXTENSION_IMAGES =
            IGNORED.add(
                    "ExtensionImages",
                    BasicTypes.RAW_LINES,
                    List.of(),
                    ImageProperties.extensionImages());

    public static final Setting<List<String>> EXTENSION_DIRECTORIES =
            IGNORED.add(
                    "ExtensionDirectories",
                    SandboxTypes.PREFIXED_PATHS,
                    List.of(),
                    "ExtensionDirectories");

    public static final Setting<ProtectSystem> PROTECT_SYSTEM =
            IGNORED.add(
                    "ProtectSystem",
                    BasicTypes.switchable(
                            "mode", ProtectSystem.values(), ProtectSystem.NO, ProtectSystem.YES),
                    ProtectSystem.NO,
                    "ProtectSystem");

    public static final Setting<ProtectHome> PROTECT_HOME =
            IGNORED.add(
                    "ProtectHome",
                    BasicTypes.switchable(
                            "mode", ProtectHome.values(), ProtectHome.NO, ProtectHome.YES),
                    ProtectHome.NO,
                    "ProtectHome");

    public static final Setting<List<String>> READ_WRITE_PATHS =
            IGNORED.add(
                    "ReadWritePaths",
                    SandboxTypes.PREFIXED_PATHS,
                    List.of(),
                    SandboxTypes.pathProperties("ReadWrite"));

    public static final Setting<List<String>> READ_ONLY_PATHS =
            IGNORED.add(
                    "ReadOnlyPaths",
                    SandboxTypes.PREFIXED_PATHS,
                    List.of(),
                    SandboxTypes.pathProperties("ReadOnly"));

    public static final Setting<List<String>> INACCESSIBLE_PATHS =
            IGNORED.add(
                    "InaccessiblePaths",
                    SandboxTypes.PREFIXED_PATHS,
                    List.of(),
                    SandboxTypes.pathProperties("Inaccessible"));

    public static final Setting<List<String>> EXEC_PATHS =
            IGNORED.add("ExecPaths", SandboxTypes.PREFIXED_PATHS, List.of(), "ExecPaths");

    public static final Setting<List<String>> NO_EXEC_PATHS =
            IGNORED.add("NoExecPaths", SandboxTypes.PREFIXED_PATHS, List.of(), "NoExecPaths");

    public static final Setting<List<TemporaryDirectory>> TEMPORARY_FILE_SYSTEM =
            IGNORED.add(
                    "TemporaryFileSystem",
                    MountTypes.TEMPORARY_DIRECTORIES,
                    List.of(),
                    "TemporaryFileSystem");

    public static final Setting<String> PRIVATE_TMP =
            IGNORED.add(
                    "PrivateTmp",
                    SandboxTypes.TMP,
                    SandboxTypes.NO,
                    SandboxTypes.modeProperties("PrivateTmp", SandboxTypes.TMP));

    public static final Setting<Boolean> PRIVATE_DEVICES =
            IGNORED.add("PrivateDevices", BasicTypes.BOOLEAN, false, "PrivateDevices");

    public static final Setting<Boolean> PRIVATE_NETWORK =
            IGNORED.add("PrivateNetwork", BasicTypes.BOOLEAN, false, "PrivateNetwork");

    public static final Setting<String> NETWORK_NAMESPACE_PATH =
            IGNORED.add("NetworkNamespacePath", BasicTypes.PATH, "", "NetworkNamespacePath");

    public static final Setting<Boolean> PRIVATE_IPC =
            IGNORED.add("PrivateIPC", BasicTypes.BOOLEAN, false, "PrivateIPC");

    public static final Setting<String> PRIVATE_PIDS =
            IGNORED.add(
                    "PrivatePIDs",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.of("PrivatePIDs", BasicTypes.RAW));

    public static final Setting<String> IPC_NAMESPACE_PATH =
            IGNORED.add("IPCNamespacePath", BasicTypes.PATH, "", "IPCNamespacePath");

    public static final Setting<String> MEMORY_KSM =
            IGNORED.add("MemoryKSM", BasicTypes.RAW, "", KeptProperties.flag("MemoryKSM"));

    public static final Setting<String> PRIVATE_USERS =
            IGNORED.add(
                    "PrivateUsers",
                    SandboxTypes.USERS,
                    SandboxTypes.NO,
                    SandboxTypes.modeProperties("PrivateUsers", SandboxTypes.USERS));

    public static final Setting<Boolean> PROTECT_HOSTNAME =
            IGNORED.add("ProtectHostname", BasicTypes.BOOLEAN, false, "ProtectHostname");

    public static final Setting<Boolean> PROTECT_CLOCK =
            IGNORED.add("ProtectClock", BasicTypes.BOOLEAN, false, "ProtectClock");

    public static final Setting<Boolean> PROTECT_KERNEL_TUNABLES =
            IGNORED.add(
                    "ProtectKernelTunables", BasicTypes.BOOLEAN, false, "ProtectKernelTunables");

    public static final Setting<Boolean> PROTECT_KERNEL_MODULES =
            IGNORED.add("ProtectKernelModules", BasicTypes.BOOLEAN, false, "ProtectKernelModules");

    public static final Setting<Boolean> PROTECT_KERNEL_LOGS =
            IGNORED.add("ProtectKernelLogs", BasicTypes.BOOLEAN, false, "ProtectKernelLogs");

    public static final Setting<String> PROTECT_CONTROL_GROUPS =
            IGNORED.add(
                    "ProtectControlGroups",
                    SandboxTypes.CONTROL_GROUPS,
                    SandboxTypes.NO,
                    SandboxTypes.modeProperties(
                            "ProtectControlGroups", SandboxTypes.CONTROL_GROUPS));

    public static final Setting<String> PRIVATE_BPF = IGNORED.add("PrivateBPF", BasicTypes.RAW, "");

    public static final Setting<Choices> RESTRICT_ADDRESS_FAMILIES =
            IGNORED.add(
                    "RestrictAddressFamilies",
                    SandboxTypes.ADDRESS_FAMILIES,
                    Choices.ALL,
                    "RestrictAddressFamilies");

    public static final Setting<Choices> RESTRICT_FILE_SYSTEMS =
            IGNORED.add(
                    "RestrictFileSystems", ExecTypes.CHOICES, Choices.ALL, "RestrictFileSystems");

    public static final Setting<List<Choices>> RESTRICT_NAMESPACES =
            IGNORED.add(
                    "RestrictNamespaces",
                    FilterTypes.NAMESPACE_RULES,
                    List.of(),
                    "RestrictNamespaces");

    public static final Setting<String> DELEGATE_NAMESPACES =
            IGNORED.add("DelegateNamespaces", BasicTypes.RAW, "");

    public static final Setting<Boolean> LOCK_PERSONALITY =
            IGNORED.add("LockPersonality", BasicTypes.BOOLEAN, false, "LockPersonality");

    public static final Setting<Boolean> MEMORY_DENY_WRITE_EXECUTE =
            IGNORED.add(
                    "MemoryDenyWriteExecute", BasicTypes.BOOLEAN, false, "MemoryDenyWriteExecute");

    public static final Setting<Boolean> RESTRICT_REALTIME =
            IGNORED.add("RestrictRealtime", BasicTypes.BOOLEAN, false, "RestrictRealtime");

    public static final Setting<Boolean> RESTRICT_SUIDSGID =
            IGNORED.add("RestrictSUIDSGID", BasicTypes.BOOLEAN, false, "RestrictSUIDSGID");

    public static final Setting<Boolean> REMOVE_IPC =
            IGNORED.add("RemoveIPC", BasicTypes.BOOLEAN, false, "RemoveIPC");

    public static final Setting<Boolean> PRIVATE_MOUNTS =
            IGNORED.add("PrivateMounts", BasicTypes.BOOLEAN, false, "PrivateMounts");

    public static final Setting<Long> MOUNT_FLAGS =
            IGNORED.add("MountFlags", SecurityTypes.PROPAGATION, 0L, "MountFlags");

    public static final Setting<List<Choices>> SYSTEM_CALL_FILTER =
            IGNORED.add("SystemCallFilter", FilterTypes.CALL_FILTER, List.of(), "SystemCallFilter");

    public static final Setting<Integer> SYSTEM_CALL_ERROR_NUMBER =
            IGNORED.add(
                    "SystemCallErrorNumber",
                    FilterTypes.CALL_ERROR,
                    FilterTypes.KILL,
                    "SystemCallErrorNumber");

    public static final Setting<List<String>> SYSTEM_CALL_ARCHITECTURES =
            IGNORED.add(
                    "SystemCallArchitectures",
                    SandboxTypes.CALL_ARCHITECTURES,
                    List.of(),
                    "SystemCallArchitectures");

    public static final Setting<List<Choices>> SYSTEM_CALL_LOG =
            IGNORED.add("SystemCallLog", FilterTypes.CALL_LOG, List.of(), "SystemCallLog");

    static {
        // What these directives were called in earlier versions.
        TABLE.alias("InaccessibleDirectories", INACCESSIBLE_PATHS);
        TABLE.alias("ReadOnlyDirectories", READ_ONLY_PATHS);
        TABLE.alias("ReadWriteDirectories", READ_WRITE_PATHS);
    }

    private SandboxSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
