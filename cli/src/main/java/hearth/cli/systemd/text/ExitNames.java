package hearth.cli.systemd.text;

/**
 * Names of exit statuses: those of C, and those by which a manager says what of a unit it could not
 * set up.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd.exec.html#Process%20Exit%20Codes">systemd.exec(5)</a>
 */
public final class ExitNames {
    private static final int FIRST = 200;

    /** From 200 on; a dash where a number has no name. */
    private static final String[] NAMES =
            """
            CHDIR NICE FDS EXEC MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT
            CHROOT IOPRIO TIMERSLACK SECUREBITS SETSCHEDULER CPUAFFINITY GROUP USER CAPABILITIES CGROUP
            SETSID CONFIRM STDERR - PAM NETWORK NAMESPACE NO_NEW_PRIVILEGES SECCOMP SELINUX_CONTEXT
            PERSONALITY APPARMOR ADDRESS_FAMILIES RUNTIME_DIRECTORY - CHOWN SMACK_PROCESS_LABEL KEYRING STATE_DIRECTORY CACHE_DIRECTORY
            LOGS_DIRECTORY CONFIGURATION_DIRECTORY NUMA_POLICY CREDENTIALS - BPF
            """
                    .strip()
                    .split("\\s+", -1);

    private ExitNames() {}

    /** Returns a status with its name: {@code 203/EXEC}; the number alone where it has none. */
    public static String of(long status) {
        if (status == 0) {
            return "0/SUCCESS";
        }
        if (status == 1) {
            return "1/FAILURE";
        }
        int index = (int) status - FIRST;
        boolean isNamed = index >= 0 && index < NAMES.length && !NAMES[index].equals("-");
        return isNamed ? status + "/" + NAMES[index] : Long.toString(status);
    }
}
