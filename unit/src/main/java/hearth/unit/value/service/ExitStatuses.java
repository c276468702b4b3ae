package hearth.unit.value.service;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The exit statuses that have names: those of the C library, of sysexits.h, of LSB and of systemd.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5), PROCESS
 *     EXIT CODES</a>
 */
public final class ExitStatuses {
    /** The name of each number, and the number of each name. */
    private static final Map<Integer, String> NAMES = names();

    private ExitStatuses() {}

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        put(names, 0, "SUCCESS FAILURE INVALIDARGUMENT NOTIMPLEMENTED NOPERMISSION NOTINSTALLED");
        put(names, 6, "NOTCONFIGURED NOTRUNNING");
        put(names, 64, "USAGE DATAERR NOINPUT NOUSER NOHOST UNAVAILABLE SOFTWARE OSERR OSFILE");
        put(names, 73, "CANTCREAT IOERR TEMPFAIL PROTOCOL NOPERM CONFIG");
        put(names, 200, "CHDIR NICE FDS EXEC MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT");
        put(names, 210, "CHROOT IOPRIO TIMERSLACK SECUREBITS SETSCHEDULER CPUAFFINITY GROUP USER");
        put(names, 218, "CAPABILITIES CGROUP SETSID CONFIRM STDERR");
        put(names, 224, "PAM NETWORK NAMESPACE NO_NEW_PRIVILEGES SECCOMP SELINUX_CONTEXT");
        put(names, 230, "PERSONALITY APPARMOR_PROFILE ADDRESS_FAMILIES RUNTIME_DIRECTORY");
        put(names, 235, "CHOWN SMACK_PROCESS_LABEL KEYRING STATE_DIRECTORY CACHE_DIRECTORY");
        put(names, 240, "LOGS_DIRECTORY CONFIGURATION_DIRECTORY NUMA_POLICY CREDENTIALS BPF");
        return Map.copyOf(names);
    }

    private static void put(Map<Integer, String> names, int first, String row) {
        int number = first;
        for (String name : row.split(" ", -1)) {
            names.put(number++, name);
        }
    }

    /** Returns the number of a name or of a number from 0 to 255. */
    public static OptionalInt parse(String text) {
        for (Map.Entry<Integer, String> entry : NAMES.entrySet()) {
            if (entry.getValue().equals(text)) {
                return OptionalInt.of(entry.getKey());
            }
        }
        boolean isNumber = !text.isEmpty() && text.length() <= 3;
        for (int i = 0; i < text.length(); i++) {
            isNumber &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return isNumber && Integer.parseInt(text) <= 255
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    /** Returns the name of a number, where it has one. */
    public static Optional<String> nameOf(int number) {
        return Optional.ofNullable(NAMES.get(number));
    }
}
