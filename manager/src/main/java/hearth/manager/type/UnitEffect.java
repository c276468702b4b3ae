package hearth.manager.type;

import hearth.manager.host.Connection;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.host.Wakeup;
import hearth.manager.kill.KillPlan;
import hearth.unit.trigger.PathWatch;
import java.util.List;

/**
 * What the machine of a unit wants, of whatever kind it is; its manager knows name, cgroup and
 * environment. What carries a token is answered by an event that carries it back, to this unit and
 * no other.
 */
public sealed interface UnitEffect {

    /** Run one of its commands, with what {@link Kind#execution} says. */
    record Run(long token, ExecKey command, boolean isControl) implements UnitEffect {}

    /**
     * Signal processes; answered with their number.
     *
     * @param isReload whether it has them read anew what they go by, and ends none
     */
    record Signal(long token, KillPlan.Order order, boolean isReload) implements UnitEffect {
        /** Makes a signal that ends processes. */
        public Signal(long token, KillPlan.Order order) {
            this(token, order, false);
        }
    }

    /** Move processes into its cgroup. */
    record Move(long token, List<Integer> pids) implements UnitEffect {
        public Move {
            pids = List.copyOf(pids);
        }
    }

    /** Set a timer. */
    record SetTimer(long token, long atMonotonicUsec) implements UnitEffect {}

    /** Forget a timer. */
    record CancelTimer(long token) implements UnitEffect {}

    /** Ask the host something. */
    record Ask(long token, Question question) implements UnitEffect {}

    /** Tell of the end of a process that the host did not start. */
    record Watch(long token, int pid) implements UnitEffect {}

    /** Tell whose a name on the bus is, now and whenever that changes, as long as it is loaded. */
    record WatchName(String busName) implements UnitEffect {}

    /** Put it in the log. */
    record Say(LogMessage message) implements UnitEffect {
        /** Says something with a message id of systemd's, or none. */
        public Say(LogLevel level, String messageId, String message) {
            this(new LogMessage(level, messageId, message));
        }
    }

    /** Tell it {@link UnitEvent.Quiet} once no job is left. */
    record AwaitQuiet() implements UnitEffect {}

    /** It has ended for now: settle that, then tell it {@link UnitEvent.AwaitRestart}. */
    record ScheduleRestart() implements UnitEffect {}

    /** It is time: queue a restart. */
    record RequestRestart() implements UnitEffect {}

    /** It has ended: let go of the directories and mounts that were made for it. */
    record Release(boolean willRestart) implements UnitEffect {}

    /** What a service wants of the descriptors that it stores with its manager. */
    sealed interface OfStore extends UnitEffect {}

    /**
     * Store what came with a message.
     *
     * @param isWatched whether one is let go of that has been hung up
     * @param most how many it may have
     * @see hearth.manager.host.Event.Notified#descriptors
     */
    record Store(long descriptors, String name, boolean isWatched, int most) implements OfStore {}

    /** Keep what came with a message until it is stored or dropped. */
    record HoldDescriptors(long descriptors) implements OfStore {}

    /** Close what came with a message and is held. */
    record DropDescriptors(long descriptors) implements OfStore {}

    /** Close what is stored for it under a name. */
    record RemoveStored(String name) implements OfStore {}

    /** Close all that is stored for it. */
    record CloseStored() implements OfStore {}

    /** Set a timer on one of the clocks, with some slack. */
    record SetWakeup(long token, Wakeup wakeup) implements UnitEffect {}

    /** Start what this unit triggers; where that is refused, it is told. */
    record Trigger() implements UnitEffect {}

    /** Keep that this timer is triggered now, for times when it is not loaded. */
    record Stamp() implements UnitEffect {}

    /** Tell what a path is, now and whenever something happens to it. */
    record WatchPath(long token, PathWatch watch) implements UnitEffect {}

    /** Watch a path no more. */
    record UnwatchPath(long token) implements UnitEffect {}

    /** Make a directory with those above it. */
    record MakeDirectories(String path, int mode) implements UnitEffect {}

    /** What a unit wants that listens, or that serves a connection. */
    sealed interface OfSocket extends UnitEffect {}

    /** Open one of what it listens on. */
    record Listen(long token, int port, String name) implements OfSocket {}

    /** Tell once that something has come there, or take one connection. */
    record AwaitTraffic(long token, String name, boolean accepts) implements OfSocket {}

    /** Wait no more. */
    record AwaitNothing(String name) implements OfSocket {}

    /**
     * Throw away what has come there.
     *
     * @param accepts whether that is connections
     */
    record Flush(String name, boolean accepts) implements OfSocket {}

    /** Close it. Answered by {@link hearth.manager.host.Event.ListenerClosed}. */
    record CloseListener(long token, int port, String name) implements OfSocket {}

    /**
     * Start the instance that serves a connection.
     *
     * @param number of the connection, from 0
     */
    record Serve(Connection connection, long number) implements OfSocket {}

    /** Close a connection that nobody serves. */
    record Drop(Connection connection) implements OfSocket {}

    /** It has ended with the connection that it has served. */
    record Served(Connection connection) implements OfSocket {}
}
