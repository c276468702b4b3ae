package hearth.cli.client;

/** A process of a unit: where in the cgroup tree it is, its id, and its command line. */
public record UnitProcess(String cgroup, long pid, String commandLine) {}
