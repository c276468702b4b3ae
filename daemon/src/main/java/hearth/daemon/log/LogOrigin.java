package hearth.daemon.log;

import hearth.daemon.machine.Cgroups;

/**
 * Who writes into a log pipe: a unit's process, called by an identifier or else by its program,
 * which is asked once, when it first writes. Belongs to the thread that writes logs.
 */
public final class LogOrigin {
    private final Cgroups cgroups;
    private final String unit;
    private final String identifier;
    private final int pid;
    private String program = "";

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

    /** Returns what the process is called, or nothing where nobody knows. */
    String program() {
        if (program.isEmpty() && pid != 0) {
            program = cgroups.name(pid);
        }
        return program;
    }

    /** Returns what lines are called by. */
    String identifier() {
        return identifier.isEmpty() ? program() : identifier;
    }
}
