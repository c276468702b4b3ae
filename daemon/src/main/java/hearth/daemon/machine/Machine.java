package hearth.daemon.machine;

import hearth.unit.Specifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is the same for all users of the machine, read once at the start but for the host's name,
 * which may be changed while it runs. Any thread.
 */
public final class Machine {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final String NO_ID = "0".repeat(32);

    /** Which field behind a process's name in {@code /proc/PID/stat} is when it was started. */
    private static final int START_TIME = 19;

    private final Path root;
    private final Optional<String> machineId;
    private final String virtualization;
    private volatile Specifiers.Host host;

    /** Makes a reader of this machine. */
    public Machine() {
        this(Path.of("/"));
    }

    Machine(Path root) {
        this.root = root;
        machineId =
                line("etc/machine-id")
                        .or(() -> line("var/lib/dbus/machine-id"))
                        .filter(text -> ID.matcher(text).matches());
        virtualization = detectVirtualization();
        host =
                new Specifiers.Host(
                        machineId,
                        line("proc/sys/kernel/random/boot_id").map(text -> text.replace("-", "")),
                        hostName(),
                        Optional.ofNullable(fields("etc/machine-info").get("PRETTY_HOSTNAME")),
                        line("proc/sys/kernel/osrelease").orElse(""),
                        architecture(),
                        osRelease());
    }

    private String hostName() {
        return line("proc/sys/kernel/hostname").orElse("localhost");
    }

    /** Returns what specifiers say of the host; all users share one copy. */
    public Specifiers.Host specifiers() {
        Specifiers.Host known = host;
        String name = hostName();
        if (!known.hostName().equals(name)) {
            known = known.withHostName(name);
            host = known;
        }
        return known;
    }

    /**
     * Returns what tells one boot from another: the kernel's id, and when the first process was
     * started, since a container starts anew without its kernel.
     */
    public String boot() {
        String kernel = host.bootId().orElse("");
        String stat = line("proc/1/stat").orElse("");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > START_TIME ? kernel + "-" + fields[START_TIME] : kernel;
    }

    /** Returns the machine's id, 32 hexadecimal digits, where it has one. */
    public Optional<String> machineId() {
        return machineId;
    }

    /** Returns the machine's id, or zeros: for answers that must have one. */
    public String machineIdOrZeros() {
        return machineId.orElse(NO_ID);
    }

    /** Returns the processor in systemd's spelling, such as {@code x86-64}. */
    public static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64" -> "x86-64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /** Returns what the machine runs in, as systemd-detect-virt says it; empty where it is real. */
    public String virtualization() {
        return virtualization;
    }

    /** Returns whether the machine shares the kernel, and the clock since boot, with others. */
    public boolean isContainer() {
        return container().isPresent();
    }

    private String detectVirtualization() {
        return container().orElseGet(this::hypervisor);
    }

    private Optional<String> container() {
        if (Files.exists(root.resolve(".dockerenv"))) {
            return Optional.of("docker");
        }
        Optional<String> named =
                line("run/systemd/container").or(() -> line("run/host/container-manager"));
        if (named.isPresent()) {
            return named;
        }
        if (Files.exists(root.resolve("sys/fs/cgroup/cgroup.events"))) {
            // the machine's own root cgroup has no such file
            return Optional.of("container-other");
        }
        boolean isWsl =
                line("proc/sys/kernel/osrelease")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("microsoft");
        return isWsl ? Optional.of("wsl") : Optional.empty();
    }

    private String hypervisor() {
        String vendor = line("sys/class/dmi/id/sys_vendor").orElse("");
        for (var known : HYPERVISORS.entrySet()) {
            if (vendor.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        return "";
    }

    private static final Map<String, String> HYPERVISORS =
            Map.of(
                    "QEMU", "qemu",
                    "KVM", "kvm",
                    "Amazon EC2", "amazon",
                    "VMware", "vmware",
                    "innotek GmbH", "oracle",
                    "Xen", "xen",
                    "Microsoft Corporation", "microsoft");

    private Map<String, String> osRelease() {
        Map<String, String> fields = fields("etc/os-release");
        return fields.isEmpty() ? fields("usr/lib/os-release") : fields;
    }

    /** Reads lines {@code NAME=value}, the value perhaps in quotes. */
    private Map<String, String> fields(String file) {
        var fields = new HashMap<String, String>();
        for (String line : lines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                String value = line.substring(equals + 1).strip();
                boolean isQuoted =
                        value.length() >= 2
                                && (value.startsWith("\"") || value.startsWith("'"))
                                && value.endsWith(value.substring(0, 1));
                fields.put(
                        line.substring(0, equals),
                        isQuoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return fields;
    }

    /** Returns the machine's memory in bytes; 0 where it cannot be told. */
    public long memoryBytes() {
        return lines("proc/meminfo").stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(digits -> Long.parseLong(digits) * 1_024)
                .findFirst()
                .orElse(0);
    }

    private Optional<String> line(String file) {
        return lines(file).stream().findFirst().map(String::strip).filter(text -> !text.isEmpty());
    }

    private List<String> lines(String file) {
        try {
            return KernelFile.text(root.resolve(file)).lines().toList();
        } catch (IOException _) {
            return List.of(); // such a file is optional
        }
    }
}
