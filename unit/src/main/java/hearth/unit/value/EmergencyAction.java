package hearth.unit.value;

/**
 * What to do to the manager, or the machine, when a unit ends.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     FailureAction=</a>
 */
public enum EmergencyAction implements WireName {
    NONE("none"),
    REBOOT("reboot"),
    REBOOT_FORCE("reboot-force"),
    REBOOT_IMMEDIATE("reboot-immediate"),
    POWEROFF("poweroff"),
    POWEROFF_FORCE("poweroff-force"),
    POWEROFF_IMMEDIATE("poweroff-immediate"),
    EXIT("exit"),
    EXIT_FORCE("exit-force"),
    SOFT_REBOOT("soft-reboot"),
    SOFT_REBOOT_FORCE("soft-reboot-force"),
    KEXEC("kexec"),
    KEXEC_FORCE("kexec-force"),
    HALT("halt"),
    HALT_FORCE("halt-force"),
    HALT_IMMEDIATE("halt-immediate");

    private final String wireName;

    EmergencyAction(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
