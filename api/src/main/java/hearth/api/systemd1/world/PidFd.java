package hearth.api.systemd1.world;

/** What a descriptor stands for that a client has passed as a pidfd. */
public sealed interface PidFd {
    /** A process that lives, or that nobody has waited for yet. */
    record Living(int pid) implements PidFd {}

    /** A process that is gone. */
    record Ended() implements PidFd {}

    /** The descriptor is something else, or its process is none that can be seen from here. */
    record None() implements PidFd {}
}
