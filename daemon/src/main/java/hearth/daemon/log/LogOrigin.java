package hearth.daemon.log;

import hearth.daemon.machine.Cgroups;

/**
 * Who writes into a log pipe: a unit's process, called by an identifier or else by its program,
 * which is asked once, when it first writes. Belongs to the mailbox that takes the lines.
 */
public final class LogOrigin {
    private final Cgroups cgroups;
    private final String unit;
    private final String identifier;
    private final int pid;
    private String name = "";

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
    public String unit() {
        return unit;
    }

    /** Returns who writes, such as {@code sleep[94]}. */
    public String name() {
        if (name.isEmpty()) {
            String program = identifier.isEmpty() && pid != 0 ? cgroups.name(pid) : identifier;
            name = program + (pid == 0 ? "" : "[" + pid + "]");
        }
        return name;
    }
}
