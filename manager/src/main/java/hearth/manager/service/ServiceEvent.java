package hearth.manager.service;

import hearth.manager.host.Event;
import java.util.Set;

/** What a service's machine is told. */
public sealed interface ServiceEvent {

    /**
     * Start it; conditions and start limit have been looked at.
     *
     * @param runtimeExtraUsec the random part of its longest time, chosen for this start
     */
    record Start(long runtimeExtraUsec) implements ServiceEvent {}

    /** It was started too often: it is to fail. */
    record StartLimitHit() implements ServiceEvent {}

    /** Stop it; on purpose, so it is not restarted. */
    record Stop(boolean isRestart) implements ServiceEvent {}

    /** Let it reload its configuration. */
    record Reload() implements ServiceEvent {}

    /** It has ended and is to be started again: wait for {@code RestartSec=}. */
    record AwaitRestart() implements ServiceEvent {}

    /** No job is left in its manager: what waited for that may begin. */
    record Quiet() implements ServiceEvent {}

    /** Forget that it failed. */
    record ResetFailed() implements ServiceEvent {}

    /** Something happened in the world. */
    record Happened(Event event) implements ServiceEvent {}

    /**
     * It was taken over from an earlier brain: what its record says may no longer be so.
     *
     * @param liveTokens processes that live, by token
     * @param livePids processes that live in its cgroup
     * @param isPopulated whether anything lives there
     */
    record TakenOver(Set<Long> liveTokens, Set<Integer> livePids, boolean isPopulated)
            implements ServiceEvent {
        public TakenOver {
            liveTokens = Set.copyOf(liveTokens);
            livePids = Set.copyOf(livePids);
        }
    }
}
