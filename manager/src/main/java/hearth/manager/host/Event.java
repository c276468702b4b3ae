package hearth.manager.host;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** What happened in the world. Those with a token answer the {@link Effect} that carried it. */
public sealed interface Event {

    /** The answer to an {@link Effect}, for whom asked and nobody else. */
    sealed interface Answer extends Event {

        /** Returns the token that the effect carried. */
        long token();
    }

    /** A process was started. */
    record Spawned(long token, int pid) implements Answer {}

    /**
     * Not even a process could be made. What fails in the process (a program that is not there,
     * ...) ends it with the exit status that systemd.exec(5) gives to the step.
     *
     * @param errno the system's reason
     * @param message for people
     */
    record SpawnFailed(long token, int errno, String message) implements Answer {}

    /** The program itself runs now: execve(2) succeeded. */
    record Executed(long token) implements Answer {}

    /**
     * A process ended that was spawned, or watched, with this token.
     *
     * @param status exit status, or the signal's number
     */
    record Exited(long token, int pid, ExitCode code, int status) implements Answer {}

    /** No process is left in a cgroup and below it. */
    record CgroupEmptied(String cgroup) implements Event {}

    /** The kernel killed something in a cgroup for want of memory. */
    record OutOfMemory(String cgroup) implements Event {}

    /** A timer ran out. */
    record TimerElapsed(long token) implements Answer {}

    /**
     * An sd_notify message.
     *
     * @param pid the sender by its credentials
     * @param cgroup the sender's cgroup, or that of the descriptor it came by
     * @param fields its lines, later ones winning
     * @param descriptors the number under which the host has the descriptors that came with it, of
     *     one that asks to store them; 0: none
     */
    record Notified(int pid, String cgroup, Map<String, String> fields, long descriptors)
            implements Event {
        public Notified {
            fields = Map.copyOf(fields);
        }
    }

    /** How many descriptors the host holds for a unit has changed. */
    record DescriptorsStored(String unit, int count) implements Event {}

    /** A signal was sent; {@code processes} is how many live ones there were to send it to. */
    record Signalled(long token, int processes) implements Answer {}

    /** The outcome of reading a PID file. */
    sealed interface PidFile {
        /** It names a live process of the unit. */
        record Found(int pid) implements PidFile {}

        /** It is not there, or empty, yet. */
        record Missing() implements PidFile {}

        /** It says something that cannot be used: why. */
        record Unusable(String reason) implements PidFile {}
    }

    /** A PID file was read; may come several times for one question. */
    record PidFileRead(long token, PidFile outcome) implements Answer {}

    /** The main process of a daemon was looked for; 0: it cannot be told. */
    record MainPidGuessed(long token, int pid) implements Answer {}

    /** Conditions were tested, each in its place. */
    record ConditionsChecked(long token, List<ConditionResult> results) implements Answer {
        public ConditionsChecked {
            results = List.copyOf(results);
        }
    }

    /**
     * Processes were moved into a cgroup.
     *
     * @param failure empty where at least one was moved, else why not
     */
    record Moved(long token, String failure) implements Answer {}

    /** A cgroup was frozen or thawed. */
    record Frozen(long token, boolean frozen, String failure) implements Answer {}

    /** A name on the bus has an owner now, or (empty) none. */
    record BusNameChanged(String busName, String owner) implements Event {}

    /** A watched process is no more, and nobody knows how it ended. */
    record Lost(long token, int pid) implements Answer {}

    /** The wall clock was set. */
    record ClockSet() implements Event {}

    /** Something is mounted otherwise than before; what there is, the host says when asked. */
    record MountsChanged() implements Event {}

    /** The machine is in another time zone. */
    record ZoneChanged(ZoneId zone) implements Event {}

    /**
     * A persistent timer's stamp was read.
     *
     * @param realtimeUsec when it was triggered last; 0 where nothing is known
     */
    record StampRead(long token, long realtimeUsec) implements Answer {}

    /**
     * A path was looked at.
     *
     * @param isThere whether what the watch asks for is so; of one that asks for changes, whether
     *     the path exists
     * @param isChange whether something has happened to it since it was looked at last
     */
    record PathSeen(long token, boolean isThere, boolean isChange) implements Answer {}

    /** A path cannot be watched: why. */
    record PathUnwatchable(long token, String why) implements Answer {}

    /** What happens to what socket units listen on. */
    sealed interface OfSocket extends Answer {}

    /**
     * It is open.
     *
     * @param warnings what could not be set of it
     */
    record Listening(long token, List<String> warnings) implements OfSocket {
        public Listening {
            warnings = List.copyOf(warnings);
        }
    }

    /** It could not be opened: why. */
    record NotListening(long token, String why) implements OfSocket {}

    /** It is closed, whoever had a copy of it. */
    record ListenerClosed(long token) implements OfSocket {}

    /**
     * Something has come.
     *
     * @param failure empty, or why nothing can be waited for any more
     */
    record TrafficCame(long token, String failure) implements OfSocket {}

    /** A connection was taken. */
    record Accepted(long token, Connection connection) implements OfSocket {}

    /**
     * A connection could not be taken.
     *
     * @param isLimit whether only since there are too many already
     */
    record NotAccepted(long token, String why, boolean isLimit) implements OfSocket {}
}
