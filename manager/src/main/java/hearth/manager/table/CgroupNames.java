package hearth.manager.table;

import java.util.List;

/**
 * What a unit's cgroup is called: as the unit, unless the kernel could mean something else by it.
 *
 * @see <a href="https://systemd.io/CGROUP_DELEGATION/">systemd's rules for the cgroup tree</a>
 */
public final class CgroupNames {
    /** What the kernel's own files begin with, of all hierarchies that there ever were. */
    private static final List<String> OF_KERNEL =
            List.of(
                    "cgroup.",
                    "cpu.",
                    "cpuacct.",
                    "cpuset.",
                    "io.",
                    "blkio.",
                    "memory.",
                    "devices.",
                    "pids.");

    private CgroupNames() {}

    /** Returns the directory of a unit's cgroup: {@code _cpu.service} for {@code cpu.service}. */
    public static String of(String unit) {
        boolean isAmbiguous = unit.startsWith("_") || unit.startsWith(".");
        for (String prefix : OF_KERNEL) {
            isAmbiguous |= unit.startsWith(prefix);
        }
        return isAmbiguous ? "_" + unit : unit;
    }
}
