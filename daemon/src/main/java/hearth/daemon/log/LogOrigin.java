package hearth.daemon.log;

import hearth.daemon.machine.Cgroups;

/**
 * Who writes into a log input: a unit's process, called by an identifier or else by its program.
 * The kernel is asked about the process when it first writes. Belongs to the thread that writes
 * logs.
 */
public final class LogOrigin {
    /** What the kernel says of a process that is gone. */
    private static final String GONE = "?";

    /** Characters of a command line that is kept: a user may have thousands of processes. */
    private static final int COMMAND_LINE_MAX = 1_024;

    private final Cgroups cgroups;
    private final Unit unit;
    private final Marks marks;
    private final Writer process;
    private Status status = Status.UNKNOWN;

    /**
     * Whose process it is.
     *
     * @param cgroup the unit's; empty where nobody knows
     * @param invocationId 32 hexadecimal digits, or empty
     */
    public record Unit(String name, String cgroup, String invocationId) {
        /** What belongs to a manager and none of its units. */
        public static final Unit NONE = new Unit(EntryFields.NO_UNIT, "", "");
    }

    /**
     * How the unit wants its lines marked.
     *
     * @param identifier {@code SyslogIdentifier=}; empty where the program's name is meant
     * @param facility {@code SyslogFacility=}, as syslog(3) numbers it
     */
    public record Marks(String identifier, int facility) {}

    /**
     * The process that was started.
     *
     * @param pid 0 where it has ended and nobody knows
     * @param gid its group
     * @param commandLine what it was started with, as journald shows it; empty where nobody knows.
     *     The kernel's word for it takes a lock that the process may hold for ever
     */
    public record Writer(int pid, int gid, String commandLine) {
        public Writer {
            commandLine =
                    commandLine.substring(0, Math.min(commandLine.length(), COMMAND_LINE_MAX));
        }
    }

    /**
     * What the kernel says of a process; empty where it was gone.
     *
     * @param capabilities the effective ones, in hexadecimal digits
     */
    record Status(String program, String capabilities) {
        static final Status UNKNOWN = new Status("", "");
    }

    /** Makes an origin. */
    public LogOrigin(Cgroups cgroups, Unit unit, Marks marks, Writer process) {
        this.cgroups = cgroups;
        this.unit = unit;
        this.marks = marks;
        this.process = process;
    }

    /** Returns the unit. */
    Unit unit() {
        return unit;
    }

    /** Returns the process. */
    Writer process() {
        return process;
    }

    /** Returns how lines are marked. */
    Marks marks() {
        return marks;
    }

    /** Returns what the process is, or nothing where nobody knows. */
    Status status() {
        if (!status.equals(Status.UNKNOWN) || process.pid() == 0) {
            return status;
        }
        status = ask(process.pid());
        return status;
    }

    private Status ask(int pid) {
        String program = cgroups.name(pid);
        return program.equals(GONE)
                ? Status.UNKNOWN
                : new Status(program, cgroups.effectiveCapabilities(pid));
    }

    /** Returns what lines are called by. */
    String identifier() {
        return marks.identifier().isEmpty() ? status().program() : marks.identifier();
    }
}
