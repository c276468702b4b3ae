package hearth.daemon.machine;

/** What keeps a process from going on. */
public enum Halt {
    /** It is no more. */
    GONE,
    /** A signal, or a debugger. */
    STOPPED,
    /** The freezer of its cgroup. */
    FROZEN,
    /** The kernel: a file system or a server that doesn't answer, or nothing to do. */
    WAITING,
    /** It runs. */
    NOTHING
}
