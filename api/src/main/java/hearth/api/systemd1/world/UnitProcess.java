package hearth.api.systemd1.world;

/**
 * A process of a unit.
 *
 * @param cgroup where it is, from the machine's root
 * @param pid its id
 * @param commandLine its arguments with blanks between, or its name in brackets
 */
public record UnitProcess(String cgroup, int pid, String commandLine) {}
