package hearth.manager.type;

import hearth.manager.host.Connection;
import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.unit.time.TimeSpan;
import java.util.Optional;
import java.util.Set;

/** What the machine of a unit is told, of whatever kind it is. */
public sealed interface UnitEvent {

    /**
     * Start it; conditions and start limit have been looked at.
     *
     * @param chance a random number of all 64 bits, for what is to be spread in time by this start
     * @param managerStart when the manager began
     */
    record Start(long chance, Moment managerStart) implements UnitEvent {

        /** Returns a share of a span that is as likely as any other, in microseconds. */
        public long shareOf(TimeSpan most) {
            boolean isSpread = most.usec() > 0 && !most.isInfinite();
            return isSpread ? Long.remainderUnsigned(chance, most.usec() + 1) : 0;
        }
    }

    /** It was started too often: it is to fail. */
    record StartLimitHit() implements UnitEvent {}

    /** Stop it; on purpose, so it is not restarted. */
    record Stop(boolean isRestart) implements UnitEvent {}

    /** Let it reload its configuration. */
    record Reload() implements UnitEvent {}

    /** Who made it does not vouch for it any more; it lasts while it has processes. */
    record Abandon() implements UnitEvent {}

    /** It has ended and is to be started again: wait until it is time. */
    record AwaitRestart() implements UnitEvent {}

    /** No job is left in its manager: what waited for that may begin. */
    record Quiet() implements UnitEvent {}

    /** Forget that it failed. */
    record ResetFailed() implements UnitEvent {}

    /**
     * The unit that it triggers is, or has become, something; told before a start, too.
     *
     * @param isDown whether it is inactive or failed
     * @param up when it last left that state
     * @param down when it last entered it
     * @param subState its own type's name of what it is
     * @param isStartLimitHit whether it was started too often
     */
    record TriggeredChanged(
            boolean isDown, Moment up, Moment down, String subState, boolean isStartLimitHit)
            implements UnitEvent {}

    /** The unit that it triggers could not be started: why. */
    record TriggerRefused(String why) implements UnitEvent {}

    /**
     * A connection has come to it.
     *
     * @param fromSource how many there are already from where it comes
     */
    record ConnectionCame(long token, Connection connection, int fromSource) implements UnitEvent {}

    /**
     * Something has come to it, and a job to stop it waits.
     *
     * @param connection that was taken; nothing where what came still waits to be taken
     */
    record CameBeforeStop(long token, Optional<Connection> connection) implements UnitEvent {}

    /**
     * One of its connections is over: it was served, or could not be.
     *
     * @param wasRefused whether nobody was there to serve it
     */
    record ConnectionEnded(boolean wasRefused) implements UnitEvent {}

    /** It is to serve a connection. */
    record ConnectionGiven(Connection connection) implements UnitEvent {}

    /** Its settings were read again: what it has derived from them is to be derived anew. */
    record Redefined() implements UnitEvent {}

    /** Something happened in the world: an answer to what it asked, or news of what is its own. */
    record Happened(Event event) implements UnitEvent {}

    /**
     * It was taken over from an earlier brain: what its record says may no longer be so.
     *
     * @param liveTokens processes that live, by token
     * @param livePids processes that live in its cgroup
     * @param isPopulated whether anything lives there
     */
    record TakenOver(Set<Long> liveTokens, Set<Integer> livePids, boolean isPopulated)
            implements UnitEvent {
        public TakenOver {
            liveTokens = Set.copyOf(liveTokens);
            livePids = Set.copyOf(livePids);
        }
    }
}
