package hearth.manager.type.service;

import hearth.manager.host.ExitCode;

/** A process of a service, as far as the machine knows it: the main one or a control process. */
public sealed interface ServiceProcess {

    /** There is none, or it has ended. */
    record None() implements ServiceProcess {}

    /** It was asked for. */
    record Spawning(long token) implements ServiceProcess {}

    /** It was started by the host and lives. */
    record Child(long token, int pid) implements ServiceProcess {}

    /** Somebody else started it: a daemon that forked, or {@code MAINPID=}. The host watches it. */
    record Foreign(long token, int pid) implements ServiceProcess {}

    /** It was the main one and has ended; the PID file is asked whether another has taken over. */
    record Ended(long token, int pid, ExitCode code, int status) implements ServiceProcess {}

    /** Returns that there is none. */
    static ServiceProcess none() {
        return new None();
    }

    /** Returns its id; 0 where there is none yet or any more. */
    default int pid() {
        return switch (this) {
            case None() -> 0;
            case Spawning(long token) -> 0;
            case Child(long token, int pid) -> pid;
            case Foreign(long token, int pid) -> pid;
            case Ended _ -> 0;
        };
    }

    /** Returns whether it lives, is about to, or may have a successor that does. */
    default boolean isAlive() {
        return !(this instanceof None);
    }

    /** Returns whether it was spawned with this token. */
    default boolean hasToken(long sought) {
        return switch (this) {
            case None() -> false;
            case Ended _ -> false;
            case Foreign(long token, int pid) -> token == sought;
            case Spawning(long token) -> token == sought;
            case Child(long token, int pid) -> token == sought;
        };
    }
}
