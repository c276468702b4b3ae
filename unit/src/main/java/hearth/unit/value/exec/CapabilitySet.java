package hearth.unit.value.exec;

import java.util.List;
import java.util.OptionalInt;

/**
 * Some of the kernel's capabilities.
 *
 * @param bits bit n is capability n; unknown ones too where all but some are meant
 * @param isRemoval whether a line means "not these"
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
public record CapabilitySet(long bits, boolean isRemoval) {
    /** All there are. */
    public static final CapabilitySet ALL = new CapabilitySet(-1, false);

    /** None. */
    public static final CapabilitySet NONE = new CapabilitySet(0, false);

    private static final List<String> NAMES =
            List.of(
                    "cap_chown",
                    "cap_dac_override",
                    "cap_dac_read_search",
                    "cap_fowner",
                    "cap_fsetid",
                    "cap_kill",
                    "cap_setgid",
                    "cap_setuid",
                    "cap_setpcap",
                    "cap_linux_immutable",
                    "cap_net_bind_service",
                    "cap_net_broadcast",
                    "cap_net_admin",
                    "cap_net_raw",
                    "cap_ipc_lock",
                    "cap_ipc_owner",
                    "cap_sys_module",
                    "cap_sys_rawio",
                    "cap_sys_chroot",
                    "cap_sys_ptrace",
                    "cap_sys_pacct",
                    "cap_sys_admin",
                    "cap_sys_boot",
                    "cap_sys_nice",
                    "cap_sys_resource",
                    "cap_sys_time",
                    "cap_sys_tty_config",
                    "cap_mknod",
                    "cap_lease",
                    "cap_audit_write",
                    "cap_audit_control",
                    "cap_setfcap",
                    "cap_mac_override",
                    "cap_mac_admin",
                    "cap_syslog",
                    "cap_wake_alarm",
                    "cap_block_suspend",
                    "cap_audit_read",
                    "cap_perfmon",
                    "cap_bpf",
                    "cap_checkpoint_restore");

    /** Returns the number of a name, in any case. */
    public static OptionalInt numberOf(String name) {
        for (int i = 0; i < NAMES.size(); i++) {
            if (NAMES.get(i).equalsIgnoreCase(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the name of a number below 41. */
    public static String nameOf(int number) {
        return NAMES.get(number);
    }

    /** Returns how many capabilities have names. */
    public static int known() {
        return NAMES.size();
    }

    /** Returns what is left of all when a line is the first one. */
    public CapabilitySet alone() {
        return isRemoval ? new CapabilitySet(~bits, false) : this;
    }

    /**
     * Returns this set after one more line; a line with no capability in it begins anew, and so
     * does the first one after that.
     *
     * @param initial the set where nothing is written
     */
    public CapabilitySet then(CapabilitySet later, CapabilitySet initial) {
        CapabilitySet first = alone();
        if (later.bits == 0 || first.bits == initial.bits) {
            return later.alone();
        }
        return new CapabilitySet(
                later.isRemoval ? first.bits & ~later.bits : first.bits | later.bits, false);
    }
}
