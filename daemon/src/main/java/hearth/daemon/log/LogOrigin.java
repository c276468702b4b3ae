package hearth.daemon.log;

import hearth.daemon.machine.Cgroups;

/**
 * Who writes into a log pipe: a unit's process, called by an identifier or else by its program,
 * which is asked once, when it first writes. Belongs to the thread that writes logs.
 */
public final class LogOrigin {
    private static final byte[] UNKNOWN = {};

    private final Cgroups cgroups;
    private final String unit;
    private final String identifier;
    private final int pid;
    private byte[] fields = UNKNOWN;

    /**
     * Makes an origin.
     *
     * @param identifier {@code SyslogIdentifier=}; empty where the program's name is meant
     * @param pid of the process that was started; 0 where it has ended and nobody knows
     */
    public LogOrigin(Cgroups cgroups, String unit, String identifier, int pid) {
        this.cgroups = cgroups;
        this.unit = unit;
        this.identifier = identifier;
        this.pid = pid;
    }

    /** Returns the unit. */
    String unit() {
        return unit;
    }

    /** Returns the process, or 0. */
    int pid() {
        return pid;
    }

    /** Returns the unit and who writes, such as {@code sleep[94]}, as a log file has them. */
    byte[] fields() {
        if (fields.length == 0) {
            String program = identifier.isEmpty() && pid != 0 ? cgroups.name(pid) : identifier;
            fields = LogText.fields(unit, program + (pid == 0 ? "" : "[" + pid + "]"));
        }
        return fields;
    }
}
