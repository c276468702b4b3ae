package hearth.unit.mount;

import java.util.Set;

/**
 * The file systems by which the kernel speaks to programs. They belong to the machine, so there are
 * no units of them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.mount.5.html">systemd.mount(5)</a>
 */
public final class ApiFileSystems {
    private static final Set<String> PLACES =
            Set.of(
                    "/proc",
                    "/proc/kmsg",
                    "/proc/sys",
                    "/proc/sys/kernel/random/boot_id",
                    "/sys",
                    "/sys/kernel/security",
                    "/sys/firmware/efi/efivars",
                    "/sys/fs/bpf",
                    "/sys/fs/cgroup",
                    "/sys/fs/pstore",
                    "/sys/fs/selinux",
                    "/sys/fs/smackfs",
                    "/dev",
                    "/dev/console",
                    "/dev/pts",
                    "/dev/shm",
                    "/run",
                    "/run/host",
                    "/run/lock"); // as Debian's systemd has it

    private ApiFileSystems() {}

    /** Returns whether there is no unit of what is mounted at an absolute path. */
    public static boolean isAt(String path) {
        return PLACES.contains(path)
                || path.startsWith("/sys/fs/cgroup/")
                || path.startsWith("/run/host/");
    }
}
