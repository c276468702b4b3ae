package hearth.manager.host;

import hearth.manager.CleanedResource;
import hearth.unit.setting.Settings;
import hearth.unit.trigger.PathWatch;
import hearth.unit.value.exec.ExecCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a manager wants done in the world. The host does it in order, and answers those that carry a
 * token with the {@link Event} that carries it back. A cgroup is a path below the cgroup root of
 * the machine, such as {@code /user.slice/user-1000.slice/user@1000.service/app.slice/x.service}.
 */
public sealed interface Effect {

    /**
     * Start a process in a unit's cgroup. Answered by {@link Event.Spawned} or {@link
     * Event.SpawnFailed}, then {@link Event.Executed} once the program runs, and at last {@link
     * Event.Exited}.
     */
    record Spawn(
            long token,
            String unit,
            String cgroup,
            ExecRole role,
            ExecCommand command,
            ExecContext context)
            implements Effect {}

    /** Which processes of a unit a signal is for. */
    enum Whom {
        MAIN("main"),
        CONTROL("control"),
        ALL("all");

        private final String wireName;

        Whom(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the word of {@code --kill-whom=}. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * Send a signal to processes of a unit; the host signals those only that are in its cgroup.
     * Answered by {@link Event.Signalled}.
     *
     * @param pids the processes that are meant; empty with {@code wholeCgroup} for all
     * @param wholeCgroup also to everything else in the cgroup and below, each process once
     * @param alsoHup follow with SIGHUP
     * @param alsoCont follow with SIGCONT, so that a stopped process notices
     * @param purpose what it is sent for
     */
    record SignalUnit(
            long token,
            String unit,
            String cgroup,
            List<Integer> pids,
            boolean wholeCgroup,
            int signal,
            boolean alsoHup,
            boolean alsoCont,
            Purpose purpose)
            implements Effect {
        public SignalUnit {
            pids = List.copyOf(pids);
        }

        /** What a signal is sent for. */
        public sealed interface Purpose {}

        /**
         * To end what it is sent to.
         *
         * @param rule the setting that decides that, as a line's field has it
         */
        public record End(Optional<String> rule) implements Purpose {}

        /** A client has asked for it: what that does is between the signal and the process. */
        public record Request() implements Purpose {}

        /** To have a service read anew what it goes by. */
        public record Reload() implements Purpose {}
    }

    /** Make a unit's cgroup, with those above it. */
    record MakeCgroup(String unit, String cgroup, Settings settings) implements Effect {}

    /**
     * Tell when nothing is in a unit's cgroup any more, at once where that is so: what watched it
     * may have ended.
     */
    record WatchCgroup(String unit, String cgroup) implements Effect {}

    /** Remove a unit's cgroup where it is empty. */
    record ReleaseCgroup(String unit, String cgroup) implements Effect {}

    /** Write a unit's resource control settings into its cgroup. */
    record ApplyCgroupAttributes(String unit, String cgroup, Settings settings) implements Effect {}

    /** Move processes into a cgroup, made where missing. Answered by {@link Event.Moved}. */
    record MoveProcesses(long token, String unit, String cgroup, List<Integer> pids)
            implements Effect {
        public MoveProcesses {
            pids = List.copyOf(pids);
        }
    }

    /** Freeze or thaw a cgroup. Answered by {@link Event.Frozen}. */
    record Freeze(long token, String unit, String cgroup, boolean frozen) implements Effect {}

    /** Wake the manager at a monotonic time with {@link Event.TimerElapsed}. */
    record SetTimer(long token, long atMonotonicUsec) implements Effect {}

    /**
     * Wake the manager with {@link Event.TimerElapsed} when a clock shows some time. When the wall
     * clock is set, {@link Event.ClockSet} comes, and this has to be said again.
     */
    record SetWakeup(long token, Wakeup wakeup) implements Effect {}

    /** Read when a persistent timer was triggered last. Answered by {@link Event.StampRead}. */
    record ReadStamp(long token, String unit) implements Effect {}

    /** Keep that a persistent timer is triggered now. */
    record WriteStamp(String unit) implements Effect {}

    /**
     * Look at a path, then watch it. Answered by {@link Event.PathSeen}, each time that something
     * happens to it again, or by {@link Event.PathUnwatchable}. What is watched by this token
     * already is gone on with: what has happened meanwhile counts as just now.
     */
    record WatchPath(long token, String unit, PathWatch watch) implements Effect {}

    /** Watch a path no more. */
    record UnwatchPath(long token) implements Effect {}

    /** Make a directory with those above it, for a unit. */
    record MakeDirectories(String unit, String path, int mode) implements Effect {}

    /** Tell by {@link Event.MountsChanged} when what a unit stands for is mounted otherwise. */
    record WatchMount(String unit) implements Effect {}

    /** Tell no more of a mount. */
    record UnwatchMount(String unit) implements Effect {}

    /** Forget a timer; unknown tokens are none. */
    record CancelTimer(long token) implements Effect {}

    /** Read a PID file, now and when it changes. Answered by {@link Event.PidFileRead}. */
    record ReadPidFile(long token, String unit, String cgroup, String path) implements Effect {}

    /**
     * Find the main process of a daemon by its cgroup. Answered by {@link Event.MainPidGuessed}.
     */
    record GuessMainPid(long token, String unit, String cgroup) implements Effect {}

    /**
     * Tell of the end of a process of the unit's cgroup that the host did not start. Answered by
     * {@link Event.Exited}, or by {@link Event.Lost} where its status cannot be had.
     */
    record WatchProcess(long token, String unit, String cgroup, int pid) implements Effect {}

    /** Test conditions for the user. Answered by {@link Event.ConditionsChecked}. */
    record CheckConditions(long token, String unit, List<Condition> conditions) implements Effect {
        public CheckConditions {
            conditions = List.copyOf(conditions);
        }
    }

    /** Write the file of a transient unit. */
    record WriteTransient(String unit, String text) implements Effect {}

    /** Remove a transient unit's file and its drop-ins. */
    record RemoveTransient(String unit) implements Effect {}

    /**
     * Write a drop-in of {@code set-property}.
     *
     * @param runtime below the runtime directory rather than in the configuration
     */
    record WriteDropIn(String unit, String fileName, String text, boolean runtime)
            implements Effect {}

    /**
     * A unit has stopped: remove its runtime directory, mounts and the like.
     *
     * @param willRestart whether it is about to start again ({@code RuntimeDirectoryPreserve=})
     */
    record ReleaseRuntime(String unit, String cgroup, Settings settings, boolean willRestart)
            implements Effect {}

    /** Remove what a unit that is down has left on disk ({@code systemctl clean}). */
    record Clean(String unit, Settings settings, Set<CleanedResource> resources) implements Effect {
        public Clean {
            resources = Set.copyOf(resources);
        }
    }

    /**
     * Tell of names on the bus by {@link Event.BusNameChanged}, beginning with the present owner.
     */
    record WatchBusName(String unit, String busName) implements Effect {}

    /** Stop telling of a name. */
    record UnwatchBusName(String unit, String busName) implements Effect {}

    /**
     * Say something about a unit in the log.
     *
     * @param unit the unit, or empty for the manager itself
     * @param invocationId 32 hexadecimal digits, or empty
     */
    record Log(String unit, String invocationId, LogMessage message) implements Effect {}

    /** A new invocation of a unit has begun: {@code systemd/units/invocation:UNIT} points to it. */
    record NoteInvocation(String unit, String invocationId, Settings settings) implements Effect {}

    /** The manager has reached {@code exit.target}: end it with this exit code. */
    record Exit(int code) implements Effect {}

    /** An emergency action ({@code FailureAction=reboot} and such) in the system scope. */
    record EmergencyAction(String action, String reason) implements Effect {}

    /**
     * What is done with descriptors that services store with their manager. What came with a
     * message is there for the effects of that message alone, unless it is held.
     */
    sealed interface OfStore extends Effect {

        /**
         * Store what came with a message for a unit's next start, under a name. Answered by {@link
         * Event.DescriptorsStored}.
         *
         * @param descriptors the message's number of them
         * @param isWatched whether one is let go of that has been hung up
         * @param most how many the unit may have
         */
        record Store(String unit, long descriptors, String name, boolean isWatched, int most)
                implements OfStore {}

        /** Keep what came with a message until it is stored or dropped. */
        record Hold(long descriptors) implements OfStore {}

        /** Close what came with a message and is held. */
        record Drop(long descriptors) implements OfStore {}

        /** Close what a unit has stored under a name; answered as Store. */
        record Remove(String unit, String name) implements OfStore {}

        /** Close all that a unit has stored. */
        record RemoveAll(String unit) implements OfStore {}
    }

    /**
     * What is done with what socket units listen on. The host keeps each under a name, over the
     * brain's end.
     */
    sealed interface OfSocket extends Effect {}

    /**
     * Open one of what a unit's {@code Listen...=} lines name; what is kept under the name already
     * stays. Answered by {@link Event.Listening} or {@link Event.NotListening}.
     *
     * @param port which one of the lines
     */
    record Listen(long token, String name, int port, Settings settings) implements OfSocket {}

    /**
     * Tell by {@link Event.TrafficCame} once that something has come, or take one connection and
     * tell of it by {@link Event.Accepted}; it is kept under a name that follows from the token.
     */
    record AwaitTraffic(long token, String name, boolean accepts) implements OfSocket {}

    /** Wait no more. */
    record AwaitNothing(String name) implements OfSocket {}

    /**
     * Throw away what has come.
     *
     * @param accepts whether that is connections
     */
    record Flush(String name, boolean accepts) implements OfSocket {}

    /**
     * Close it, and remove what its settings say is removed. Answered by {@link
     * Event.ListenerClosed}: what was listened on may be used by others from then on.
     */
    record CloseListener(long token, String name, int port, Settings settings)
            implements OfSocket {}

    /** Close a connection. */
    record CloseConnection(String name) implements OfSocket {}

    /**
     * After a take-over: close all connections but these, by name, and those that are waited for.
     */
    record KeepConnections(Set<String> names) implements OfSocket {
        public KeepConnections {
            names = Set.copyOf(names);
        }
    }
}
