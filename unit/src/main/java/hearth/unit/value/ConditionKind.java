package hearth.unit.value;

import java.util.Optional;

/**
 * What a condition or an assertion asks.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     CONDITIONS AND ASSERTS</a>
 */
public enum ConditionKind implements WireName {
    ARCHITECTURE("Architecture"),
    FIRMWARE("Firmware"),
    VIRTUALIZATION("Virtualization"),
    HOST("Host"),
    KERNEL_COMMAND_LINE("KernelCommandLine"),
    KERNEL_VERSION("KernelVersion"),
    CREDENTIAL("Credential"),
    ENVIRONMENT("Environment"),
    SECURITY("Security"),
    CAPABILITY("Capability"),
    AC_POWER("ACPower"),
    NEEDS_UPDATE("NeedsUpdate"),
    FIRST_BOOT("FirstBoot"),
    PATH_EXISTS("PathExists"),
    PATH_EXISTS_GLOB("PathExistsGlob"),
    PATH_IS_DIRECTORY("PathIsDirectory"),
    PATH_IS_SYMBOLIC_LINK("PathIsSymbolicLink"),
    PATH_IS_MOUNT_POINT("PathIsMountPoint"),
    PATH_IS_READ_WRITE("PathIsReadWrite"),
    PATH_IS_ENCRYPTED("PathIsEncrypted"),
    DIRECTORY_NOT_EMPTY("DirectoryNotEmpty"),
    FILE_NOT_EMPTY("FileNotEmpty"),
    FILE_IS_EXECUTABLE("FileIsExecutable"),
    USER("User"),
    GROUP("Group"),
    CONTROL_GROUP_CONTROLLER("ControlGroupController"),
    MEMORY("Memory"),
    CPUS("CPUs"),
    CPU_FEATURE("CPUFeature"),
    OS_RELEASE("OSRelease"),
    MEMORY_PRESSURE("MemoryPressure"),
    CPU_PRESSURE("CPUPressure"),
    IO_PRESSURE("IOPressure"),
    VERSION("Version");

    private final String wireName;

    ConditionKind(String wireName) {
        this.wireName = wireName;
    }

    /** Returns what stands behind {@code Condition} and {@code Assert}. */
    @Override
    public String wireName() {
        return wireName;
    }

    /** Returns whether the argument is an absolute path. */
    public boolean takesPath() {
        return switch (this) {
            case PATH_EXISTS,
                    PATH_EXISTS_GLOB,
                    PATH_IS_DIRECTORY,
                    PATH_IS_SYMBOLIC_LINK,
                    PATH_IS_MOUNT_POINT,
                    PATH_IS_READ_WRITE,
                    PATH_IS_ENCRYPTED,
                    DIRECTORY_NOT_EMPTY,
                    FILE_NOT_EMPTY,
                    FILE_IS_EXECUTABLE,
                    NEEDS_UPDATE ->
                    true;
            case ARCHITECTURE,
                    FIRMWARE,
                    VIRTUALIZATION,
                    HOST,
                    KERNEL_COMMAND_LINE,
                    KERNEL_VERSION,
                    CREDENTIAL,
                    ENVIRONMENT,
                    SECURITY,
                    CAPABILITY,
                    AC_POWER,
                    FIRST_BOOT,
                    USER,
                    GROUP,
                    CONTROL_GROUP_CONTROLLER,
                    MEMORY,
                    CPUS,
                    CPU_FEATURE,
                    OS_RELEASE,
                    MEMORY_PRESSURE,
                    CPU_PRESSURE,
                    IO_PRESSURE,
                    VERSION ->
                    false;
        };
    }

    /** Returns the kind of this name. */
    public static Optional<ConditionKind> of(String wireName) {
        for (ConditionKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
