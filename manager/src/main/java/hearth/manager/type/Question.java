package hearth.manager.type;

/** What a machine asks of its host. */
public sealed interface Question {

    /** What does this PID file say, now and when it changes? */
    record PidFile(String path) implements Question {}

    /** Which process of the cgroup is the main one? */
    record MainPid() implements Question {}

    /** When was this persistent timer triggered last? */
    record Stamp() implements Question {}
}
